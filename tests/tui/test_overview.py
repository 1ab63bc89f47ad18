"""What the overview says of goals: values with the units that people read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from aiplan.session import Session
from aiplan.tui.desk import Desk
from aiplan.tui.glyphs import UNICODE
from aiplan.tui.overview import overview_lines
from helpers.screens import TODAY, small_plan

PLAN = """\
format = 1
project = {{ name = "Small", start = 2026-03-02, as_of = 2026-03-16, currency = "CNY" }}

[goals.cheap]
title = "Cheap"
metric = "cost"
target = 0.02

[metrics.cost]
title = "Cost"
unit = "{unit}"
readings = [{{ on = 2026-03-10, value = 0.05 }}]
"""


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        ("currency", "Cost 0.05 CNY, wanted 0.02 CNY"),
        ("ratio", "Cost 5 %, wanted 2 %"),
        ("count", "Cost 0.05, wanted 0.02"),
        ("ms", "Cost 0.05 ms, wanted 0.02 ms"),
    ],
)
def test_a_goal_is_said_in_the_unit_of_its_metric(tmp_path: Path, unit: str, said: str) -> None:
    session = Session.open(small_plan(tmp_path, PLAN.format(unit=unit)), today=TODAY)
    state = replace(Desk(session).state, view="overview")
    lines = [line.content.plain.rstrip() for line in overview_lines(state, 118, UNICODE)]
    assert any(line.endswith(said) for line in lines), lines
