"""Write the plan as a document others read.

aiplan export markdown                     to stdout
aiplan export markdown --output ROADMAP.md into its region of the file; text around it stays
aiplan export markdown --output ROADMAP.md --check
                                           exit 1 where the file is not up to date; nothing is written
aiplan export markdown --since v1.2        with what changed since a revision, or since a file
aiplan export markdown --ranges            with the days that half, and four fifths, of the simulated projects keep
aiplan export model-card [ASSESSMENT]      a draft for each assessment, or one
aiplan export data-sheet [DATASET]         a draft for each data set, or one
aiplan export launch-review [MILESTONE]    the checklist of the next launch
aiplan export team-sheet [TEAM]            its work, what it waits for and hands over

Drafts say what the plan says; what it does not say stays visible as "not stated in the plan".
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from aiplan.cli import diagnostics, output
from aiplan.cli.opening import Opened, open_plan, say_errors
from aiplan.cli.options import add_as_of, add_file
from aiplan.errors import UsageError

if TYPE_CHECKING:
    from aiplan.export.page import Compared
    from aiplan.publishing import Publication

DOCUMENTS = ("model-card", "data-sheet", "launch-review", "team-sheet")
"""Formats that tell of one item, which may be named."""
FORMATS = ("markdown", *DOCUMENTS)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("format", choices=FORMATS, help="what to write")
    add_file(parser, positional=True)
    add_as_of(parser)
    parser.add_argument("-o", "--output", metavar="FILE", help="write there instead of stdout")
    parser.add_argument("--check", action="store_true", help="only say whether FILE is up to date")
    from aiplan.model.context import Language

    parser.add_argument("--baseline", metavar="NAME", help="what to compare with; default: the one taken last")
    parser.add_argument("--since", metavar="REV", help="compare with the plan of a revision, or with a file, instead")
    parser.add_argument("--ranges", action="store_true", help="with P50 and P80 dates, from a simulation")
    parser.add_argument("--language", choices=get_args(Language), help="default: that of the plan")


def run(args: argparse.Namespace) -> int:
    """Write the document."""
    if args.check and args.output is None:
        raise UsageError("export: --check needs --output FILE", hint="FILE is compared with what would be written")
    item = _item(args)
    opened = open_plan(args)
    text = _document(opened, args, item) if args.format in DOCUMENTS else _markdown(opened, args)
    if args.output is None:
        output.emit(text.removesuffix("\n"))
        return say_errors(opened)
    from aiplan.export.regions import ROADMAP
    from aiplan.publishing import publication

    found = publication(Path(args.output), opened.path, args.format if args.format in DOCUMENTS else ROADMAP, text)
    if args.check:
        return _compare(found, f"{args.format} --ranges" if args.ranges else args.format)
    found.write()
    output.emit(f"{found.target} is up to date" if found.current else f"wrote {found.target}")
    return say_errors(opened)


def _item(args: argparse.Namespace) -> str | None:
    """Return the item a document is asked of; what names a file is the plan."""
    word: str | None = args.plan
    if args.format not in DOCUMENTS or word is None or word.endswith(".toml") or Path(word).exists():
        return None
    args.plan = None
    for section in ("assessments.", "datasets.", "milestones.", "teams."):
        word = word.removeprefix(section)
    return word.strip('"')


def _markdown(opened: Opened, args: argparse.Namespace) -> str:
    from aiplan.export.markdown import roadmap_markdown

    since = None if args.since is None else _since(opened, args)
    forecast = None
    if args.ranges:
        from aiplan.cli.forecasting import forecast_of

        forecast = forecast_of(opened.schedule)
    return roadmap_markdown(
        opened.plan, opened.schedule, baseline=args.baseline, since=since, language=args.language, forecast=forecast
    )


def _since(opened: Opened, args: argparse.Namespace) -> Compared:
    """Return the dates of the plan as of a revision: forecast at its own data date, or at the day of the commit."""
    from aiplan.core.freezing import frozen_since
    from aiplan.core.schedule import schedule_plan
    from aiplan.export.page import Compared
    from aiplan.review.sides import choose_sides, read_side, side_day
    from aiplan.store.text import PlanText

    def parse(raw: bytes, name: str) -> tuple[Mapping[str, Any], Sequence[str]]:
        text = PlanText.from_bytes(raw, path=name)
        return text.data, text.file_order

    if args.baseline is not None:
        raise UsageError("export: --since and --baseline name two things to compare with", hint="give one")
    side = choose_sides([args.since], lambda: opened.path)[0]
    if not side.exists:
        raise UsageError(f"export: {opened.path} is not in {args.since}", hint="name a later revision")
    read = read_side(side, parse)
    day = side_day(side, opened.path) or read.plan.project.as_of or opened.schedule.as_of
    then = schedule_plan(read.plan, today=day)
    return Compared(args.since, frozen_since(then, day, read.data, opened.loaded.text.data))


def _document(opened: Opened, args: argparse.Namespace, item: str | None) -> str:
    from aiplan.export.documents import data_sheet, model_card
    from aiplan.export.launch_review import launch_review
    from aiplan.export.team_sheet import team_sheet

    for name in ("baseline", "since", "ranges"):
        if getattr(args, name) not in (None, False):
            raise UsageError(f"export: --{name} has no part in a {args.format}")
    plan, schedule = opened.plan, opened.schedule
    made: dict[str, Callable[[], str]] = {
        "model-card": lambda: model_card(plan, schedule, assessment=item, language=args.language),
        "data-sheet": lambda: data_sheet(plan, schedule, dataset=item, language=args.language),
        "launch-review": lambda: launch_review(plan, schedule, milestone=item, language=args.language),
        "team-sheet": lambda: team_sheet(plan, schedule, team=item, language=args.language),
    }
    return made[args.format]()


def _compare(found: Publication, form: str) -> int:
    if found.current:
        output.emit(f"{found.target} is up to date")
        return diagnostics.OK
    diagnostics.note(f"{found.target} is {'missing' if found.old is None else 'not up to date'}")
    diagnostics.hint(f"aiplan export {form} --output {found.target}")
    return diagnostics.FINDINGS
