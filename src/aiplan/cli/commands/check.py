"""Say what is wrong or doubtful in plans, with the place and the way out.

    aiplan check                 the plan here
    aiplan check plans/          every plan in and below a folder
    aiplan check --fix           mend what can be mended without asking
    aiplan check --diff          show what --fix would change, write nothing
    aiplan check --base main     compare with an earlier revision (or file): what
                                 an experiment that has begun is measured by stays

A comment passes a finding over, on the line of a key or above a header:
    deadline = 2026-05-15  # aiplan: ignore[AIP201] until=2026-06-01 vendor contract

Rules that speak when days pass are run where the plan has an `as_of`, or with
--as-of: a commit never turns red overnight. Exit 0 where nothing reaches the fail
level, 1 where something does, 2 where a file cannot be read.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Sequence

from aiplan.cli import diagnostics, output
from aiplan.cli.options import add_as_of, add_file, find_many
from aiplan.cli.reports import Reported
from aiplan.errors import UsageError
from aiplan.model.finding import SEVERITIES

FORMATS = ("full", "concise", "json", "github", "gitlab", "sarif")
_STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    add_file(parser, many=True)
    add_as_of(parser)
    parser.add_argument("--select", metavar="CODES", help="only codes that begin so: AIP1,AIP203")
    parser.add_argument("--ignore", metavar="CODES", help="not codes that begin so")
    parser.add_argument("--fix", action="store_true", help="mend what can be mended without asking")
    parser.add_argument("--diff", action="store_true", help="print what --fix would change, write nothing")
    parser.add_argument("--base", metavar="REV", help="compare bars of started experiments with this revision")
    parser.add_argument("--statistics", action="store_true", help="how often each code occurs, instead of the findings")
    parser.add_argument(
        "--fail-level", choices=SEVERITIES, default="error", help="exit 1 from this severity on (default: error)"
    )
    parser.add_argument(
        "--output-format", "--format", dest="format", choices=FORMATS, default="full", metavar="FORMAT",
        help=f"{', '.join(FORMATS)}; default: full",
    )  # fmt: skip
    parser.add_argument("--json", dest="format", action="store_const", const="json", help="same as --format json")
    parser.add_argument("--explain", metavar="CODE", help="the page of a code, as aiplan explain prints it")
    parser.add_argument("--list-rules", action="store_true", help="every code with its severity")


def run(args: argparse.Namespace) -> int:
    """Print the findings."""
    form = "json" if args.format == "json" else "text"
    if args.explain is not None or args.list_rules:
        from aiplan.cli.commands import explain

        return explain.list_codes(form) if args.list_rules else explain.explain(args.explain, form)
    if args.statistics and args.format in ("github", "gitlab", "sarif"):
        raise UsageError(f"--statistics does not go with --output-format {args.format}")
    from aiplan.cli.checking import check_all

    selected, ignored = _prefixes(args.select), _prefixes(args.ignore)

    def wanted(code: str) -> bool:
        return code.startswith(selected or ("",)) and not code.startswith(ignored)

    outcome = check_all(find_many(args), args, wanted)
    for line in outcome.diffs:
        output.emit(line)
    if args.statistics:
        _print_statistics(outcome.found, outcome.passed, as_json=args.format == "json")
    elif not args.diff and (outcome.files or args.format in ("json", "gitlab", "sarif")):
        summary = _summary(outcome.files, outcome.found, len(outcome.passed), outcome.mended)
        _print(args.format, outcome.files, outcome.found, outcome.passed, summary)
    if outcome.failed:
        return outcome.failed
    counting = SEVERITIES[: SEVERITIES.index(args.fail_level) + 1]
    return diagnostics.FINDINGS if any(r.finding.severity in counting for r in outcome.found) else diagnostics.OK


def _prefixes(text: str | None) -> tuple[str, ...]:
    if text is None:
        return ()
    found = tuple(part.strip().upper() for part in text.split(",") if part.strip())
    for prefix in found:
        if not re.fullmatch(r"A(I(P\d*)?)?", prefix):
            hint = "codes look like AIP103; AIP1 is a family"
            raise UsageError(f"{prefix} is not the beginning of a code", hint=hint)
    return found


def _print(
    form: str, files: Sequence[str], found: Sequence[Reported], passed: Sequence[Reported], summary: str
) -> None:
    """Print findings in one of the formats."""
    if form == "json":
        from aiplan.cli.reports import as_json

        output.emit_json(as_json(files, found, passed))
    elif form == "gitlab":
        from aiplan.cli.reports import as_gitlab

        output.emit_json(as_gitlab(found))
    elif form == "sarif":
        from aiplan.cli.sarif import as_sarif
        from aiplan.core.checks import RULES

        output.emit_json(as_sarif(found, passed, RULES), nested=True)
    elif form == "github":
        from aiplan.cli.reports import as_github
        from aiplan.core.checks import RULES

        plain = [*_lines(found, full=True), summary]
        for line in as_github(found, {rule.code: rule.name for rule in RULES}, plain):
            output.emit(line)
    else:
        for line in (*_lines(found, full=form == "full"), summary):
            output.emit(line)


def _lines(found: Sequence[Reported], *, full: bool) -> list[str]:
    """Return the findings as people read them."""
    lines = []
    for r in found:
        f = r.finding
        lines.append(f"{r.place} {f.code} {output.styled(f.severity, _STYLES[f.severity])} {output.clean(f.message)}")
        if full and f.hint:
            lines.append(output.paragraph(output.clean(f.hint), indent="    "))
    return lines


def _summary(files: Sequence[str], found: Sequence[Reported], passed: int, mended: int) -> str:
    from aiplan.cli.opening import plural

    where = files[0] if len(files) == 1 else plural(len(files), "plan")
    counts = Counter(r.finding.severity for r in found)
    nouns = {"error": "error", "warning": "warning", "info": "note"}
    parts = [plural(counts[s], nouns[s]) for s in SEVERITIES if counts[s]] or ["no findings"]
    beside = [f"{mended:,} mended"] if mended else []
    beside += [f"{passed:,} passed over by comments"] if passed else []
    return f"{where}: {', '.join(parts)}" + (f" ({', '.join(beside)})" if beside else "") + "."


def _print_statistics(found: Sequence[Reported], passed: Sequence[Reported], *, as_json: bool) -> None:
    """Print how often each code occurs, those that comments pass over in a column of their own."""
    from aiplan.cli.commands.explain import name_of

    counted = Counter((r.finding.code, r.finding.severity) for r in found)
    suppressed = Counter((r.finding.code, r.finding.severity) for r in passed)
    keys = sorted({*counted, *suppressed}, key=lambda key: (-counted[key], -suppressed[key], key))
    if as_json:
        rows = [
            {"code": c, "severity": s, "count": counted[c, s], "suppressed": suppressed[c, s], "title": name_of(c)}
            for c, s in keys
        ]
        output.emit_json({"schema_version": 1, "statistics": rows})
        return
    columns = (
        output.Column("count", "right"), output.Column("suppressed", "right", droppable=True), output.Column("code"),
        output.Column("severity"), output.Column("rule", flexible=True),
    )  # fmt: skip
    output.table(
        columns,
        [(str(counted[key]), str(suppressed[key] or ""), *key, name_of(key[0])) for key in keys],
    )
