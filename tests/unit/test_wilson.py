from __future__ import annotations

import math
import random

import pytest

from aiplan.core.ab_test import compare, effect_size, sample_size
from aiplan.core.wilson import Z95, settling_n, wilson_interval


@pytest.mark.parametrize(
    ("k", "n", "low", "high"), [(43, 50, 0.7381, 0.9305), (450, 500, 0.8706, 0.9233), (30, 50, 0.4618, 0.7239)]
)
def test_intervals_of_the_design(k: int, n: int, low: float, high: float) -> None:
    interval = wilson_interval(k / n, n)
    assert round(interval.low, 4) == low
    assert round(interval.high, 4) == high


def test_intervals_equal_scipy_and_statsmodels() -> None:
    stats = pytest.importorskip("scipy.stats")
    proportion = pytest.importorskip("statsmodels.stats.proportion")
    draw = random.Random(7)
    for _ in range(1000):
        n = int(math.exp(draw.uniform(0, 12))) + 1
        k = draw.choice([0, n, draw.randint(0, n), draw.randint(0, n)])
        ours = wilson_interval(k / n, n)
        theirs = stats.binomtest(k, n).proportion_ci(confidence_level=0.95, method="wilson")
        assert ours == pytest.approx((theirs.low, theirs.high), abs=1e-9)
        assert ours == pytest.approx(proportion.proportion_confint(k, n, alpha=0.05, method="wilson"), abs=1e-9)


def test_the_point_is_the_normal_one() -> None:
    stats = pytest.importorskip("scipy.stats")
    assert pytest.approx(stats.norm.ppf(0.975), abs=1e-15) == Z95


def test_bounds_stay_inside_and_touch_the_ends() -> None:
    assert wilson_interval(0.0, 3).low == 0.0
    assert wilson_interval(1.0, 3).high == 1.0
    assert wilson_interval(1.0, 3).low < 1


@pytest.mark.parametrize(("rate", "n"), [(-0.1, 5), (1.1, 5), (math.nan, 5), (0.5, 0)])
def test_no_interval_of_nonsense(rate: float, n: int) -> None:
    with pytest.raises(ValueError):
        wilson_interval(rate, n)


def test_settling_size_of_the_design() -> None:
    assert settling_n(0.86, 0.80) == 171


@pytest.mark.parametrize("rate", [0.0, 0.5, 0.8, 1.0])
def test_a_rate_on_the_bar_never_settles(rate: float) -> None:
    assert settling_n(rate, rate) == "never"


def test_settling_size_is_the_smallest() -> None:
    draw = random.Random(11)
    for _ in range(300):
        rate, bar = round(draw.random(), 3), round(draw.random(), 3)
        n = settling_n(rate, bar)
        if n == "never":
            assert rate == bar
            continue

        def settled(size: int, rate: float = rate, bar: float = bar) -> bool:
            low, high = wilson_interval(rate, size)
            return low >= bar if rate > bar else high < bar

        assert settled(n)
        assert not any(settled(size) for size in {1, n // 2, n - 1} if 0 < size < n)


def test_settling_size_of_extreme_bars_is_finite() -> None:
    assert settling_n(0.5, 0.0) == 1
    assert settling_n(0.5, 1.0) == 1
    tiny = settling_n(0.5, 0.5 + 1e-9)
    assert isinstance(tiny, int)
    assert tiny > 10**17


def test_sample_sizes_equal_statsmodels() -> None:
    power_module = pytest.importorskip("statsmodels.stats.power")
    proportion = pytest.importorskip("statsmodels.stats.proportion")
    draw = random.Random(3)
    done = 0
    while done < 100:
        a = round(draw.uniform(0.01, 0.99), 3)
        b = round(a + draw.choice([-1, 1]) * draw.uniform(0.005, 0.15), 3)
        if not 0 < b < 1:
            continue
        alpha, power = draw.choice([0.01, 0.05, 0.1]), draw.choice([0.5, 0.8, 0.9, 0.95])
        ratio = draw.choice([0.5, 1.0, 1.0, 2.0])
        one_sided = draw.choice([False, False, True])
        ours = sample_size(
            a, b, alpha=alpha, power=power, ratio=ratio,
            alternative=("larger" if b > a else "smaller") if one_sided else "two-sided",
        )  # fmt: skip
        theirs = power_module.NormalIndPower().solve_power(
            abs(proportion.proportion_effectsize(b, a)), alpha=alpha, power=power, ratio=ratio,
            alternative="larger" if one_sided else "two-sided",
        )  # fmt: skip
        assert ours.exact == pytest.approx(float(theirs), rel=1e-6)
        assert ours.a == math.ceil(float(theirs) - 1e-6)
        done += 1


def test_effect_size_equals_statsmodels() -> None:
    proportion = pytest.importorskip("statsmodels.stats.proportion")
    assert effect_size(0.1, 0.13) == pytest.approx(proportion.proportion_effectsize(0.13, 0.1))


def test_arms_are_whole_cases() -> None:
    size = sample_size(0.10, 0.12, ratio=2.0)
    assert (size.a, size.b) == (math.ceil(size.exact), math.ceil(2 * size.exact))
    assert size.total == size.a + size.b


@pytest.mark.parametrize(
    ("a", "b", "options"),
    [
        (0.1, 0.1, {}),
        (0.1, 0.2, {"alternative": "smaller"}),
        (0.2, 0.1, {"alternative": "larger"}),
        (1.2, 0.1, {}),
        (0.1, 0.2, {"power": 0.04}),
        (0.1, 0.2, {"alpha": 0.0}),
        (0.1, 0.2, {"ratio": 0.0}),
    ],
)
def test_tests_that_cannot_be(a: float, b: float, options: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        sample_size(a, b, **options)  # type: ignore[arg-type]


def test_comparison_equals_statsmodels() -> None:
    proportion = pytest.importorskip("statsmodels.stats.proportion")
    draw = random.Random(5)
    for _ in range(200):
        n_a, n_b = draw.randint(1, 3000), draw.randint(1, 3000)
        k_a, k_b = draw.randint(0, n_a), draw.randint(0, n_b)
        if (k_a + k_b) in (0, n_a + n_b):
            continue
        ours = compare(k_a, n_a, k_b, n_b)
        z, p = proportion.proportions_ztest([k_b, k_a], [n_b, n_a])
        assert ours.z == pytest.approx(z, abs=1e-9)
        assert ours.p_value == pytest.approx(p, abs=1e-9)
        low, high = proportion.confint_proportions_2indep(k_b, n_b, k_a, n_a, method="newcomb", compare="diff")
        assert ours.interval == pytest.approx((low, high), abs=1e-9)


def test_comparison_without_any_difference() -> None:
    ours = compare(0, 10, 0, 20)
    assert (ours.z, ours.p_value, ours.difference) == (0.0, 1.0, 0.0)
    with pytest.raises(ValueError):
        compare(3, 2, 1, 5)
