"""How good the estimates of finished work turned out to be; changes nothing.

Of finished work with a three-point estimate: how often it took no longer than
its P50 and its P80 (well calibrated: 50 % and 80 %). Of finished attempts: the
Brier score of their probability of success (0 perfect, 0.25 a coin).
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from aiplan.cli import output
from aiplan.cli.forecasting import calm_numpy, percent
from aiplan.cli.opening import Opened, open_plan, plural, say_errors
from aiplan.cli.options import add_as_of, add_file, add_format

if TYPE_CHECKING:
    from aiplan.core.calibration import Calibration


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    add_file(parser, positional=True)
    add_as_of(parser)
    add_format(parser, "text", "json")


def run(args: argparse.Namespace) -> int:
    """Print the calibration; exit 1 where the plan has errors."""
    opened = open_plan(args)
    calm_numpy()
    from aiplan.core.calibration import calibrate

    found = calibrate(opened.schedule)
    if args.format == "json":
        output.emit_json(_as_json(found))
    else:
        _print(opened, found)
    return say_errors(opened)


def _print(opened: Opened, found: Calibration) -> None:
    from aiplan.core.calibration import ENOUGH

    name = output.clean(opened.plan.project.name) or opened.path.name
    output.emit(output.wrap([name, f"as of {opened.schedule.as_of}"]))
    said = [f"{plural(found.items, 'finished item')} with a three-point estimate"]
    if found.items:
        said += [
            f"{percent(found.inside_p50)} within P50 (50 % is right)",
            f"{percent(found.inside_p80)} within P80 (80 % is right)",
        ]
    output.emit("\n" + output.wrap(said))
    if not found.enough:
        output.emit(f"insufficient data: conclusions take {ENOUGH} of them")
    elif found.factor is not None:
        output.emit(
            output.paragraph(
                f"Actual over likely is {found.factor:.2f} (geometric mean). To correct for it, multiply open "
                f"estimates by {found.factor:.2f}; nothing does so by itself."
            )
        )
    said = [plural(found.attempts, "finished attempt") + " with a probability"]
    if found.brier is not None:
        said.append(f"Brier score {found.brier:.3f} (0 perfect, 0.25 a coin)")
    output.emit("\n" + output.wrap(said))
    if not found.enough_attempts:
        output.emit(f"insufficient data: conclusions take {ENOUGH} of them")


def _as_json(found: Calibration) -> dict[str, Any]:
    return {
        "schema_version": 1,
        "items": found.items,
        "enough": found.enough,
        "inside_p50": found.inside_p50,
        "inside_p80": found.inside_p80,
        "factor": found.factor if found.enough else None,
        "attempts": found.attempts,
        "enough_attempts": found.enough_attempts,
        "brier": found.brier,
    }
