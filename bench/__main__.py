"""`make bench`: every row of the budgets beside its yardstick; prints a table and writes bench/latest.md.

It never fails: a budget that is broken is marked, a peer that is missing is named.
"""

from __future__ import annotations

import argparse
import gc
import os
import platform
import tempfile
import traceback
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import bench.rows
from aiplan.__main__ import GC_THRESHOLD
from bench.measure import Result, Row, measure

LATEST = Path(__file__).with_name("latest.md")
HEADINGS = ("what", "took", "yardstick", "took", "ratio", "at most", "")


def main() -> None:
    """Measure, print and write the table."""
    parser = argparse.ArgumentParser(prog="make bench ARGS=…", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="three rounds, without the rows that take long")
    parser.add_argument("only", nargs="*", help="modules of bench/rows to measure, such as startup")
    args = parser.parse_args()
    gc.set_threshold(GC_THRESHOLD)
    cells: list[tuple[str, ...]] = []
    with tempfile.TemporaryDirectory() as folder:
        for row in _rows(Path(folder), args.only):
            if row.missing:
                cells.append((row.what, "", row.yardstick, "", "", _limit(row), f"NOT RUN: {row.missing}"))
            elif args.quick and row.slow:
                continue
            else:
                cells.append(_measured(row, rounds=min(3, row.rounds) if args.quick else row.rounds))
            print(_line(cells[-1]), flush=True)
    if not args.only and not args.quick:
        LATEST.write_text(_markdown(cells), encoding="utf-8")
        print(f"written: {LATEST}")


def _rows(folder: Path, only: list[str]) -> Iterator[Row]:
    """Yield the rows of every module in bench/rows, each of which has `rows(folder)`; `folder` is for its files."""
    for module in sorted(iter_modules(bench.rows.__path__), key=lambda m: m.name):
        if only and module.name not in only:
            continue
        rows: Callable[[Path], Iterator[Row]] = import_module(f"bench.rows.{module.name}").rows
        try:
            yield from rows(folder)
        except Exception:  # noqa: BLE001 - one broken module does not hide the rows of the others
            traceback.print_exc()


def _measured(row: Row, rounds: int) -> tuple[str, ...]:
    one = Row(row.what, row.yardstick, row.limit, row.ours, row.theirs, row.unit, rounds)
    try:
        result = measure(one)
    except Exception as error:  # noqa: BLE001 - a bench reports, it does not stop
        return (row.what, "", row.yardstick, "", "", _limit(row), f"FAILED: {error}")
    theirs = "" if result.theirs is None else _number(result.theirs, row.unit)
    ours = _number(result.ours, row.unit)
    return (row.what, ours, row.yardstick, theirs, _ratio(result), _limit(row), _verdict(result))


def _ratio(result: Result) -> str:
    return "" if result.theirs is None else f"{result.cost:.3g}×"


def _limit(row: Row) -> str:
    return f"{row.limit:.3g}×" if row.yardstick else f"{row.limit:g} {row.unit}"


def _verdict(result: Result) -> str:
    return "ok" if result.against_limit <= 1 else f"OVER by {result.against_limit:.2f}"


def _number(value: float, unit: str) -> str:
    return f"{value:.3g} {unit}" if value < 1000 else f"{value:,.0f} {unit}"


def _line(cells: tuple[str, ...]) -> str:
    what, took, yardstick, theirs, ratio, limit, verdict = cells
    return f"{what:<44} {took:>10}   {yardstick:<40} {theirs:>10}  {ratio:>7}  ≤ {limit:<8} {verdict}"


def _markdown(cells: list[tuple[str, ...]]) -> str:
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    lines = [
        "# Bench", "",
        f"Medians of interleaved runs on {machine}; only the ratios travel between machines.", "",
        "| " + " | ".join(HEADINGS) + " |", "|" + "---|" * len(HEADINGS),
        *("| " + " | ".join(row) + " |" for row in cells), "",
    ]  # fmt: skip
    return "\n".join(lines)


if __name__ == "__main__":
    main()
