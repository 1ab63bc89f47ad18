"""What `aiplan check` writes for other programs, held against the schemas of those."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from helpers.command_line import call
from helpers.schemas import schema_errors
from helpers.tools import ROOT, require_npm

GITLAB = ROOT / "tests" / "fixtures" / "schemas" / "gitlab-code-quality.json"
FIXTURES = ROOT / "tests" / "fixtures" / "rules"


def sarif_schema() -> Path:
    """Return the schema of SARIF 2.1.0 that the matchers of Microsoft's jest-sarif validate with."""
    return require_npm("@microsoft/jest-sarif") / "lib" / "schemas" / "sarif-2.1.0-rtm.5.json"


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder whose plans trigger every rule, one with an odd name and one that passes findings over."""
    folder = tmp_path_factory.mktemp("plans")
    for path in FIXTURES.glob("AIP???.toml"):
        (folder / f"{path.stem}.plan.toml").write_bytes(path.read_bytes())
    (folder / "植 %20#1.plan.toml").write_bytes((FIXTURES / "AIP102.toml").read_bytes())
    return folder


def report(folder: Path, form: str, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, Path]:
    monkeypatch.chdir(folder)
    out = call("check", ".", "--output-format", form).out
    path = folder / f"report.{form}.json"
    path.write_text(out, encoding="utf-8")
    return json.loads(out), path


def test_sarif(everything: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    schema = sarif_schema()
    log, path = report(everything, "sarif", monkeypatch)
    assert schema_errors(path, schema=schema) == ""
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert len(run["results"]) > len(rules) - 5 > 100
    assert all(rules[r["ruleIndex"]]["id"] == r["ruleId"] for r in run["results"])
    marks = [r["partialFingerprints"]["aiplan/v1"] for r in run["results"]]
    assert len(set(marks)) == len(marks)
    uris = {r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in run["results"]}
    assert "%E6%A4%8D%20%2520%231.plan.toml" in uris
    passed = [r for r in run["results"] if "suppressions" in r]
    assert [(r["ruleId"], r["suppressions"]) for r in passed] == [("AIP213", [{"kind": "inSource"}])]
    del log["runs"][0]["results"][0]["message"]
    path.write_text(json.dumps(log), encoding="utf-8")
    assert "'text'" in schema_errors(path, schema=schema) or "message" in schema_errors(path, schema=schema)


def test_gitlab(everything: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entries, path = report(everything, "gitlab", monkeypatch)
    assert schema_errors(path, schema=GITLAB) == ""
    assert len({entry["fingerprint"] for entry in entries}) == len(entries) > 100
    assert {entry["severity"] for entry in entries} == {"info", "minor", "major"}
    for broken in ({"severity": "error"}, {"fingerprint": ""}, {"location": {"path": "./a", "lines": {"begin": 1}}}):
        path.write_text(json.dumps([entries[0] | broken]), encoding="utf-8")
        assert schema_errors(path, schema=GITLAB) != ""
