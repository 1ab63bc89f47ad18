"""Say what is wrong or doubtful in plans, with the place and the way out.

    aiplan check                 the plan here
    aiplan check --base main     also what may not change behind the back of an experiment that has begun: criteria,
                                 bars and evaluation sets, compared with an earlier revision (or file)

Exit 0 where nothing is an error, 1 where something is, 2 where a file cannot be read.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from aiplan.cli import diagnostics, output
from aiplan.cli.options import add_as_of, add_file, add_format, find
from aiplan.errors import UnreadablePlan, UsageError
from aiplan.model.finding import SEVERITIES, Finding

if TYPE_CHECKING:
    from aiplan.model.plan import Plan


class Located(NamedTuple):
    """A finding with its file, and the column where the file cannot be read."""

    file: str
    finding: Finding
    column: int | None = None


_STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    add_file(parser, many=True)
    add_as_of(parser)
    add_format(parser, "full", "concise", "json")
    parser.add_argument("--base", metavar="REV", help="compare bars of started experiments with this revision")
    parser.add_argument("--select", metavar="CODES", help="only codes that begin so: AIP1,AIP203")
    parser.add_argument("--ignore", metavar="CODES", help="not codes that begin so")
    parser.add_argument("--statistics", action="store_true", help="how often each code occurs, instead of the findings")
    parser.add_argument("--explain", metavar="CODE", help="the page of a code, as aiplan explain prints it")


def run(args: argparse.Namespace) -> int:
    """Print the findings."""
    if args.explain is not None:
        from aiplan.cli.commands import explain

        return explain.explain(args.explain, "json" if args.format == "json" else "text")
    selected, ignored = _prefixes(args.select), _prefixes(args.ignore)
    found: list[Located] = []
    unreadable = False
    paths = _paths(args)
    for path in paths:
        try:
            found += [Located(str(path), f) for f in _findings(path, args)]
        except UnreadablePlan as error:
            unreadable = True
            found.append(Located(str(path), _as_finding(error), error.column))
    shown = [f for f in found if _wanted(f.finding.code, selected, ignored)]
    if args.format == "json":
        output.emit_json(_as_json(paths, shown))
    elif args.statistics:
        _print_statistics([f.finding for f in shown])
    else:
        _print(shown, full=args.format == "full")
        output.emit(_summary(paths, [f.finding for f in shown]))
    return diagnostics.USAGE if unreadable else diagnostics.exit_code(f.finding for f in shown)


def _paths(args: argparse.Namespace) -> list[Path]:
    named = [*args.files, *([args.file] if args.file is not None else [])]
    return [find(name) for name in named] or [find(None)]


def _findings(path: Path, args: argparse.Namespace) -> Sequence[Finding]:
    from aiplan.cli.opening import in_order, open_path

    opened = open_path(path, args)
    if args.base is None:
        return opened.findings
    from aiplan.core.checks.comparison import run_comparison

    moved = run_comparison(_base_plan(path, args.base), opened.plan)
    return in_order([*opened.findings, *opened.loaded.text.located(moved)])


def _base_plan(path: Path, revision: str) -> Plan:
    """Return the plan at `path` as it was at `revision`.

    Raises:
        UsageError: where it was no plan then, or was not there.
        GitError: where there is no such revision, or no repository.
    """
    from aiplan.review.sides import choose_sides, read_side
    from aiplan.store.text import PlanText

    def parse(raw: bytes, name: str) -> tuple[Mapping[str, Any], Sequence[str]]:
        text = PlanText.from_bytes(raw, path=name)
        return text.data, text.file_order

    side = choose_sides([revision], lambda: path)[0]
    if not side.exists:
        raise UsageError(f"{path} is not in {revision}", hint="compare with a revision that has it")
    try:
        return read_side(side, parse).plan
    except UnreadablePlan as error:
        raise UsageError(f"{path} as of {revision} cannot be read: {error.message}") from None


def _wanted(code: str, selected: tuple[str, ...], ignored: tuple[str, ...]) -> bool:
    return code.startswith(selected or ("",)) and not code.startswith(ignored)


def _prefixes(text: str | None) -> tuple[str, ...]:
    if text is None:
        return ()
    found = tuple(part.strip().upper() for part in text.split(",") if part.strip())
    for prefix in found:
        if not re.fullmatch(r"A(I(P\d*)?)?", prefix):
            hint = "codes look like AIP103; AIP1 is a family"
            raise UsageError(f"{prefix} is not the beginning of a code", hint=hint)
    return found


def _as_finding(error: UnreadablePlan) -> Finding:
    return Finding("AIP002", "error", error.message, (), error.line, error.hint)


def _print(found: Sequence[Located], *, full: bool) -> None:
    for file, f, column in found:
        place = ":".join(str(part) for part in (file, f.line, column) if part is not None)
        severity = output.styled(f.severity, _STYLES[f.severity])
        output.emit(f"{place} {f.code} {severity} {output.clean(f.message)}")
        if full and f.hint:
            output.emit(output.paragraph(output.clean(f.hint), indent="    "))


def _summary(paths: Sequence[Path], found: Sequence[Finding]) -> str:
    from aiplan.cli.opening import plural

    where = str(paths[0]) if len(paths) == 1 else f"{len(paths)} plans"
    if not found:
        return f"{where}: no findings."
    counts = Counter(f.severity for f in found)
    nouns = {"error": "error", "warning": "warning", "info": "note"}
    parts = [plural(counts[s], nouns[s]) for s in SEVERITIES if counts[s]]
    return f"{where}: {', '.join(parts)}."


def _print_statistics(found: Sequence[Finding]) -> None:
    counts = Counter((f.code, f.severity) for f in found)
    rows = [(str(n), code, severity, _name(code)) for (code, severity), n in counts.most_common()]
    columns = (
        output.Column("count", "right"), output.Column("code"), output.Column("severity"),
        output.Column("rule", flexible=True),
    )  # fmt: skip
    output.table(columns, rows)


def _name(code: str) -> str:
    from aiplan.cli.commands.explain import name_of

    return name_of(code)


def _as_json(paths: Sequence[Path], found: Sequence[Located]) -> dict[str, Any]:
    counts = Counter(f.finding.severity for f in found)
    return {
        "schema_version": 1,
        "files": [str(p) for p in paths],
        "counts": {severity: counts[severity] for severity in SEVERITIES},
        "findings": [
            {
                "file": file,
                "line": f.line,
                "column": column,
                "code": f.code,
                "severity": f.severity,
                "message": f.message,
                "address": f.address,
                "hint": f.hint,
            }
            for file, f, column in found
        ],
    }
