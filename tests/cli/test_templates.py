"""Every template: clean, schedulable, forecastable, exportable, in both languages, and like no other template."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from helpers.command_line import call_process
from helpers.tools import ROOT

FILES = sorted((ROOT / "templates").glob("*.toml"))
ENGLISH = [path for path in FILES if not path.stem.endswith(".zh")]
CHINESE = [path for path in FILES if path.stem.endswith(".zh")]
_BAR = re.compile(r"(?:baseline|target|floor) = ")
_SOURCED = re.compile(r"assumption|source:|假设|来源")


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _promises(plan: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The bars, mitigations and hypotheses of a plan, each once."""
    for name, metric in plan.get("metrics", {}).items():
        yield from (("bar", f"{name} {kind} {metric[kind]}") for kind in ("target", "floor") if kind in metric)
    yield from (("mitigation", risk["mitigation"]) for risk in plan.get("risks", {}).values())
    yield from (("hypothesis", trial["hypothesis"]) for trial in plan.get("experiments", {}).values())


def _ids(plan: dict[str, Any]) -> set[tuple[str, str]]:
    return {(table, name) for table, held in plan.items() if isinstance(held, dict) for name in held}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_from_init_to_export(path: Path, tmp_path: Path) -> None:
    started = call_process("init", "--template", path.stem, "--start", "2026-03-02", cwd=tmp_path)
    assert started.code == 0, started.err
    checked = call_process("check", cwd=tmp_path)
    assert (checked.code, checked.out.strip()) == (0, "aiplan.toml: no findings."), checked.out
    for words in (("schedule",), ("simulate", "--runs", "200"), ("export", "markdown")):
        done = call_process(*words, cwd=tmp_path)
        assert done.code == 0, done.err
        assert done.out.strip()


@pytest.mark.parametrize("group", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_no_two_share_a_bar_a_mitigation_or_a_hypothesis(group: list[Path]) -> None:
    seen = Counter(promise for path in group for promise in set(_promises(_read(path))))
    assert seen
    assert [promise for promise, times in seen.items() if times > 1] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_bar_names_its_source(path: Path) -> None:
    header, bare = "", []
    for line in path.read_text(encoding="utf-8").splitlines():
        header = line if line.startswith("[") else header
        if header.startswith("[metrics.") and _BAR.match(line) and not _SOURCED.search(line.partition("#")[2]):
            bare.append(f"{header} {line}")
    assert bare == []


@pytest.mark.parametrize("path", ENGLISH, ids=lambda path: path.stem)
def test_both_languages_have_the_same_ids(path: Path) -> None:
    assert _ids(_read(path)) == _ids(_read(path.with_name(f"{path.stem}.zh.toml")))
