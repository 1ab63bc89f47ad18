"""How many cases are enough, and what the cases there are say.

    aiplan sample-size --baseline 12% --target 14%             an A/B test: cases for each arm
    aiplan sample-size --k1 480 --n1 4000 --k2 552 --n2 4000   what an A/B test says
    aiplan sample-size --rate 0.86 --bar 0.80                  cases that settle a gate at the observed rate

Size of an A/B test: two independent samples, normal approximation, Cohen's effect size h. Its result: pooled z test,
and Newcombe's 95 % interval of the difference. Settling a gate: the Wilson 95 % interval lies on one side of the bar.
"""

from __future__ import annotations

import argparse
from typing import Any, NoReturn, get_args

from aiplan.cli import diagnostics, output
from aiplan.cli.numbers import cases, percent_of, plain, positive, sample, share
from aiplan.cli.options import accept_file, add_format
from aiplan.core.ab_test import Alternative, Comparison, SampleSize, compare, effect_size, sample_size
from aiplan.core.wilson import Interval, settling_n, wilson_interval
from aiplan.errors import UsageError

MODES = (("baseline", "target"), ("k1", "n1", "k2", "n2"), ("rate", "bar"))
"""Options that belong together, one line a question."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    test = parser.add_argument_group("size of an A/B test")
    test.add_argument("--baseline", metavar="P", type=share, help="rate without the change: 0.12 or 12%%")
    test.add_argument("--target", metavar="P", type=share, help="rate that is worth finding")
    test.add_argument("--power", metavar="P", type=share, help="chance to find it if it is there (default: 0.8)")
    test.add_argument("--ratio", metavar="R", type=positive, help="cases of arm B for each of arm A (default: 1)")
    result = parser.add_argument_group("result of an A/B test")
    result.add_argument("--k1", metavar="K", type=cases, help="successes of arm A")
    result.add_argument("--n1", metavar="N", type=sample, help="cases of arm A")
    result.add_argument("--k2", metavar="K", type=cases, help="successes of arm B")
    result.add_argument("--n2", metavar="N", type=sample, help="cases of arm B")
    gate = parser.add_argument_group("a gate that is inconclusive")
    gate.add_argument("--rate", metavar="P", type=share, help="rate that was observed")
    gate.add_argument("--bar", metavar="P", type=share, help="bar of the gate")
    gate.add_argument("--n", metavar="N", type=sample, help="cases there are already: shows their interval too")
    parser.add_argument(
        "--alpha", metavar="P", type=share, help="accepted chance of a difference that is not there (default: 0.05)"
    )
    parser.add_argument("--alternative", choices=get_args(Alternative), help="default: two-sided")
    accept_file(parser)
    add_format(parser, "text", "json")


def run(args: argparse.Namespace) -> int:
    """Print the answer."""
    answer = {"baseline": _plan, "k1": _compare, "rate": _settle}[_mode(args)](args)
    if args.format == "json":
        output.emit_json({"schema_version": 1, **answer["data"]})
    else:
        output.emit("\n".join(output.paragraph(line) for line in answer["lines"]))
    return diagnostics.OK


def _mode(args: argparse.Namespace) -> str:
    """Return the first option of the question that was asked.

    Raises:
        UsageError: where none or several are asked, one only in part, or with options of another.
    """
    asked = [mode for mode in MODES if any(getattr(args, name) is not None for name in mode)]
    if len(asked) != 1:
        hint = "\n".join(" ".join(f"--{name}" for name in mode) for mode in MODES)
        raise UsageError("sample-size: one question at a time" if asked else "sample-size: what is asked?", hint=hint)
    mode = asked[0]
    missing = [f"--{name}" for name in mode if getattr(args, name) is None]
    if missing:
        raise UsageError(f"sample-size: {' and '.join(missing)} missing beside --{_given(args, mode)}")
    belongs = {"baseline": ("power", "ratio", "alpha", "alternative"), "k1": ("alpha", "alternative"), "rate": ("n",)}
    for name in ("power", "ratio", "alpha", "alternative", "n"):
        if getattr(args, name) is not None and name not in belongs[mode[0]]:
            raise UsageError(f"sample-size: --{name} has no part in --{mode[0]}")
    return mode[0]


def _given(args: argparse.Namespace, mode: tuple[str, ...]) -> str:
    return next(name for name in mode if getattr(args, name) is not None)


def _plan(args: argparse.Namespace) -> dict[str, Any]:
    alpha, power = _or(args.alpha, 0.05), _or(args.power, 0.8)
    ratio = _or(args.ratio, 1.0)
    alternative: Alternative = args.alternative or "two-sided"
    try:
        size: SampleSize = sample_size(
            args.baseline, args.target, alpha=alpha, power=power, ratio=ratio, alternative=alternative
        )
    except ValueError as error:
        _refuse(error)
    effect = effect_size(args.baseline, args.target)
    data = {
        "question": "ab_test", "baseline": args.baseline, "target": args.target, "alpha": alpha, "power": power,
        "ratio": ratio, "alternative": alternative, "effect_size": effect, "exact": size.exact,
        "a": size.a, "b": size.b, "total": size.total,
    }  # fmt: skip
    said = (
        f"{size.a:,} cases in arm A and {size.b:,} in arm B, {size.total:,} in all, show a difference between "
        f"{percent_of(args.baseline)} and {percent_of(args.target)} with a chance of {percent_of(power)} "
        f"({alternative}, alpha {alpha:g}, effect size h {effect:.4f})."
    )
    return {"data": data, "lines": [said]}


def _compare(args: argparse.Namespace) -> dict[str, Any]:
    alternative: Alternative = args.alternative or "two-sided"
    alpha = _or(args.alpha, 0.05)
    try:
        found: Comparison = compare(args.k1, args.n1, args.k2, args.n2, alternative=alternative)
    except ValueError as error:
        _refuse(error)
    shown = found.p_value < alpha
    data = {
        "question": "comparison", "rate_a": found.rate_a, "rate_b": found.rate_b, "difference": found.difference,
        "interval": list(found.interval), "z": found.z, "p_value": found.p_value, "alpha": alpha,
        "alternative": alternative, "significant": shown,
    }  # fmt: skip
    word = "a difference is shown" if shown else "no difference is shown"
    interval = f"{_points(found.interval.low)} … {_points(found.interval.high)}"
    lines = [
        _arm("A", args.k1, args.n1, found.rate_a),
        _arm("B", args.k2, args.n2, found.rate_b),
        f"B − A = {_points(found.difference)} points (95 % interval {interval})",
        f"{word}: z = {found.z:.3f}, p = {found.p_value:.4g} ({alternative}, alpha {alpha:g})",
    ]
    if not shown and found.rate_a != found.rate_b:
        lines.append(
            "That is no proof that they are equal. Cases for this difference: "
            f"aiplan sample-size --baseline {found.rate_a:.4g} --target {found.rate_b:.4g}"
        )
    return {"data": data, "lines": lines}


def _settle(args: argparse.Namespace) -> dict[str, Any]:
    needed = settling_n(args.rate, args.bar)
    interval = None if args.n is None else wilson_interval(args.rate, args.n)
    data = {
        "question": "gate", "rate": args.rate, "bar": args.bar, "n": args.n,
        "interval": None if interval is None else list(interval), "needed_n": needed,
    }  # fmt: skip
    lines = [] if interval is None else [_today(args.rate, args.n, args.bar, interval)]
    if needed == "never":
        lines.append(f"No sample settles it: the rate {percent_of(args.rate)} is the bar itself.")
    elif args.n is None or needed > args.n:
        lines.append(
            f"{needed:,} cases in all would settle whether {percent_of(args.rate)} clears the bar "
            f"{percent_of(args.bar)}, if the rate stays what it is."
        )
    return {"data": data, "lines": lines}


def _today(rate: float, n: int, bar: float, interval: Interval) -> str:
    side = "spans" if interval.low < bar <= interval.high else "lies on one side of"
    reach = f"{interval.low:.4f} … {interval.high:.4f}"
    return f"{percent_of(rate)} of {n:,} cases: the 95 % interval {reach} {side} the bar {percent_of(bar)}."


def _arm(name: str, k: int, n: int, rate: float) -> str:
    low, high = wilson_interval(rate, n)
    return f"{name}  {k:,} of {n:,} = {percent_of(rate)} (95 % interval {percent_of(low)} … {percent_of(high)})"


def _points(difference: float) -> str:
    return f"{'' if difference < 0 else '+'}{plain(100 * difference, 2)}"


def _or(value: float | None, default: float) -> float:
    return default if value is None else value


def _refuse(error: ValueError) -> NoReturn:
    raise UsageError(f"sample-size: {error}") from None
