"""What rules say in cases that one fixture does not show, and where they keep silent."""

from __future__ import annotations

import datetime as dt

import pytest

from aiplan.core.checks import run_checks
from aiplan.core.checks.comparison import run_comparison
from aiplan.core.checks.runner import last_recorded_day
from aiplan.model.finding import Finding
from helpers.chinese import findings_left_in_english
from helpers.plans import plan_of, schedule_of

AS_OF = dt.date(2026, 3, 16)


def findings(text: str, *codes: str, today: dt.date = AS_OF, pinned: bool | None = None) -> list[Finding]:
    schedule = schedule_of(text, today=today)
    found = run_checks(schedule.plan, schedule, pinned=pinned)
    assert findings_left_in_english(found) == []
    return [f for f in found if not codes or f.code in codes]


def addresses(text: str, *codes: str) -> list[str]:
    return [f.address for f in findings(text, *codes)]


METRIC = """
    [metrics.m]
    title = "M"
    better = "higher"
    unit = "ratio"
    proportion = true
    target = 0.8
"""

# ---------------------------------------------------------------- references


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ('[tasks.a]\ntitle = "A"\nmilestone = "nope"', "tasks.a.milestone"),
        ('[tasks.a]\ntitle = "A"\ngoals = ["nope"]', "tasks.a.goals[0]"),
        ('[tasks.a]\ntitle = "A"\nteam = "nope"', "tasks.a.team"),
        ('[tasks.a]\ntitle = "A"\nuses = { nope = 1 }', "tasks.a.uses.nope"),
        ('[tasks.a]\ntitle = "A"\ndepends_on = ["b SS+1d", "nope"]\n[tasks.b]\ntitle = "B"', "tasks.a.depends_on[1]"),
        ('[milestones.a]\ntitle = "A"\ngates = ["min(nope) >= 1"]', "milestones.a.gates[0]"),
        ('[milestones.a]\ntitle = "A"\nneeds_verdict = { nope = "go" }', "milestones.a.needs_verdict.nope"),
        ('[experiments.a]\ntitle = "A"\ncriteria = ["nope[x] <= 1"]', "experiments.a.criteria[0]"),
        ('[experiments.a]\ntitle = "A"\neval_set = "nope"', "experiments.a.eval_set"),
        ('[rollout.a]\ntitle = "A"\nentry_gates = ["nope"]', "rollout.a.entry_gates[0]"),
        ('[rollout.a]\ntitle = "A"\nexit_gates = ["nope"]', "rollout.a.exit_gates[0]"),
        ('[goals.a]\ntitle = "A"\nsupports = "nope"', "goals.a.supports"),
        ('[goals.a]\ntitle = "A"\nmetric = "nope"', "goals.a.metric"),
        ('[teams.a]\ncalendar = "nope"', "teams.a.calendar"),
        ('[insights.a]\nsaid = "A"\nanswers = ["nope"]', "insights.a.answers[0]"),
        ('[decisions.a]\ntitle = "A"\naffects = ["nope"]', "decisions.a.affects[0]"),
        ('[decisions.a]\ntitle = "A"\nwaives = ["nope: m"]\n' + METRIC.replace("    ", ""), "decisions.a.waives[0]"),
        ('[assessments.a]\ntitle = "A"\ngoal = "nope"', "assessments.a.goal"),
        ('[assessments.a]\ntitle = "A"\ndatasets = ["nope"]', "assessments.a.datasets[0]"),
        ('[assessments.a]\ntitle = "A"\nrisks = ["nope"]', "assessments.a.risks[0]"),
        ('[assessments.a]\ntitle = "A"\nbaseline = { metric = "nope" }', "assessments.a.baseline.metric"),
        (
            '[risks.a]\ntitle = "A"\nschedule = { probability = 0.1, impact = "1d", on = ["nope"] }',
            "risks.a.schedule.on[0]",
        ),
        ('[monitors.a]\nmetric = "nope"', "monitors.a.metric"),
        ('[scenarios.a.set]\n"tasks.nope.duration" = "2d"', 'scenarios.a.set."tasks.nope.duration"'),
    ],
)
def test_every_kind_of_reference_is_followed(text: str, address: str) -> None:
    assert addresses(text, "AIP102") == [address]


def test_what_may_name_things_that_are_gone_is_left_alone() -> None:
    text = (
        METRIC
        + """
    readings = [{ on = 2026-03-06, value = 0.9, from = "gpt-9" }]
    [baselines.kickoff.finish]
    gone = 2026-03-02
    """
    )
    assert addresses(text, "AIP102") == []


def test_a_near_miss_is_offered() -> None:
    (found,) = findings('[tasks.a]\ntitle = "A"\ndepends_on = ["lable"]\n[tasks.label]\ntitle = "L"', "AIP102")
    assert found.hint == "did you mean label?"
    assert "tasks.a" in found.message


def test_something_else_of_that_name_is_said() -> None:
    (found,) = findings('[tasks.a]\ntitle = "A"\nmilestone = "b"\n[tasks.b]\ntitle = "B"', "AIP102")
    assert found.message == "tasks.a names the milestone b, and there is none"
    assert found.hint == "tasks.b is something else"


def test_ten_thousand_unknown_ids_take_no_time() -> None:
    links = ", ".join(f'"gone-{i}x"' for i in range(10_000))
    found = findings(f'[tasks.a]\ntitle = "A"\ndepends_on = [{links}]', "AIP102")
    assert len(found) == 10_000


@pytest.mark.parametrize("name", ["t12", "task-3", "Task_3", "7", "任务3", "item9"])
def test_numbered_ids(name: str) -> None:
    assert addresses(f'[tasks."{name}"]\ntitle = "A"', "AIP107")


@pytest.mark.parametrize("name", ["cnn-v1", "label-10k", "beta2", "q3-review", "tt1", "gpt-4"])
def test_ids_that_say_something(name: str) -> None:
    assert addresses(f"[tasks.{name}]\ntitle = 'A'", "AIP107") == []


def test_a_circle_of_goals_is_told_once() -> None:
    goals = "".join(f'[goals.{a}]\ntitle = "{a}"\nsupports = "{b}"\n' for a, b in ("xa", "ab", "bc", "ca", "dd"))
    assert [f.message for f in findings(goals, "AIP110")] == [
        "goals support each other in a circle: a → b → c → a",
        "goals support each other in a circle: d → d",
    ]


# ---------------------------------------------------------------- dates


UNPINNED = """
    [project]
    name = "P"
    start = 2026-01-05
    [milestones.ready]
    title = "R"
    [tasks.a]
    title = "A"
    milestone = "ready"
    duration = "10d"
    deadline = {deadline}
"""


def test_an_unpinned_plan_does_not_turn_red_overnight() -> None:
    text = "format = 1\n" + UNPINNED.format(deadline="2026-02-02")
    for today in (dt.date(2026, 1, 5), dt.date(2026, 2, 2), dt.date(2027, 1, 1)):
        assert findings(text, today=today) == []
    assert findings(text, "AIP201", today=dt.date(2026, 2, 2), pinned=True)


def test_a_deadline_that_was_never_possible_is_told_on_any_day() -> None:
    text = "format = 1\n" + UNPINNED.format(deadline="2026-01-09")
    told = {str(findings(text, "AIP201", today=day)) for day in (dt.date(2026, 1, 5), dt.date(2026, 9, 1))}
    assert len(told) == 1
    assert "5 working days after its deadline" in told.pop()


def test_the_last_recorded_day_looks_into_attempts() -> None:
    plan = plan_of("""
        [experiments.e]
        title = "E"
        attempts = [{ started = 2026-02-02, finished = 2026-02-10, result = "missed" }]
        fallback = { title = "F", started = 2026-02-11 }
    """)
    assert last_recorded_day(plan) == dt.date(2026, 2, 12)
    assert last_recorded_day(plan_of("")) == dt.date(2026, 1, 5)


def linked(link: str, predecessor: str, successor: str) -> list[str]:
    text = f"""
        [milestones.ready]
        title = "R"
        [tasks.first]
        title = "F"
        milestone = "ready"
        duration = "5d"
        {predecessor}
        [tasks.then]
        title = "T"
        milestone = "ready"
        duration = "5d"
        depends_on = ["first {link}"]
        {successor}
    """
    return sorted({f.code for f in findings(text, "AIP202", "AIP220")})


DONE = "started = 2026-02-09\nfinished = 2026-02-13"
ACTIVE = "started = 2026-03-11"


@pytest.mark.parametrize(
    ("link", "predecessor", "successor", "codes"),
    [
        ("FS", "", DONE, ["AIP202"]),
        ("FS", ACTIVE, DONE, ["AIP202"]),
        ("FS-2d", ACTIVE, DONE, []),
        ("FF", ACTIVE, DONE, ["AIP202"]),
        ("FF", "started = 2026-02-02\nfinished = 2026-02-20", DONE, ["AIP202"]),
        ("FF", "started = 2026-02-02\nfinished = 2026-02-13", DONE, []),
        ("SS", ACTIVE, DONE, ["AIP220"]),
        ("SS", "", DONE, ["AIP202"]),
        ("SF", ACTIVE, DONE, []),
        ("SF", "", DONE, ["AIP202"]),
        ("FS", 'status = "dropped"', DONE, []),
        ("FS", "started = 2026-02-02\nfinished = 2026-02-06", DONE, []),
        ("FS", "started = 2026-02-02\nfinished = 2026-02-10", DONE, ["AIP220"]),
        ("FS", "started = 2026-02-02\nfinished = 2026-02-09", DONE, []),
        ("FS", "", ACTIVE, ["AIP220"]),
        ("SS", "", ACTIVE, ["AIP220"]),
        ("FF", "", ACTIVE, []),
        ("FS", "", "", []),
    ],
)
def test_the_record_against_the_links(link: str, predecessor: str, successor: str, codes: list[str]) -> None:
    assert linked(link, predecessor, successor) == codes


def test_a_milestone_before_finished_work_counts_by_its_members() -> None:
    text = """
        [milestones.data]
        title = "D"
        [tasks.collect]
        title = "C"
        milestone = "data"
        duration = "5d"
        started = 2026-02-02
        finished = 2026-02-06
        [milestones.model]
        title = "M"
        depends_on = ["data"]
        [tasks.train]
        title = "T"
        milestone = "model"
        depends_on = ["data"]
        duration = "5d"
        started = 2026-02-09
        finished = 2026-02-13
    """
    assert addresses(text, "AIP202", "AIP220") == []
    assert addresses(text.replace("started = 2026-02-02\n        finished = 2026-02-06", ""), "AIP202", "AIP220")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ('status = "active"', "AIP217"),
        ('status = "active"\nstarted = 2026-03-11', None),
        ('status = "active"\nstarted = 2026-03-02\nfinished = 2026-03-06', "AIP217"),
        ('status = "done"\nstarted = 2026-03-02\nfinished = 2026-03-06', None),
        ('status = "dropped"\nstarted = 2026-03-02', None),
        ('status = "dropped"\nfinished = 2026-03-06', "AIP217"),
        ('status = "planned"\nfinished = 2026-03-06', "AIP217"),
        ('status = "done"', "AIP203"),
        ("started = 2026-03-16", None),
        ("started = 2026-03-17", "AIP204"),
        ("started = 2026-03-02\nfinished = 2026-03-16", "AIP204"),
        ("started = 2026-03-02\nfinished = 2026-03-13", None),
        ("started = 2026-03-02", "AIP205"),
        ('started = 2026-03-02\nremaining = "2d"', None),
        ("external = { promised = 2026-04-01 }", "AIP216"),
        ("external = { promised = 2026-04-01, confirmed_on = 2026-03-02 }", None),
        ("external = { promised = 2026-04-01, confirmed_on = 2026-03-01 }", "AIP216"),
        ("external = { promised = 2026-03-16, confirmed_on = 2026-03-10 }", None),
        ("external = { promised = 2026-03-13, confirmed_on = 2026-03-13 }", "AIP215"),
        ("started = 2026-03-02\nfinished = 2026-03-06\nexternal = { promised = 2026-03-05 }", None),
        ("external = { promised = 2026-04-10, confirmed_on = 2026-03-13 }\ndeadline = 2026-04-01", "AIP219"),
    ],
)
def test_one_task_with_dates(fields: str, code: str | None) -> None:
    text = f'[milestones.ready]\ntitle = "R"\n[tasks.a]\ntitle = "A"\nmilestone = "ready"\nduration = "5d"\n{fields}'
    assert [f.code for f in findings(text)] == ([code] if code else [])


def test_a_late_milestone_on_a_weekend_deadline_is_counted_in_working_days() -> None:
    text = """
        [milestones.ready]
        title = "R"
        deadline = 2026-03-21
        [tasks.a]
        title = "A"
        milestone = "ready"
        duration = "6d"
    """
    assert "1 working day after its deadline" in findings(text, "AIP201")[0].message
    assert findings(text.replace("6d", "5d"), "AIP201") == []


# ---------------------------------------------------------------- gates and metrics


def test_an_inconclusive_gate_is_told_once_and_names_where_else() -> None:
    text = (
        METRIC
        + """
    readings = [{ on = 2026-03-06, value = 0.86, n = 50 }]
    [milestones.a]
    title = "A"
    gates = ["m >= 0.8"]
    [tasks.x]
    title = "X"
    milestone = "a"
    duration = "5d"
    [milestones.b]
    title = "B"
    depends_on = ["a"]
    gates = ["m"]
    """
    )
    (found,) = findings(text, "AIP309")
    assert found.address == "milestones.a.gates[0]"
    assert "(a gate of b too)" in found.message
    assert "171 cases" in found.message


@pytest.mark.parametrize(
    ("reading", "wrong"),
    [
        ("value = nan", True),
        ("value = -inf", True),
        ("value = 1.01", True),
        ("k = 6, n = 5", True),
        ("k = 5", True),
        ("n = 5", True),
        ("n = 0, k = 0", True),
        ("value = 0.5, k = 43, n = 50", True),
        ("value = 0.86, k = 43, n = 50", False),
        ("k = 43, n = 50", False),
        ("value = 1.0", False),
        ("value = 0.0, n = 10", False),
    ],
)
def test_readings_of_a_ratio(reading: str, wrong: bool) -> None:
    found = findings(METRIC + f"readings = [{{ on = 2026-03-06, {reading} }}]", "AIP313")
    assert bool(found) == wrong


def test_a_gate_in_percent_is_a_ratio() -> None:
    gated = METRIC + '[milestones.a]\ntitle = "A"\ngates = ["m >= {bar}"]'
    assert addresses(gated.replace("{bar}", "90 %"), "AIP317") == []
    (found,) = findings(gated.replace("{bar}", "90"), "AIP317")
    assert found.hint == "write 0.9?"


def test_waived_gates_are_not_told() -> None:
    text = (
        METRIC
        + """
    readings = [{{ on = 2026-02-06, value = 0.5, n = 500 }}]
    [milestones.a]
    title = "A"
    gates = ["m"]
    [tasks.x]
    title = "X"
    milestone = "a"
    duration = "5d"
    started = 2026-02-02
    finished = 2026-02-06
    [decisions.go]
    on = 2026-03-02
    title = "Go"
    why = "w"
    waives = [{waiver}]
    """
    )
    assert addresses(text.format(waiver=""), "AIP311") == ["milestones.a.gates[0]"]
    assert addresses(text.format(waiver='"a: m"'), "AIP311", "AIP352") == []
    assert addresses(text.format(waiver='"a: m >= 0.7"'), "AIP352") == ["decisions.go.waives[0]"]
    assert addresses(text.format(waiver='"m"'), "AIP352") == ["decisions.go.waives[0]"]
    assert addresses(text.format(waiver='"x: m"'), "AIP102") == ["decisions.go.waives[0]"]


def test_a_floor_is_crossed_by_a_segment() -> None:
    text = (
        METRIC
        + """
    floor = 0.7
    readings = [
      { on = 2026-03-06, value = 0.9, n = 500 },
      { on = 2026-03-06, value = 0.9, n = 500, segment = "rose" },
      { on = 2026-03-06, value = 0.3, n = 500, segment = "lily" },
    ]
    """
    )
    assert addresses(text, "AIP348") == ["metrics.m.readings[2]"]


def test_goals_want_a_baseline_and_other_metrics_a_bar() -> None:
    assert addresses(METRIC, "AIP402") == []
    assert addresses(METRIC + '[goals.g]\ntitle = "G"\nmetric = "m"', "AIP402") == ["metrics.m"]
    bare = '[metrics.d]\ntitle = "D"\nbetter = "lower"\n'
    assert addresses(bare, "AIP402") == ["metrics.d"]
    assert addresses(bare + '[monitors.w]\nmetric = "d"\nact = 0.25', "AIP402") == []


# ---------------------------------------------------------------- the comparison with an earlier revision


def moved(old: str, new: str, *, more: str = "", target: tuple[float, float] = (0.8, 0.8)) -> list[tuple[str, str]]:
    def text(criteria: str, bar: float, extra: str = "") -> str:
        return f"""
            [metrics.m]
            title = "M"
            better = "higher"
            target = {bar}
            [experiments.e]
            title = "E"
            eval_set = "s"
            attempts = [{{ started = 2026-03-02 }}]
            {criteria}
            {extra}
        """

    base = plan_of(text(old, target[0]))
    found = run_comparison(base, plan_of(text(new, target[1], more)))
    return [(f.severity, f.address) for f in found]


BAR = 'criteria = ["m >= 0.8"]'
PLACE = "experiments.e.criteria[0]"


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        (BAR, BAR, []),
        (BAR, 'criteria = ["m >= 0.80"]', []),
        (BAR, 'criteria = ["m >= 0.7"]', [("error", PLACE)]),
        (BAR, 'criteria = ["m >= 0.9"]', [("warning", PLACE)]),
        (BAR, 'criteria = ["m <= 0.8"]', [("error", PLACE)]),
        (BAR, "criteria = []", [("error", "experiments.e.criteria")]),
        (BAR, 'criteria = ["m"]', []),
        (BAR, 'criteria = ["m >= 0.8", "m[x] >= 0.8"]', [("warning", "experiments.e.criteria[1]")]),
        (BAR, 'criteria = ["m[x] >= 0.8"]', [("error", "experiments.e.criteria"), ("warning", PLACE)]),
    ],
)
def test_bars_after_the_start(old: str, new: str, found: list[tuple[str, str]]) -> None:
    assert moved(old, new) == found


def test_a_target_of_the_metric_is_a_bar_too() -> None:
    assert moved('criteria = ["m"]', 'criteria = ["m"]', target=(0.8, 0.7)) == [("error", PLACE)]
    assert moved('criteria = ["m"]', 'criteria = ["m"]', target=(0.8, 0.9)) == [("warning", PLACE)]
    assert moved(BAR, BAR, target=(0.8, 0.7)) == []


def test_another_evaluation_set() -> None:
    base = plan_of('[experiments.e]\ntitle = "E"\neval_set = "a"\nstarted = 2026-03-02')
    other = plan_of('[experiments.e]\ntitle = "E"\neval_set = "b"\nstarted = 2026-03-02')
    assert [(f.severity, f.address) for f in run_comparison(base, other)] == [("error", "experiments.e.eval_set")]


@pytest.mark.parametrize(("field", "told"), [("criteria", False), ("eval_set", True)])
def test_an_amendment_excuses_what_it_names(field: str, told: bool) -> None:
    more = f'amendments = [{{ on = 2026-03-06, who = "chen", field = "{field}", why = "w" }}]'
    assert bool(moved(BAR, 'criteria = ["m >= 0.7"]', more=more)) == told


def test_before_the_first_attempt_bars_may_move() -> None:
    base = plan_of('[experiments.e]\ntitle = "E"\ncriteria = ["m >= 0.8"]')
    now = plan_of('[experiments.e]\ntitle = "E"\ncriteria = ["m >= 0.7"]\nstarted = 2026-03-02')
    assert run_comparison(base, now) == ()
    assert run_comparison(now, plan_of("")) == ()


# ---------------------------------------------------------------- launch


def rollout(*stages: tuple[str, str, str]) -> str:
    return "".join(
        f'[rollout.{name}]\ntitle = "T"\nphase = "{phase}"\nduration = "5d"\n{more}\n' for name, phase, more in stages
    )


def test_order_may_go_through_other_work_and_milestones() -> None:
    text = rollout(
        ("quiet", "shadow", 'milestone = "tried"'), ("some", "pilot", 'depends_on = ["fix"]'), ("all", "full", "")
    )
    text += '[milestones.tried]\ntitle = "M"\n[tasks.fix]\ntitle = "F"\ndepends_on = ["tried"]\nduration = "5d"\n'
    assert addresses(text, "AIP321") == ["rollout.all"]
    (skipped,) = findings(text, "AIP322")
    assert (skipped.address, skipped.message) == ("rollout.all.phase", "the launch has no limited phase")


def test_a_launch_in_one_step_skips_everything() -> None:
    (skipped,) = findings(rollout(("all", "full", "")), "AIP322")
    assert skipped.message == "the launch has no shadow and no pilot and no limited phase"
