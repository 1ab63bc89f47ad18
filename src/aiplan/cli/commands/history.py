"""How the forecast of each milestone moved through git: who moved it, when, and why.

aiplan history                    every milestone, the last version of each day
aiplan history launched --every week
aiplan history --format csv       markdown, mermaid and json too

Each version is scheduled at the data date it names, or at the day of its commit. A horizontal line in the chart is on
plan, a rising one slips. Reasons are the Plan-Reason: trailers of the commits.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from aiplan.cli import diagnostics, output
from aiplan.cli.opening import plural
from aiplan.cli.options import add_format, day, find
from aiplan.cli.output import Column, Row
from aiplan.errors import UsageError

if TYPE_CHECKING:
    from aiplan.core.trend import Trend
    from aiplan.review.history import History


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("milestones", metavar="MILESTONE", nargs="*", default=[], help="only these")
    parser.add_argument("-f", "--file", metavar="FILE", help="the plan (default: aiplan.toml or the one *.plan.toml)")
    parser.add_argument(
        "--every",
        choices=("commit", "day", "week", "month"),
        default="day",
        help="the last version of each (default: day)",
    )
    parser.add_argument("--since", metavar="DATE", type=day, help="leave older versions out")
    parser.add_argument(
        "--bends", metavar="N", type=int, default=3, help="explain the N largest bends of a milestone (default: 3)"
    )
    add_format(parser, "text", "json", "csv", "markdown", "mermaid")


def run(args: argparse.Namespace) -> int:
    """Print the trends."""
    from aiplan.review import history_report as report
    from aiplan.review.git import Repository
    from aiplan.review.history import SHALLOW, plan_history

    if args.bends < 0:
        raise UsageError("history: --bends is at least 0")
    words, named = _split(args.milestones, args.file)
    path = find(named)
    repository = Repository.of(path)
    history = plan_history(
        repository, repository.name_of(path), _parse, ids=words, every=args.every, since=args.since, bends=args.bends
    )
    if args.format == "json":
        output.emit_json(report.history_json(history))
    elif args.format == "csv":
        output.emit(report.history_csv(history).rstrip("\n"))
    elif args.format == "markdown":
        output.emit(report.history_markdown(history).rstrip("\n"))
    elif args.format == "mermaid":
        output.emit(report.history_gantt(history).rstrip("\n"))
    else:
        _say(history)
    if history.shallow:
        diagnostics.note(SHALLOW)
    if said := report.unreadable_words(history):
        diagnostics.note(said)
    return diagnostics.OK


def _split(words: Sequence[str], named: str | None) -> tuple[list[str], str | None]:
    """Take a word that names a file for the plan; milestones may be written as addresses."""
    ids = [w.removeprefix("milestones.") for w in words if not w.endswith(".toml")]
    files = [w for w in words if w.endswith(".toml")]
    if len(files) > 1 or (files and named is not None):
        raise UsageError("history: name one plan")
    return ids, files[0] if files else named


def _parse(raw: bytes, name: str) -> tuple[Mapping[str, Any], Sequence[str]]:
    from aiplan.store.text import PlanText

    text = PlanText.from_bytes(raw, path=name)
    return text.data, text.file_order


def _say(history: History) -> None:
    from aiplan.cli.charts import fits
    from aiplan.core.trend_chart import ASCII, LETTERS, LINES, chart

    count = len(history.versions)
    output.emit(
        output.styled(f"{count:,} version{'s' if count != 1 else ''}, {history.first} … {history.last}", "bold")
    )
    drawn = sorted(history.trends, key=lambda t: -abs(t.days))[: len(LETTERS)]
    trends = [t for t in history.trends if t in drawn]
    if not trends:
        output.emit("no milestone has dates")
        return
    output.emit("")
    glyphs = LINES if fits("".join(LINES)) else ASCII
    for line in chart(trends, output.width(), glyphs=glyphs):
        output.emit(line)
    output.emit("")
    _table(history.trends, dict(zip((t.id for t in trends), LETTERS, strict=False)))
    _events(history)


def _table(trends: Sequence[Trend], letters: Mapping[str, str]) -> None:
    from aiplan.review.history_report import per_month, signed

    columns = (
        Column(""), Column("milestone"), Column("title", flexible=True, droppable=True), Column("first"),
        Column("now"), Column("days", "right"), Column("a month", "right"), Column("first slip"),
    )  # fmt: skip
    rows = [
        Row(
            (letters.get(t.id, ""), t.id, t.title, str(t.first.forecast), str(t.now.forecast), signed(t.days),
             per_month(t), "" if t.first_slip is None else t.first_slip.isoformat()),
            "red" if t.days > 0 else "green" if t.days < 0 else "",
        )
        for t in trends
    ]  # fmt: skip
    output.table(columns, rows)


def _events(history: History) -> None:
    from aiplan.review.history_report import events, left_out, story_words

    found = events(history)
    if found:
        output.emit("\n" + output.styled("Who moved them, and why", "bold"))
    for event in found:
        line = f"{event.day} {event.story.commits[-1]} {story_words(event.story)}"
        output.emit(output.paragraph(output.clean(line)))
        for move in event.moves:
            output.emit(output.paragraph(output.clean(str(move)), indent="    "))
    if more := left_out(history):
        output.emit(f"… and {plural(more, 'smaller move')} (--bends)")
