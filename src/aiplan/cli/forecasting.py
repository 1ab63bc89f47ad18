"""The simulation as commands need it: with one thread, a progress bar, and words for what it says."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
import time
from typing import TYPE_CHECKING, Literal

from aiplan.cli import charts
from aiplan.errors import UsageError

if TYPE_CHECKING:
    from aiplan.core.schedule import Schedule
    from aiplan.core.simulation.forecast import Forecast

_PATIENCE = 0.4
"""Seconds before a bar is shown."""
MOST_RUNS = 1_000_000
MOST_NUMBERS = 300_000_000
"""Runs times activities of one simulation: some bytes for each are held in memory."""
RISK_STYLES = {"red": "bold red", "amber": "yellow", "green": "green"}


def calm_numpy() -> None:
    """Keep numpy from starting threads that nothing here uses; call it before numpy is imported."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def add_simulation(parser: argparse.ArgumentParser) -> None:
    """Add `--runs` and `--seed`."""
    parser.add_argument("--runs", metavar="N", type=count, help="simulated projects (default: the plan's, 10000)")
    parser.add_argument(
        "--seed", metavar="S", type=int, help="the same seed gives the same result (default: the plan's)"
    )


def count(text: str) -> int:
    """Return a number of runs.

    Raises:
        argparse.ArgumentTypeError: where it is none, or out of bounds.
    """
    word = text.replace("_", "").replace(",", "")
    if not word.isascii() or not word.isdigit() or not 10 <= int(word[:12]) <= MOST_RUNS:
        raise argparse.ArgumentTypeError(f"{text!r}: write a whole number from 10 to {MOST_RUNS:,}")
    return int(word)


def forecast_of(schedule: Schedule, runs: int | None = None, seed: int | None = None) -> Forecast:
    """Return the forecast of `schedule`, with a bar on stderr where it takes long and somebody watches.

    Raises:
        UsageError: where nothing has dates, or some run has none, or there are too many runs.
    """
    need_dates(schedule)
    wanted = runs or schedule.plan.simulation.runs
    if wanted * len(schedule) > MOST_NUMBERS:
        most = max(10, MOST_NUMBERS // len(schedule) // 1000 * 1000)
        raise UsageError(
            f"{wanted:,} runs of {len(schedule):,} activities do not fit into memory",
            hint=f"take --runs {most} at most",
        )
    calm_numpy()
    from aiplan.core.calendar import OutOfRangeError
    from aiplan.core.simulation.forecast import simulate

    with Bar("simulating") as bar:
        try:
            return simulate(schedule, runs=runs, seed=seed, progress=bar.step)
        except OutOfRangeError:
            hint = "look for a very long pessimistic duration or lag: aiplan schedule"
            raise UsageError("some simulated projects end after the year 9998", hint=hint) from None


def need_dates(schedule: Schedule) -> None:
    """Make sure that there is something to forecast.

    Raises:
        UsageError: where nothing has dates.
    """
    if schedule.finish is None or schedule.passes is None:
        raise UsageError("nothing in the plan has dates, so nothing can be forecast", hint="see aiplan check")


class Bar:
    """A bar on stderr for work that takes long; silent where stderr is no terminal."""

    def __init__(self, what: str) -> None:
        self.what = what
        self._began = time.monotonic()
        self._shown = False
        self._watched = sys.stderr.isatty()

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    def step(self, done: int, whole: int) -> bool:
        """Show that `done` of `whole` is done; return that work goes on."""
        if self._watched and (self._shown or time.monotonic() - self._began > _PATIENCE):
            self._shown = True
            share = done / max(1, whole)
            print(f"\r{self.what} {charts.meter(share, 30)} {share:4.0%}", end="", file=sys.stderr, flush=True)
        return True


def percent(share: float | None) -> str:
    """Return `43 %`, `<1 %` or `>99 %`: a share of runs is never quite certain."""
    if share is None:
        return ""
    if 0 < share < 0.01:
        return "<1 %"
    if 0.99 < share < 1:
        return ">99 %"
    return f"{share:.0%}".replace("%", " %")


def money(amount: float, currency: str = "", *, sign: bool = False) -> str:
    """Return an amount in whole units, with its currency."""
    whole = round(amount)
    text = f"{whole:+,}" if sign and whole else f"{whole:,}"
    return f"{text} {currency}".rstrip()


def risk_word(forecast: Forecast, key: str, deadline: dt.date) -> Literal["red", "amber", "green"]:
    """Return how the deadline of `key` stands: red before P50, amber before P80, else green."""
    from aiplan.core.simulation.forecast import deadline_risk

    return deadline_risk(deadline, forecast[key].percentiles[50], forecast[key].percentiles[80])
