"""Start a plan from a spreadsheet saved as CSV, or from a Gantt chart in Mermaid.

aiplan import roadmap.csv                 writes aiplan.toml here
aiplan import roadmap.csv -o bot.toml     or the file that is named; never over one that is there
aiplan import README.md -n                says what would come of it, writes nothing

CSV as Excel, Google Sheets, Jira, Microsoft Project and Notion save it, in UTF-8, UTF-16, GB18030 or Windows-1252,
with commas, semicolons or tabs. Columns are known by their headers, in English or Chinese: id, title, start, finish,
due, duration, predecessors (3FS+2d), owner, team, status, % complete, parent or milestone, type, priority, labels,
notes. A chart may stand in a Markdown file. What cannot be read is told with its line, and kept in the notes.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from aiplan.cli import diagnostics, output
from aiplan.cli.options import LANGUAGES, add_dry_run, add_format, day, today
from aiplan.errors import OutsideChange, UsageError

if TYPE_CHECKING:
    from aiplan.importing.plan import Imported

_NAME = "aiplan.toml"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("source", metavar="FILE", help="the CSV, Markdown or Mermaid file; - reads standard input")
    parser.add_argument("-o", "--output", metavar="PLAN", help=f"the new plan (default: {_NAME}); - is standard output")
    parser.add_argument("-f", "--file", metavar="PLAN", help="the same as --output")
    parser.add_argument("--name", default="", help="what the product is called")
    parser.add_argument(
        "--start", metavar="DATE", type=day, help="first day of the project; default: of its first work"
    )
    parser.add_argument("--dates", choices=("mdy", "dmy"), help="what comes first in 3/4/2026; default: what fits all")
    parser.add_argument("--language", choices=LANGUAGES, default="", help="of the plan; default: that of its titles")
    add_dry_run(parser)
    add_format(parser, "text", "json")


def run(args: argparse.Namespace) -> int:
    """Read the file, say what came of it, and write the plan."""
    from aiplan.importing.drafting import Wishes
    from aiplan.importing.plan import import_file, imported

    if args.output is not None and args.file is not None and args.output != args.file:
        raise UsageError(f"two files are named: {args.output} and {args.file}", hint="name one")
    path = _target(args.output or args.file or _NAME)
    wishes = Wishes(today(), " ".join(args.name.split()), args.start, args.language)
    if args.source == "-":
        made = imported(sys.stdin.buffer.read(), "", wishes, order=args.dates)
    else:
        made = import_file(Path(args.source), wishes, order=args.dates)
    written = path is not None and not args.dry_run
    if path is None and not args.dry_run and args.format == "text":
        for line in _notes(made):
            diagnostics.note(line)
        output.emit(made.text.rstrip("\n"))
        return diagnostics.OK
    if path is not None and written:
        _write(path, made.text)
    if args.format == "json":
        output.emit_json(_json(made, path if written else None))
        return diagnostics.OK
    source = "standard input" if args.source == "-" else args.source
    output.emit(output.paragraph(f"{source}: {_summary(made)}"))
    for line in _notes(made):
        output.emit(output.paragraph(line, "  "))
    if written:
        output.emit(f"{path} is a plan now.")
        named = "" if path == Path(_NAME) else f" {path}"
        diagnostics.hint(f"aiplan{named}  opens it; aiplan check{named}  looks through it")
    return diagnostics.OK


def _target(name: str) -> Path | None:
    """Return the file to write, `None` for standard output."""
    if name == "-":
        return None
    path = Path(name)
    if path.is_dir():
        path /= _NAME
    if path.suffix != ".toml":
        raise UsageError(f"{path} is not the name of a plan", hint="name one that ends in .toml")
    if path.exists() or path.is_symlink():
        raise UsageError(f"{path} exists; nothing was written", hint="name another file: -o PLAN")
    return path


def _summary(made: Imported) -> str:
    counts = (
        (made.tasks, "task", "tasks"),
        (made.milestones, "milestone", "milestones"),
        (made.dependencies, "dependency", "dependencies"),
    )
    said = ", ".join(f"{count} {one if count == 1 else many}" for count, one, many in counts)
    return f"{said}, {made.start} to {made.finish}" if made.finish is not None else said


def _notes(made: Imported) -> list[str]:
    found = []
    for note in made.notes:
        place = f"line {note.line}, {note.column}" if note.column else f"line {note.line}"
        found.append(f"{place}: {note.text()}" if note.line else note.text())
    return found


def _json(made: Imported, path: Path | None) -> dict[str, object]:
    return {
        "file": None if path is None else str(path),
        "kind": made.kind,
        "tasks": made.tasks,
        "milestones": made.milestones,
        "dependencies": made.dependencies,
        "start": made.start.isoformat(),
        "finish": None if made.finish is None else made.finish.isoformat(),
        "notes": [
            {"line": note.line or None, "column": note.column or None, "message": note.text()} for note in made.notes
        ],
    }


def _write(path: Path, text: str) -> None:
    from aiplan.store.files import save

    try:
        save(path, text.encode("utf-8"), None)
    except OutsideChange as error:
        raise UsageError(str(error), hint="name another file: -o PLAN") from None
