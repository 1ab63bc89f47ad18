"""Commands that compute tell on the way that the plan has errors, and merge says what it could not read."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from aiplan.cli.opening import count_errors, open_path
from aiplan.errors import UnreadablePlan
from helpers.command_line import call
from helpers.tools import ROOT

PLAN = """\
format = 1

[project]
name = "P"
start = 2026-01-05
as_of = 2026-01-05

[milestones.m]
title = "M"
deadline = 2026-01-06

[tasks.a]
duration = "5d"
milestone = "m"

[scenarios.less]
title = "Less"
set = { "tasks.a.duration" = "2d" }
"""


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(("replan", "--runs", "50"), id="replan"),
        pytest.param(("scenario", "show", "less"), id="scenario show"),
        pytest.param(("scenario", "compare", "--runs", "50"), id="scenario compare"),
    ],
)
def test_errors_in_the_plan_are_said_beside_the_result(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "aiplan.toml"
    path.write_text(PLAN)
    bad = call(*words)
    assert (bad.code, bad.err) == (1, "aiplan: aiplan.toml: 1 error; see aiplan check aiplan.toml\n")
    assert bad.out
    path.write_text(PLAN.replace("[tasks.a]", '[tasks.a]\ntitle = "A"'))
    assert (call(*words).code, call(*words).err) == (0, "")


def test_a_file_that_merge_cannot_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("current.toml", "incoming.toml"):
        (tmp_path / name).write_text(PLAN)
    done = call("merge", "base.toml", "current.toml", "incoming.toml")
    assert done.err.startswith("aiplan: current.toml: merged as text, since base.toml cannot be read: no such file")
    assert "Errno" not in done.err


@pytest.mark.parametrize("path", sorted((ROOT / "tests" / "fixtures" / "rules").glob("*.toml")), ids=lambda p: p.stem)
def test_as_many_errors_are_counted_as_there_are_among_all_findings(path: Path) -> None:
    args = argparse.Namespace(as_of=None)
    try:
        errors = open_path(path, args).errors
    except UnreadablePlan:
        return
    everything = open_path(path, args)
    assert errors == count_errors(everything.findings)
    assert everything.errors == errors
