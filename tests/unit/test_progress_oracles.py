"""Rules of the schedule on progress and on experiments, each computed by hand.

The project starts on Monday 5 January 2026 and works Monday to Friday; the data date is Wednesday the 14th unless a
plan says otherwise.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from aiplan.core.experiment import Trials, expected_days
from helpers.oracle import early, floats, late, schedule
from helpers.trials import mean_days, outcomes

DATA_DATE = "project.as_of = 2026-01-14\n"

# ---------------------------------------------------------------------------------------------------- done


def test_done_work_has_its_actual_dates_and_no_float() -> None:
    plan = schedule(
        DATA_DATE
        + """
        tasks.a = { duration = "2d", started = 2026-01-03, finished = 2026-01-09 }
        tasks.b = { duration = "3d", finished = 2026-01-09 }
        tasks.c = { duration = "2d", status = "done" }
        tasks.d = { duration = "2d", status = "done", started = 2026-01-08 }
        tasks.e = { status = "planned", finished = 2026-01-12 }
        tasks.next = { depends_on = ["a +1w"] }
        """
    )
    assert early(plan, "a") == "01-03..01-09"  # actual dates may precede the project start
    assert early(plan, "b") == "01-07..01-09"  # counted back
    assert early(plan, "c") == "01-12..01-13"  # finished on the last working day before the data date
    assert early(plan, "d") == "01-08..01-13"
    assert early(plan, "e") == "01-12..01-12"  # dates win over status
    for key in "abcde":
        row = plan[key]
        assert (row.status, row.critical, floats(plan, key), late(plan, key)) == ("done", False, (None, None), "-..-")
    assert early(plan, "next") == "01-19..01-19"
    assert plan.critical_path == ("next",)


def test_done_work_constrains_nothing_backward() -> None:
    plan = schedule(
        DATA_DATE
        + """
        tasks.late.duration = "2d"
        tasks.done = { finished = 2026-01-09, depends_on = ["late"] }
        tasks.end.duration = "5d"
        """
    )
    assert (early(plan, "late"), late(plan, "late"), floats(plan, "late")) == ("01-14..01-15", "01-19..01-20", (3, 3))


# ---------------------------------------------------------------------------------------------------- active


@pytest.mark.parametrize(
    ("extra", "finish"),
    [
        ('duration = "8d"', "01-20"),  # three days have passed since the 9th
        ('duration = "2d"', "01-14"),  # at least one day
        ('duration = "8d", remaining = "2d"', "01-15"),
        ('duration = "2d", remaining = "1w"', "01-20"),
    ],
)
def test_what_remains_starts_at_the_data_date(extra: str, finish: str) -> None:
    plan = schedule(DATA_DATE + f"tasks.a = {{ started = 2026-01-09, {extra} }}")
    assert early(plan, "a") == f"01-09..{finish}"
    assert (late(plan, "a"), plan["a"].status) == (f"01-09..{finish}", "active")


def test_float_of_active_work_is_that_of_its_finish() -> None:
    plan = schedule(
        DATA_DATE
        + """
        tasks.a = { started = 2026-01-09, duration = "4d" }
        tasks.end.duration = "5d"
        """
    )
    assert (early(plan, "a"), late(plan, "a"), floats(plan, "a")) == ("01-09..01-14", "01-09..01-20", (4, 4))


def test_retained_logic() -> None:
    plan = schedule(
        DATA_DATE
        + """
        tasks.before.duration = "3d"
        tasks.fs = { started = 2026-01-09, remaining = "2d", depends_on = ["before"] }
        tasks.ss = { started = 2026-01-09, remaining = "2d", depends_on = ["before SS+1d"] }
        tasks.ff = { started = 2026-01-09, remaining = "2d", depends_on = ["before FF+1d"] }
        tasks.held = { started = 2026-01-09, remaining = "2d", not_before = 2026-01-30 }
        """
    )
    assert early(plan, "before") == "01-14..01-16"
    assert early(plan, "fs") == "01-09..01-20"
    assert early(plan, "ss") == "01-09..01-16"
    assert early(plan, "ff") == "01-09..01-19"
    assert early(plan, "held") == "01-09..01-15"
    assert (late(plan, "before"), plan["before"].critical) == ("01-14..01-16", True)


def test_planned_work_waits_for_the_data_date() -> None:
    plan = schedule(
        DATA_DATE
        + """
        tasks.a.duration = "2d"
        tasks.b = { duration = "2d", not_before = 2026-01-08 }
        """
    )
    assert (early(plan, "a"), early(plan, "b")) == ("01-14..01-15", "01-14..01-15")


# ---------------------------------------------------------------------------------------------------- milestones


def test_a_milestone_is_reached_with_its_last_member() -> None:
    text = """
        tasks.a = { milestone = "ready", finished = 2026-01-07 }
        tasks.b = { milestone = "ready", finished = 2026-01-09 }
        tasks.c = { milestone = "ready", status = "dropped" }
        tasks.next = { depends_on = ["ready +5d"] }
        [milestones.ready]
        gates = ["accuracy >= 0.9"]
        [metrics.accuracy]
        title = "Accuracy"
        better = "higher"
    """
    for day in (14, 16):
        plan = schedule(text, as_of=dt.date(2026, 1, day))
        assert early(plan, "ready").endswith("01-09")  # whatever the data date, whatever the gate
        assert (plan["ready"].status, floats(plan, "ready")) == ("done", (None, None))
        assert early(plan, "next") == "01-19..01-19"


def test_a_milestone_without_members_is_reached_when_it_has_finished() -> None:
    plan = schedule(
        DATA_DATE
        + """
        milestones.open.not_before = 2026-01-07
        milestones.signed.finished = 2026-01-08
        tasks.next.depends_on = ["open"]
        """
    )
    assert (early(plan, "open"), early(plan, "signed")) == ("01-14..01-14", "01-08..01-08")
    assert early(plan, "next") == "01-14..01-14"


# ---------------------------------------------------------------------------------------------------- experiments

CNN = """
    [experiments.cnn]
    duration = "10d"
    success = 0.4
    max_attempts = 3
    fallback = { title = "three most likely", duration = "15d" }
"""


def test_ends_of_an_experiment_with_three_attempts_and_a_fallback() -> None:
    trials = Trials(10, 3, None, Fraction(2, 5), 1, None, 15)
    ends = outcomes(trials)
    assert [(end.days, float(end.probability), end.ending) for end in ends] == [
        (10, 0.4, "met"), (20, 0.24, "met"), (30, 0.144, "met"), (45, 0.216, "fallback"),
    ]  # fmt: skip
    assert mean_days(trials) == expected_days(trials) == Fraction("22.84")
    assert sum(end.probability for end in ends if end.ending == "met") == Fraction("0.784")


@pytest.mark.parametrize(("basis", "days"), [("expected", 23), ("first_try", 10), ("worst", 45)])
def test_the_three_bases(basis: str, days: int) -> None:
    plan = schedule(f'project.experiment_basis = "{basis}"\n{CNN}')
    assert (plan["cnn"].duration, plan.basis) == (days, basis)
    calendar = plan.project_calendar
    assert plan["cnn"].early_finish == calendar.add(dt.date(2026, 1, 5), days - 1)


def experiment(text: str, basis: str = "expected") -> int:
    """Return what remains of the experiment, in days, on the 14th."""
    plan = schedule(f'project = {{ as_of = 2026-01-14, experiment_basis = "{basis}" }}\n[experiments.x]\n{text}')
    return plan["x"].remaining


def test_one_attempt_of_three_missed() -> None:
    text = """
        duration = "8d"
        success = 0.4
        max_attempts = 3
        fallback = { duration = "15d" }
        attempts = [{ started = 2026-01-05, finished = 2026-01-12, result = "inconclusive" }]
    """
    assert [experiment(text, basis) for basis in ("expected", "first_try", "worst")] == [19, 8, 31]
    assert expected_days(Trials(8, 2, None, Fraction(2, 5), 1, None, 15)) == Fraction("18.2")


def test_an_unlikely_attempt_without_fallback_is_not_rounded_up() -> None:
    assert experiment('duration = "5d"\nsuccess = 0.08\nmax_attempts = 1') == 5


def test_without_success_one_attempt_is_certain() -> None:
    assert experiment('duration = "6d"\nmax_attempts = 3\nfallback = { duration = "9d" }') == 6
    assert experiment('duration = "6d"\nmax_attempts = 3\nfallback = { duration = "9d" }', "worst") == 6


def test_a_running_attempt_needs_what_is_left_of_it() -> None:
    """Elapsed: the 12th and the 13th. 4 × 0.5 + 10 × 0.25 + 17 × 0.25 = 8.75."""
    text = 'duration = "6d"\nsuccess = 0.5\nmax_attempts = 2\nfallback = { duration = "7d" }\n'
    running = "attempts = [{ started = 2026-01-12 }]\n"
    assert experiment(text + running) == 9
    assert [experiment(text + running, basis) for basis in ("first_try", "worst")] == [4, 17]
    assert experiment(text + running + 'remaining = "1d"') == 6  # 1 × 0.5 + 7 × 0.25 + 14 × 0.25 = 5.75


def test_a_timebox_cuts_an_attempt_and_starts_the_fallback() -> None:
    """12 days hold one attempt of 8; the second is cut: 8 × 0.5 + (12 + 5) × 0.5 = 12.5."""
    text = 'duration = "8d"\nsuccess = 0.5\nmax_attempts = 3\ntimebox = "12d"\nfallback = { duration = "5d" }\n'
    assert [experiment(text, basis) for basis in ("expected", "first_try", "worst")] == [13, 8, 17]
    begun = 'attempts = [{ started = 2026-01-05, finished = 2026-01-13, result = "missed" }]'
    assert experiment(text + begun) == 10  # seven of the twelve days are gone: 5 left, then the fallback
    assert experiment(text.replace("12d", "3d")) == 8  # no attempt fits
    gone = 'attempts = [{ started = 2026-01-05, finished = 2026-01-13, result = "missed" }]'
    assert experiment(text.replace("12d", "4d") + gone) == 5


def test_two_attempts_side_by_side() -> None:
    """Pairs succeed with 0.75: 4 × 0.75 + 8 × 0.25 × 0.5 (the third alone) + 14 × 0.125 = 5.75."""
    text = 'duration = "4d"\nsuccess = 0.5\nmax_attempts = 3\nparallel = 2\nfallback = { duration = "6d" }\n'
    assert [experiment(text, basis) for basis in ("expected", "first_try", "worst")] == [6, 4, 14]
    ends = outcomes(Trials(4, 3, None, Fraction(1, 2), 2, None, 6))
    assert [(end.days, end.probability) for end in ends] == [
        (4, Fraction(3, 4)), (8, Fraction(1, 8)), (14, Fraction(1, 8)),
    ]  # fmt: skip


def test_taking_the_fallback_ends_the_attempts() -> None:
    text = 'duration = "8d"\nsuccess = 0.4\nmax_attempts = 3\ntake_fallback = true\n'
    tried = 'attempts = [{ started = 2026-01-05, finished = 2026-01-09, result = "missed" }]\n'
    assert experiment(text + tried + 'fallback = { duration = "15d" }') == 15
    assert experiment(text + tried + 'fallback = { duration = "15d", started = 2026-01-12 }') == 13


def test_an_experiment_that_met_is_done() -> None:
    plan = schedule(
        DATA_DATE
        + """
        [experiments.x]
        duration = "8d"
        success = 0.4
        max_attempts = 3
        attempts = [
          { started = 2026-01-05, finished = 2026-01-07, result = "missed" },
          { started = 2026-01-08, finished = 2026-01-12, result = "met" },
        ]
        """
    )
    assert (early(plan, "x"), plan["x"].status, floats(plan, "x")) == ("01-05..01-12", "done", (None, None))


def test_attempts_and_fallback_use_the_calendar_of_the_experiment() -> None:
    plan = schedule("""
        [calendars.six]
        workweek = ["mon", "tue", "wed", "thu", "fri", "sat"]
        [teams.lab]
        calendar = "six"
        [experiments.x]
        team = "lab"
        duration = "1w"
        success = 0.5
        fallback = { duration = "1w" }
    """)
    assert (plan["x"].duration, early(plan, "x")) == (9, "01-05..01-14")
