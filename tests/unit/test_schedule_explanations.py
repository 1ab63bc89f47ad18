"""What drives each date, the paths that follow from it, and the JSON that carries it all."""

from __future__ import annotations

import json
from typing import Any

import pytest

from aiplan.core.schedule import Schedule
from helpers.oracle import early, schedule


def driver(plan: Schedule, key: str) -> dict[str, Any]:
    driven_by = plan[key].driven_by
    assert driven_by is not None
    return driven_by.as_json()


# ---------------------------------------------------------------------------------------------------- drivers


def test_each_kind_of_driver() -> None:
    plan = schedule("""
        project = { start = 2026-01-05, as_of = 2026-01-02 }
        tasks.first.duration = "2d"
        tasks.next.depends_on = ["first SS+3d"]
        tasks.lead.depends_on = ["first FS-1d"]
        tasks.held.not_before = 2026-01-08
        tasks.promised.external = { promised = 2026-01-09 }
        tasks.past.finished = 2026-01-01
        milestones.ready = { depends_on = ["first"] }
        tasks.inside = { milestone = "ready", duration = "3d" }
    """)
    assert driver(plan, "first") == {"kind": "project_start"}
    assert driver(plan, "next") == {"kind": "dependency", "id": "first", "type": "SS", "lag": 3}
    assert driver(plan, "lead") == {"kind": "dependency", "id": "first", "type": "FS", "lag": -1}
    assert driver(plan, "held") == {"kind": "not_before"}
    assert driver(plan, "promised") == {"kind": "external"}
    assert driver(plan, "past") == {"kind": "actual"}
    assert driver(plan, "inside") == {"kind": "milestone", "id": "ready"}
    assert driver(plan, "ready") == {"kind": "member", "id": "inside"}


def test_what_remains_of_active_work_is_driven_by_the_data_date_or_by_what_it_waits_for() -> None:
    plan = schedule("""
        project.as_of = 2026-01-14
        tasks.a = { started = 2026-01-08, remaining = "3d" }
        tasks.b = { started = 2026-01-08, remaining = "1d", depends_on = ["a"] }
        tasks.c = { duration = "2d" }
    """)
    assert [driver(plan, key)["kind"] for key in "abc"] == ["as_of", "dependency", "as_of"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('tasks.x = { depends_on = ["w"], not_before = 2026-01-08 }', "dependency"),
        ('tasks.x = { depends_on = ["v"], not_before = 2026-01-12 }', "dependency"),
        ('tasks.x = { depends_on = ["w"], milestone = "m" }', "dependency"),
        ('tasks.x = { not_before = 2026-01-08, milestone = "m" }', "milestone"),
        ("milestones.x = { external = { promised = 2026-01-07 } }\ntasks.in = { milestone = 'x', duration = '3d' }",
         "member"),
        ("tasks.x = { external = { promised = 2026-01-07 }, duration = '3d' }", "external"),
        ("tasks.x.not_before = 2026-01-05", "not_before"),
        ("tasks.x = {}", "as_of"),
    ],
)  # fmt: skip
def test_of_equal_bounds_the_stronger_kind_is_named(text: str, expected: str) -> None:
    plan = schedule(f"""
        tasks.w.duration = "3d"
        tasks.v.duration = "5d"
        milestones.m.depends_on = ["w"]
        {text}
    """)
    assert driver(plan, "x")["kind"] == expected


def test_of_equal_links_the_one_with_less_float_then_the_smaller_id_is_named() -> None:
    plan = schedule("""
        tasks.a.duration = "3d"
        tasks.z.duration = "3d"
        tasks.x.depends_on = ["z", "a"]
        tasks.due.depends_on = ["z"]
        tasks.due.deadline = 2026-01-07
        tasks."乙".duration = "3d"
        tasks.Z.duration = "3d"
        tasks.y.depends_on = ["乙", "Z", "a"]
    """)
    assert (driver(plan, "x")["id"], driver(plan, "y")["id"]) == ("z", "Z")


def test_the_latest_instant_wins_before_snapping() -> None:
    plan = schedule("""
        calendars.all.workweek = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        teams.all.calendar = "all"
        tasks.friday.duration = "5d"
        tasks.saturday = { duration = "6d", team = "all" }
        tasks.x.depends_on = ["friday", "saturday"]
    """)
    assert early(plan, "x") == "01-12..01-12"
    assert driver(plan, "x")["id"] == "saturday"


# ---------------------------------------------------------------------------------------------------- paths


def test_the_driving_path_runs_from_the_project_start_in_time_order() -> None:
    plan = schedule("""
        project.as_of = 2026-01-02
        tasks.c = { depends_on = ["b"] }
        tasks.b = { duration = "3d", depends_on = ["a"] }
        tasks.a = { duration = "2d" }
        tasks.held = { not_before = 2026-01-08 }
        tasks.after = { depends_on = ["held", "a"] }
    """)
    steps = [(s.id, s.driven_by.kind if s.driven_by else None) for s in plan.driving_path("c")]
    assert steps == [("a", "project_start"), ("b", "dependency"), ("c", "dependency")]
    assert [s.id for s in plan.driving_path("after")] == ["held", "after"]
    assert [s.start for s in plan.driving_path("c")] == [plan[key].early_start for key in "abc"]
    assert plan.critical_path == ("a", "b", "c")


def test_the_driving_path_goes_through_members_and_their_milestone() -> None:
    plan = schedule("""
        tasks.before.duration = "2d"
        milestones.ready.depends_on = ["before"]
        tasks.in = { milestone = "ready", duration = "3d" }
        tasks.short.milestone = "ready"
        tasks.after.depends_on = ["ready"]
    """)
    path = [s.id for s in plan.driving_path("after")]
    assert path[0] == "before"
    assert path[-3:] == ["in", "ready", "after"]
    assert "short" not in path


def test_the_critical_path_leads_to_the_smallest_id_of_those_that_end_the_project_and_leaves_out_done_work() -> None:
    plan = schedule("""
        project.as_of = 2026-01-14
        tasks.past.finished = 2026-01-13
        tasks.b = { duration = "5d", depends_on = ["past +1d"] }
        tasks.z.depends_on = ["b"]
        tasks.y.depends_on = ["b"]
    """)
    assert plan.critical_path == ("b", "y")
    assert [s.id for s in plan.driving_path("y")] == ["past", "b", "y"]


def test_work_behind_a_deadline_that_cannot_be_met_is_critical_but_not_on_the_critical_path() -> None:
    plan = schedule("""
        tasks.due = { duration = "3d", deadline = 2026-01-06 }
        tasks.end.duration = "9d"
    """)
    assert (plan["due"].critical, plan.critical_path) == (True, ("end",))


# ---------------------------------------------------------------------------------------------------- JSON

ACTIVITY_KEYS = [
    "id", "kind", "title", "status", "milestone", "team", "duration", "remaining", "early_start", "early_finish",
    "late_start", "late_finish", "total_float", "free_float", "critical", "deadline", "incomplete", "driven_by",
]  # fmt: skip


def test_the_json_contract() -> None:
    plan = schedule("""
        project = { name = "PlantLens 植识", as_of = 2026-01-14 }
        teams.data.title = "Data"
        [tasks.label]
        title = "Label"
        team = "data"
        milestone = "ready"
        started = 2026-01-12
        duration = "4d"
        deadline = 2026-01-15
        [milestones.ready]
        title = "Ready"
        [tasks.loop]
        depends_on = ["loop2"]
        [tasks.loop2]
        depends_on = ["loop"]
    """)
    out = plan.as_json()
    assert list(out) == ["schema_version", "project", "activities", "critical_path", "findings"]
    assert out["schema_version"] == 1
    assert out["project"] == {
        "name": "PlantLens 植识", "start": "2026-01-05", "as_of": "2026-01-14", "finish": "2026-01-15",
        "experiment_basis": "expected",
    }  # fmt: skip
    assert list(out["project"]) == ["name", "start", "as_of", "finish", "experiment_basis"]
    assert [list(activity) for activity in out["activities"]] == [ACTIVITY_KEYS] * 4
    assert [activity["id"] for activity in out["activities"]] == ["label", "loop", "loop2", "ready"]
    assert out["activities"][0] == {
        "id": "label", "kind": "task", "title": "Label", "status": "active", "milestone": "ready", "team": "data",
        "duration": 4, "remaining": 2, "early_start": "2026-01-12", "early_finish": "2026-01-15",
        "late_start": "2026-01-12", "late_finish": "2026-01-15", "total_float": 0, "free_float": 0, "critical": True,
        "deadline": "2026-01-15", "incomplete": False, "driven_by": {"kind": "as_of"},
    }  # fmt: skip
    assert out["activities"][1]["early_start"] is None
    assert out["critical_path"] == ["label"]  # of two that end the project, the smaller id
    (finding,) = out["findings"]
    assert list(finding)[:5] == ["code", "severity", "message", "address", "line"]
    assert (finding["code"], finding["severity"], finding["address"]) == ("AIP103", "error", "tasks.loop.depends_on")
    assert json.loads(json.dumps(out)) == out


def test_same_input_same_bytes() -> None:
    text = "\n".join(f"[tasks.t{i}]\ndepends_on = [{', '.join(repr(f't{j}') for j in range(i))}]" for i in range(8))
    once, again = (json.dumps(schedule(text).as_json(), ensure_ascii=False) for _ in range(2))
    assert once == again
