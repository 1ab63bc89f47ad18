"""Compare two versions of the plan: what was edited, which dates move because of it, what is at risk.

aiplan diff                    HEAD and the work tree
aiplan diff A B, A..B          two revisions
aiplan diff main...            from where this branch left main (the meaning of a pull request)
aiplan diff --staged           HEAD and what is staged
aiplan diff old.toml new.toml  two files; REV:path and - (standard input) work too
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiplan.cli import diagnostics, difference, output
from aiplan.cli.options import add_as_of, add_format, find, today
from aiplan.errors import UsageError

if TYPE_CHECKING:
    from aiplan.core.plan_diff import PlanDiff
    from aiplan.core.standings import Turned

FAIL_ON = ("slip", "critical", "deadline", "goal", "gate", "verdict")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "sides", metavar="SIDE", nargs="*", default=[], help="revisions, A..B, A...B, files, REV:path, -"
    )
    parser.add_argument("-f", "--file", metavar="FILE", help="the plan (default: aiplan.toml or the one *.plan.toml)")
    parser.add_argument("--staged", action="store_true", help="compare what is staged")
    add_as_of(parser)
    add_format(parser, "text", "json", "markdown", "mermaid")
    parser.add_argument("--stat", action="store_true", help="only the verdict and the milestones")
    parser.add_argument(
        "--threshold", metavar="DAYS", default="0d", help="list what moves by at least so many days: 2d"
    )
    parser.add_argument("--max-rows", metavar="N", type=int, default=40, help="rows of one list (default: 40)")
    parser.add_argument(
        "--max-chars", metavar="N", type=int, default=60_000, help="length of Markdown (default: 60000)"
    )
    parser.add_argument("--fail-on", metavar="WHAT", default="", help="exit 1 on slip:5d,critical,deadline,goal,gate")
    parser.add_argument("--exit-code", action="store_true", help="exit 1 where anything differs")


def run(args: argparse.Namespace) -> int:
    """Print the difference; exit 1 only where that was asked for."""
    from aiplan.review.sides import choose_sides

    if args.max_rows < 1 or args.max_chars < 1:
        raise UsageError("diff: --max-rows and --max-chars are at least 1")
    conditions = _conditions(args.fail_on)
    threshold = _days(args.threshold)
    words, named = _split(args.sides, args.file)
    sides = choose_sides(words, lambda: find(named), staged=args.staged)
    diff = _diff(sides, args)
    if args.format == "json":
        from aiplan.review.report import diff_json

        output.emit_json(diff_json(diff))
    elif args.format == "markdown":
        from aiplan.review.comment import diff_markdown

        names = sides[0].name, sides[1].name
        text = diff_markdown(diff, names, max_chars=args.max_chars, max_rows=args.max_rows, threshold=threshold)
        output.emit(text.rstrip("\n"))
    elif args.format == "mermaid":
        from aiplan.review.chart import diff_gantt

        output.emit(diff_gantt(diff, max_rows=args.max_rows).rstrip("\n"))
    else:
        difference.say(diff, stat=args.stat, threshold=threshold, max_rows=args.max_rows)
    failed = [(name, days) for name, days in conditions.items() if _holds(diff, name, days)]
    for name, days in failed:
        limit = f":{days}d" if name == "slip" else ""
        diagnostics.note(f"--fail-on {name}{limit}: {_why(diff, name)}")
    return diagnostics.FINDINGS if failed or (args.exit_code and not diff.empty) else diagnostics.OK


def _split(words: Sequence[str], named: str | None) -> tuple[list[str], str | None]:
    """Take the file off the end of the sides, as after `--`."""
    sides = list(words)
    if named is None and sides and Path(sides[-1]).is_file() and not all(Path(w).is_file() for w in sides):
        return sides[:-1], sides[-1]
    if named is None and len(sides) == 1 and Path(sides[0]).is_file():
        return [], sides[0]
    return sides, named


def _diff(sides: Sequence[Any], args: argparse.Namespace) -> PlanDiff:
    from aiplan.core.plan_diff import diff_plans
    from aiplan.core.schedule import schedule_plan
    from aiplan.core.succession import next_schedule
    from aiplan.review.sides import read_sides

    before, after = read_sides(sides, _parse)
    now = today()
    earlier = schedule_plan(before.plan, today=now, as_of=args.as_of)
    later = next_schedule(earlier, after.plan, today=now, as_of=args.as_of)
    return diff_plans(earlier, later, before.data, after.data, as_of_pinned=args.as_of is not None)


def _parse(raw: bytes, name: str) -> tuple[Mapping[str, Any], Sequence[str]]:
    from aiplan.store.text import PlanText

    text = PlanText.from_bytes(raw, path=name)
    if text.read_only:
        diagnostics.note(f"{name}: merge conflicts stand in it; its current side is compared")
    return text.data, text.file_order


def _conditions(text: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for word in filter(None, (w.strip() for w in text.split(","))):
        name, _, days = word.partition(":")
        if name not in FAIL_ON:
            raise UsageError(f"--fail-on {word} is unknown", hint=f"one of {', '.join(FAIL_ON)}; slip:5d")
        found[name] = _days(days) if days else 1
    return found


def _days(text: str) -> int:
    from aiplan.model.values import parse_duration

    try:
        return parse_duration(text if not text.isdigit() else f"{text}d").days()
    except ValueError as error:
        raise UsageError(str(error)) from None


def _holds(diff: PlanDiff, name: str, days: int) -> bool:
    if name == "slip":
        return any(m.milestone and m.days >= days for m in diff.moved) or (diff.finish_days or 0) >= days
    if name == "critical":
        return bool(diff.path_in or diff.path_out)
    return any(t.worse for t in _states(diff, name))


def _why(diff: PlanDiff, name: str) -> str:
    if name == "slip":
        slips = {m.id: m.days for m in diff.moved if m.milestone} | {"the project finish": diff.finish_days or 0}
        worst = max(slips, key=lambda key: slips[key])
        return f"{worst} slips {slips[worst]:+d} working days"
    if name == "critical":
        pairs = (("now on the critical path", diff.path_in), ("no longer on the critical path", diff.path_out))
        return "; ".join(f"{label}: {', '.join(ids)}" for label, ids in pairs if ids)
    return ", ".join(f"{t.id} {t.after}" for t in _states(diff, name) if t.worse)


def _states(diff: PlanDiff, name: str) -> tuple[Turned, ...]:
    return next(turned for plural, turned in diff.turned if plural == f"{name}s")
