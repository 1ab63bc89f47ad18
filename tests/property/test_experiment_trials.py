"""The mean and the extremes of an experiment's trials, against the list of all ways they may end."""

from __future__ import annotations

import math
import time
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiplan.core.experiment import Trials, basis_days, expected_days, fallback_probability, longest_days
from helpers.trials import mean_days, outcomes

TRIALS = st.builds(
    Trials,
    attempt_days=st.integers(0, 30),
    attempts_left=st.integers(0, 12),
    running_days=st.none() | st.integers(0, 30),
    success=st.none() | st.integers(0, 20).map(lambda n: Fraction(n, 20)) | st.fractions(0, 1, max_denominator=1000),
    parallel=st.integers(1, 4),
    timebox_left=st.none() | st.integers(0, 120),
    fallback_days=st.integers(0, 40),
)


@given(TRIALS)
@settings(max_examples=400)
def test_the_closed_form_is_the_sum_over_all_ends(trials: Trials) -> None:
    ends = outcomes(trials)
    assert expected_days(trials) == mean_days(trials)
    assert basis_days(trials, "expected") == math.ceil(mean_days(trials))
    given_up = sum((end.probability for end in ends if end.ending == "fallback"), Fraction(0))
    assert fallback_probability(trials) == float(given_up)


@given(TRIALS)
@settings(max_examples=400)
def test_the_worst_course_is_the_one_in_which_nothing_meets(trials: Trials) -> None:
    never = trials if trials.success is None else replace(trials, success=Fraction(0))
    assert longest_days(trials) == basis_days(trials, "worst") == outcomes(never)[-1].days


@given(TRIALS)
@settings(max_examples=400)
def test_the_first_try_ends_when_its_attempt_or_the_time_box_does(trials: Trials) -> None:
    first = outcomes(replace(trials, success=Fraction(1)))[0]
    assert basis_days(trials, "first_try") == first.days


@pytest.mark.parametrize("attempts", [300, 1_200])
@pytest.mark.parametrize("success", ["1/2", "0.4", "0.003", "0.37", "0.00001"])
@pytest.mark.parametrize("fallback", [0, 7, 15, 100_000])
def test_many_attempts_round_up_like_the_written_out_sum(attempts: int, success: str, fallback: int) -> None:
    """10d at 1/2 come to exactly 20d in the end: just below it or just above decides between 20d and 21d."""
    trials = Trials(10, attempts, None, Fraction(success), 1, None, fallback)
    met = Fraction(success)
    mean = 10 * (1 - (1 - met) ** attempts) / met + (1 - met) ** attempts * fallback
    assert basis_days(trials, "expected") == math.ceil(mean)
    assert abs(expected_days(trials) - mean) < Fraction(1, 1 << 100)


@pytest.mark.parametrize(("fallback", "days"), [(0, 20), (20, 20), (21, 21)])
def test_what_a_million_attempts_leave_over_decides_how_a_whole_day_is_rounded(fallback: int, days: int) -> None:
    assert basis_days(Trials(10, 10**6, None, Fraction(1, 2), 1, None, fallback), "expected") == days


@pytest.mark.parametrize("success", ["0.4", "0.000001", "0", "1"])
def test_a_million_attempts_take_no_time_to_reckon(success: str) -> None:
    began = time.process_time()
    trials = Trials(10, 10**6, 3, Fraction(success), 2, None, 15)
    assert 3 <= basis_days(trials, "expected") <= longest_days(trials) == 3 + (500_000 - 1) * 10 + 15
    assert 0 <= fallback_probability(trials) <= 1
    assert time.process_time() - began < 1
