"""The programs that are measured, and the text they start from."""

from __future__ import annotations

import datetime as dt
import shutil
import sys
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from aiplan.core.schedule import schedule_plan
from aiplan.model.plan import Plan
from aiplan.model.reading import read_plan
from aiplan.model.values import Dependency
from bench.generate import Size, plan_text
from bench.measure import Measure

AIPLAN = Path(sys.executable).with_name("aiplan")
"""The command as it is installed beside this Python."""


@cache
def plan_file(folder: Path, size: Size) -> Path:
    """Return a plan file of `size`, alone in a folder of its own below `folder`."""
    path = folder / f"plan-{abs(hash(size))}" / "aiplan.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(plan_text(size), encoding="utf-8")
    return path


def missing(program: str) -> str:
    """Return the name of `program` if it is not installed, else nothing."""
    return "" if shutil.which(program) else f"{program} is not installed"


def taskjuggler(folder: Path, plan: Path, measure: Callable[..., Measure]) -> Measure:
    """Return what `tj3` takes to schedule the tasks and links of the plan file and report their dates.

    Args:
        folder: where its project file is written.
        plan: a plan with tasks only and FS and SS links without leads.
        measure: `program` for its time, `memory` for its memory.
    """
    source = folder / f"{plan.parent.name}.tjp"
    source.write_text(
        "\n".join(_project(read_plan(tomllib.loads(plan.read_text(encoding="utf-8")))[0])), encoding="utf-8"
    )
    return measure("tj3", "--silent", "--no-color", "--output-dir", folder, source)


def _project(plan: Plan) -> Iterator[str]:
    """Yield the lines of a TaskJuggler project: working days are `length`, lags are `gaplength`."""
    start = plan.project.start or dt.date(2026, 1, 5)
    finish = schedule_plan(plan, today=start).finish or start
    yield f'project plan "Plan" {start} - {finish + dt.timedelta(days=60)} {{ timezone "UTC" now {start} }}'
    for span in plan.calendar.holidays:
        yield f'leaves holiday "off" {span.from_} - {span.to + dt.timedelta(days=1)}'
    for key, task in plan.tasks.items():
        days = task.duration.likely.days() if task.duration else 1
        yield f'task {key} "{task.title}" {{ length {days}d'
        links = ", ".join(_link(link) for link in task.depends_on)
        yield f"  depends {links} }}" if links else f"  start {start} }}"
    yield 'taskreport dates "dates" { formats csv columns id, start, end timeformat "%Y-%m-%d" }'


def _link(link: Dependency) -> str:
    options = ["onstart"] * (link.type == "SS") + [f"gaplength {link.lag.days()}d"] * bool(link.lag.amount)
    return f"{link.id} {{ {' '.join(options)} }}" if options else link.id
