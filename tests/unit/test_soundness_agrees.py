"""What the merge driver holds against a merge is what the full check finds: unknown names and cycles alike."""

from __future__ import annotations

import copy
import datetime as dt
import random
import tomllib
from typing import Any

import pytest

from aiplan.core.checks import run_checks
from aiplan.core.checks.references import FREE
from aiplan.core.references import REFERENCES
from aiplan.core.schedule import schedule_plan
from aiplan.model.ai import NonAiBaseline, RiskSchedule
from aiplan.model.reading import read_plan
from aiplan.store.merging.soundness import NAMING, NESTED, WORK, flaws
from helpers.tools import ROOT

SAMPLE = tomllib.loads((ROOT / "sample_project.toml").read_text(encoding="utf-8"))
TODAY = dt.date(2026, 3, 16)
OTHER = ("goals", "metrics", "teams", "resources", "calendars", "datasets", "assessments", "risks", "scenarios")


def found(data: dict[str, Any]) -> tuple[set[tuple[str, str, str]], set[str]]:
    """Return (unknown names as (section, id, key)), (codes) that the full check finds."""
    plan, _ = read_plan(data)
    checked = run_checks(plan, schedule_plan(plan, today=TODAY))
    unknown = {(str(f.path[0]), str(f.path[1]), str(f.path[2])) for f in checked if f.code == "AIP102"}
    return unknown, {f.code for f in checked}


def quick(data: dict[str, Any]) -> tuple[set[tuple[str, str, str]], bool]:
    """Return (unknown names), (whether there is a cycle) that the driver finds."""
    every = flaws(data)
    unknown = {(f.table[0], f.table[1], f.key) for f in every if f.kind == "unknown"}
    return unknown, any(f.kind == "cycle" for f in every)


def changed(chance: random.Random) -> dict[str, Any]:
    """Return the sample with links added, tables removed and members moved, as careless merges leave it."""
    data = copy.deepcopy(SAMPLE)
    work = [(section, key) for section in WORK for key in data.get(section, {})]
    for _ in range(chance.randint(1, 5)):
        section, key = chance.choice(work)
        table = data[section].get(key)
        if table is None:
            continue
        kind = chance.choice(("link", "link", "link", "remove", "member", "other"))
        if kind == "link":
            target = chance.choice(work)[1]
            link = f"{target} {chance.choice(('FS', 'SS', 'FF', 'SF'))}"
            table["depends_on"] = [*table.get("depends_on", []), link]
        elif kind == "remove":
            del data[section][key]
        elif kind == "member" and section != "milestones":
            table["milestone"] = chance.choice(list(SAMPLE["milestones"]))
        elif kind == "other":
            other = chance.choice([name for name in OTHER if data[name]])
            del data[other][chance.choice(list(data[other]))]
    return data


@pytest.mark.parametrize("seed", range(300))
def test_both_see_the_same(seed: int) -> None:
    data = changed(random.Random(seed))
    unknown, codes = found(data)
    driver, cycle = quick(data)
    assert cycle == ("AIP103" in codes)
    assert driver == unknown


def test_every_key_that_names_something_is_known_to_both() -> None:
    named = {(model, key): reference for (model, key), reference in REFERENCES.items() if (model, key) not in FREE}
    inner = {NonAiBaseline: "baseline", RiskSchedule: "schedule"}
    for (model, key), reference in named.items():
        notation, where = NESTED[inner[model], key] if model in inner else NAMING[key]
        assert (notation, where) == (reference.notation, reference.sections), (model, key)
    assert set(NAMING) == {key for model, key in named if model not in inner}
    assert set(NESTED) == {(inner[model], key) for model, key in named if model in inner}


def test_the_changes_make_both_kinds_and_neither() -> None:
    kinds = {(bool(found(changed(random.Random(s)))[0]), quick(changed(random.Random(s)))[1]) for s in range(40)}
    assert kinds == {(False, False), (False, True), (True, False), (True, True)}
