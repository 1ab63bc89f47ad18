"""What the roadmap says, and what it does not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from aiplan.core.schedule import schedule_plan
from aiplan.errors import UnknownAddress
from aiplan.export import facts
from aiplan.export.markdown import NO_BASELINE, roadmap_markdown
from aiplan.export.regions import ROADMAP, region_body, replace_region
from aiplan.export.words import words
from helpers.gfm import Rendered, render
from helpers.plans import plan_of, schedule_of
from helpers.roadmaps import TODAY, roadmap_of, sample_plan

TWO_MILESTONES = """
    [milestones.a]
    title = "First"
    deadline = 2026-03-17
    [tasks.x]
    title = "Work"
    milestone = "a"
    duration = "4d"
    [milestones.b]
    title = "Second"
    depends_on = ["a"]
    [baselines.old]
    taken = 2026-01-05
    [baselines.old.finish]
    a = 2026-03-13
    [baselines.new]
    taken = 2026-02-02
    [baselines.new.finish]
    a = 2026-03-20
    b = 2026-03-18
"""


def shown(text: str, *, baseline: str | None = None) -> Rendered:
    return render(roadmap_of(plan_of(text), baseline=baseline))


def table_under(page: Rendered, head: str) -> list[list[str]]:
    return next(rows for rows in page.tables if rows[0][0] == head)


def column(rows: list[list[str]], name: str) -> list[str]:
    place = rows[0].index(name)
    return [row[place] for row in rows[1:]]


@dataclass(frozen=True)
class OneRange:
    percentiles: Mapping[int, dt.date]


@dataclass(frozen=True)
class FixedForecast:
    runs: int = 10_000
    seed: int = 7
    known: Mapping[str, OneRange] = field(default_factory=dict)

    def __contains__(self, key: object) -> bool:
        return key in self.known

    def __getitem__(self, key: str) -> OneRange:
        return self.known[key]

    def percentile(self, level: int) -> dt.date:
        return dt.date(2026, 4, level // 10)


def test_the_roadmap_is_one_region_that_files_can_hold() -> None:
    roadmap = roadmap_of(plan_of(TWO_MILESTONES))
    held = f"# Ours\n\n{roadmap}\nand below\n"
    assert replace_region(held, ROADMAP, roadmap) == held
    assert region_body(roadmap, ROADMAP) is not None
    assert roadmap.endswith("<!-- aiplan:end roadmap -->\n")
    assert render(roadmap).comments[0].startswith("<!-- aiplan:begin roadmap -->")


def test_an_empty_plan_has_a_roadmap_without_sections_about_nothing() -> None:
    page = shown("")
    assert [text for _, text in page.headings] == ["Test: roadmap", "Legend"]
    assert page.items[0] == "Finish: no date"
    assert page.tables == []
    assert page.fences == []


def test_the_latest_baseline_is_compared_unless_another_or_none_is_named() -> None:
    assert column(table_under(shown(TWO_MILESTONES), "Milestone"), "Slip") == ["-1", "+1"]
    assert column(table_under(shown(TWO_MILESTONES, baseline="old"), "Milestone"), "Slip") == ["+4"]
    assert "Slip" not in [cell for rows in shown(TWO_MILESTONES, baseline=NO_BASELINE).tables for cell in rows[0]]
    with pytest.raises(UnknownAddress) as caught:
        shown(TWO_MILESTONES, baseline="kickoff")
    assert caught.value.address == "baselines.kickoff"
    assert caught.value.hint == "it has old, new"


def test_a_missed_deadline_heads_what_needs_a_decision() -> None:
    page = shown(TWO_MILESTONES)
    assert "First is forecast for 19 Mar 2026, 2 working days late: its deadline is 17 Mar 2026" in page.items
    assert "Deadlines: First, 19 Mar 2026 (deadline 17 Mar 2026, 2 working days late)" in page.items


def test_a_deadline_on_a_day_off_counts_from_the_working_day_before() -> None:
    page = shown('[milestones.m]\ntitle = "M"\ndeadline = 2026-03-15\n[tasks.t]\ntitle = "t"\nmilestone = "m"')
    assert "M is forecast for 16 Mar 2026, 1 working day late: its deadline is 15 Mar 2026" in page.items


def test_gates_are_never_guessed() -> None:
    page = shown("""
        [metrics.q]
        title = "Quality"
        better = "higher"
        unit = "ratio"
        proportion = true
        target = 0.8
        readings = [{ on = 2026-03-01, n = 50, k = 43 }]
        [metrics.f1]
        title = "F1"
        better = "higher"
        unit = "score"
        readings = [{ on = 2026-03-01, value = 0.9 }]
        [metrics.unread]
        title = "Unread"
        better = "lower"
        target = 3
        [milestones.m]
        title = "M"
        gates = ["q", "f1 >= 0.85", "unread", "unknown >= 1", "f1", "q >= 0.86", "q >= 0.95"]
        [decisions.w]
        title = "Let it pass"
        on = 2026-03-10
        waives = ["m: q >= 0.95"]
    """)
    assert column(table_under(page, "Milestone"), "Gates")[0].split("\n") == [
        "q >= 0.8 not decided yet (86 % of 50 cases, 171 cases would settle it)",
        "f1 >= 0.85 passed (0.9)",
        "unread <= 3 not decided yet (nothing measured)",
        "unknown >= 1 not decided yet (the metric is not in the plan)",
        "f1 not decided yet (no bar is given)",
        "q >= 0.86 not decided yet (86 % of 50 cases, no sample settles a rate equal to the bar)",
        "q >= 0.95 waived (86 % of 50 cases)",
    ]


def test_readings_and_decisions_after_the_data_date_are_not_known() -> None:
    page = shown("""
        [metrics.q]
        title = "Quality"
        better = "higher"
        target = 1
        readings = [{ on = 2026-03-17, value = 5 }]
        [goals.g]
        title = "Goal"
        metric = "q"
        [decisions.d]
        title = "Tomorrow"
        on = 2026-03-17
    """)
    assert column(table_under(page, "Goal"), "Now") == ["not measured"]
    assert "Decided" not in [text for _, text in page.headings]


def test_milestones_stand_by_stage_with_their_state() -> None:
    page = shown("""
        [milestones.z]
        title = "Ship"
        stage = "launch"
        goals = ["g"]
        [milestones.y]
        title = "No stage"
        [milestones.x]
        title = "Framed"
        stage = "problem"
        gates = ["missing"]
        [tasks.t]
        title = "t"
        milestone = "x"
        finished = 2026-03-02
        [milestones.gone]
        title = "Gone"
        status = "dropped"
        [goals.g]
        title = "g"
        [assessments.a]
        title = "A"
        goal = "g"
        gates.prohibited_use = "fail"
    """)
    rows = table_under(page, "Stage")
    assert column(rows, "Stage") == ["Problem", "Launch", "Other"]
    assert column(rows, "State") == ["reached, gate open", "planned, blocked", "planned"]
    assert "Ship is blocked: the stop gate prohibited_use of A fails" in page.items


def test_now_next_later_follow_the_start_and_long_lists_are_counted() -> None:
    many = "\n".join(f'[tasks.t{i}]\ntitle = "Task {i}"\nnot_before = 2026-09-01' for i in range(23))
    page = shown(f"""
[tasks.running]
title = "Running"
started = 2026-03-02
duration = "100d"
[tasks.soon]
title = "Soon"
not_before = 2026-03-27
[tasks.near]
title = "Near"
not_before = 2026-03-30
[tasks.far]
title = "Far"
not_before = 2026-05-11
{many}
""")
    at = [text for _, text in page.headings]
    assert at[1:5] == ["Now / Next / Later", "Now", "Next", "Later"]
    works = [item.split(" · ")[0] for item in page.items if " · " in item or item.startswith("and ")]
    assert works[:5] == ["Running", "Soon", "Near", "Far", "Task 0"]
    assert works[-1] == "and 4 more"
    assert [a.id for a in facts.waves(schedule_of("")).now] == []


def test_work_without_dates_is_named() -> None:
    page = shown('[tasks.a]\ntitle = "A"\ndepends_on = ["b"]\n[tasks.b]\ntitle = "B"\ndepends_on = ["a"]')
    assert "No dates for a, b: their links form a cycle" in page.items
    assert "A · no date" in page.items


def test_a_spent_experiment_asks_for_its_fallback() -> None:
    page = shown("""
        [experiments.e]
        title = "Try"
        hypothesis = "h"
        criteria = ["q >= 1"]
        duration = "2d"
        fallback = { title = "Show three", duration = "3d" }
        attempts = [{ started = 2026-03-02, finished = 2026-03-03, result = "missed" }]
    """)
    assert "Try has used up its attempts; next is its fallback: Show three" in page.items
    rows = table_under(page, "Experiment")
    assert column(rows, "State") == ["attempts used up"]
    assert column(rows, "Attempts") == ["1 missed; 1 allowed"]


def test_ranged_dates_are_shown_where_there_are_some() -> None:
    plan = plan_of(TWO_MILESTONES)
    assert "P80" not in roadmap_of(plan)
    forecast = FixedForecast(known={"a": OneRange({50: dt.date(2026, 3, 20), 80: dt.date(2026, 3, 27)})})
    page = render(roadmap_of(plan, forecast=forecast))
    rows = next(rows for rows in page.tables if "P50" in rows[0])
    assert rows[0][3:5] == ["P50", "P80"]
    assert rows[1][3:5] == ["20 Mar 2026", "27 Mar 2026"]
    assert rows[2][3:5] == ["", ""]
    assert page.items[1] == (
        "Forecast: finish by 5 Apr 2026 with 50 % probability, by 8 Apr 2026 with 80 % "
        "(10,000 simulated projects, seed 7)"
    )
    assert "P50, P80: date not exceeded with that probability." in page.items


def test_the_basis_in_force_is_printed() -> None:
    for basis, said in words("en").basis.items():
        page = shown(f'[project]\nname = "T"\nstart = 2026-03-02\nexperiment_basis = "{basis}"')
        assert f"Experiments: {said}" in page.items


def test_every_language_says_everything() -> None:
    english, chinese = words("en"), words("zh")
    for name in english.__slots__:
        ours, theirs = getattr(english, name), getattr(chinese, name)
        if isinstance(ours, Mapping):
            assert ours.keys() == theirs.keys(), name
            pairs = [(ours[key], theirs[key]) for key in ours]
        else:
            pairs = list(zip(ours, theirs, strict=True)) if isinstance(ours, tuple) else [(ours, theirs)]
        for one, other in pairs:
            assert bool(one) == bool(other), name
            assert sorted(fields(one)) == sorted(fields(other)), name
    with pytest.raises(ValueError, match="en or zh"):
        words("fr")


def fields(text: str) -> set[str]:
    return {part.split("}")[0].split(":")[0] for part in text.split("{")[1:]}


def test_the_schedule_decides_the_data_date() -> None:
    plan = sample_plan()
    later = schedule_plan(plan, today=TODAY, as_of=dt.date(2026, 3, 5))
    assert later.as_of == dt.date(2026, 3, 5)
    page = render(roadmap_markdown(plan, later))
    assert "Data date: 5 Mar 2026; what happened before it is recorded, what follows is forecast" in page.items
    assert not any("6 Mar 2026" in item and "Retry" in item for item in page.items)


@pytest.mark.parametrize(("currency", "written"), [("CNY", "0.07 CNY"), ("", "0.07")])
def test_money_is_written_in_the_currency_of_the_project(currency: str, written: str) -> None:
    page = shown(
        f"""
        [project]
        name = "P"
        start = 2026-03-02
        currency = "{currency}"
        [metrics.cost]
        title = "Cost"
        better = "lower"
        unit = "currency"
        target = 0.07
        [goals.cheap]
        title = "Cheap"
        metric = "cost"
        """
    )
    assert column(table_under(page, "Goal"), "Target") == [written]
