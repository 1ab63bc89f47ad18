"""Why a milestone moved: parts that add up exactly."""

from __future__ import annotations

from aiplan.core.attribution import Cause, attribute, attribute_by_path
from aiplan.core.variant import reschedule
from aiplan.model.edits import SetField
from helpers.plans import schedule_of

PLAN = """
format = 1
[project]
name = "Slip"
start = 2026-01-05
as_of = 2026-01-05
[milestones.m]
title = "M"
depends_on = ["c"]
[milestones.n]
title = "N"
depends_on = ["b"]
[tasks.a]
title = "A"
duration = "5d"
[tasks.b]
title = "B"
duration = "3d"
[tasks.c]
title = "C"
duration = "2d"
depends_on = ["a", "b"]
"""


def longer(key: str, days: int) -> Cause:
    return Cause(f"{key}.duration", (SetField(("tasks", key, "duration"), f"{days}d"),))


def test_one_cause_and_the_float_it_met() -> None:
    before = schedule_of(PLAN)
    cause = longer("b", 8)
    after = reschedule(before, cause.edits)
    slips = {s.id: s for s in attribute(before, after, [cause])}
    assert slips["n"].days == 5
    assert slips["m"].days == 3
    assert [(p.label, p.days) for p in slips["m"].parts] == [("b.duration", 3)]
    assert [(a.id, a.days) for a in slips["m"].absorbed] == [("c", 2)]


def test_causes_alone_and_their_interaction_add_up() -> None:
    before = schedule_of(PLAN)
    causes = [longer("a", 7), longer("b", 8)]
    after = reschedule(before, [e for c in causes for e in c.edits])
    (slip,) = attribute(before, after, causes, ids=["m"])
    assert slip.days == 3
    assert [(p.label, p.days) for p in slip.parts] == [("b.duration", 3), ("a.duration", 2)]
    assert slip.interaction == -2
    assert sum(p.days for p in slip.parts) + slip.interaction == slip.days


def test_an_early_finish_pulls_dates_in() -> None:
    before = schedule_of(PLAN)
    cause = longer("a", 2)
    after = reschedule(before, cause.edits)
    (slip,) = attribute(before, after, [cause], ids=["m"])
    assert slip.days == -2
    assert [(p.label, p.days) for p in slip.parts] == [("a.duration", -2)]


def test_path_parts_add_up_to_the_slip_against_a_baseline() -> None:
    before = schedule_of(PLAN)
    then = {key: day for key in before.ids if (day := before[key].early_finish) is not None}
    after = reschedule(before, [*longer("a", 9).edits, *longer("c", 4).edits])
    parts = attribute_by_path(then, after, "m")
    assert [(p.label, p.days) for p in parts] == [("a", 4), ("c", 2)]
