"""The README is true: its commands run, its plan opens without a finding, its schema line names a schema."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from aiplan.model.reading import read_plan
from helpers.tools import ROOT, require_tool

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def commands() -> list[str]:
    """Return the command lines of the README that run aiplan, in order, without those that open the interface."""
    lines = [line for kind, body in BLOCKS if kind == "sh" for line in body.splitlines()]
    found = [line.partition("#")[0].strip() for line in lines if line.startswith("aiplan ")]
    return [line for line in found if line != "aiplan sample_project.toml"]


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, subprocess.CompletedProcess[str]]:
    """Run every command in a repository with the sample, one after the other, and return what each did."""
    folder = tmp_path_factory.mktemp("readme")
    shutil.copy(ROOT / "sample_project.toml", folder)
    git = require_tool("git")
    for words in (["init", "-q", "-b", "main"], ["add", "."], ["commit", "-q", "-m", "The sample"]):
        subprocess.run([git, *words], cwd=folder, check=True, capture_output=True)
    environment = dict(os.environ) | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    outcomes = {}
    for line in commands():
        outcomes[line] = subprocess.run(
            ["sh", "-c", line], cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
    return outcomes


@pytest.mark.parametrize("line", commands())
def test_each_command_does_what_it_says(outcomes: dict[str, subprocess.CompletedProcess[str]], line: str) -> None:
    done = outcomes[line]
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    if "--json" in line:
        json.loads(done.stdout)


def test_the_plan_it_shows_has_no_findings() -> None:
    plans = [body for kind, body in BLOCKS if kind == "toml" and "[project]" in body]
    assert len(plans) == 1
    plan, findings = read_plan(tomllib.loads(plans[0]))
    assert findings == ()
    assert plan.experiments["cnn-v1"].max_attempts == 3


def test_it_starts_with_make_run_and_make_test() -> None:
    assert BLOCKS[0][1].startswith("make run ")
    assert "\nmake test " in BLOCKS[0][1]


def test_files_it_links_to_exist() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).is_file()] == []
