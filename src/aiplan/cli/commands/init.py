"""Start a plan from a template, as aiplan.toml here or under the name given."""

from __future__ import annotations

import argparse
from pathlib import Path

from aiplan.cli import diagnostics, output
from aiplan.cli.options import add_format, day, today
from aiplan.cli.templates import DEFAULT, read_template, summary, templates
from aiplan.errors import OutsideChange, UsageError

_NAME = "aiplan.toml"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "path", metavar="PATH", nargs="?", help=f"the new file, or the folder for it (default: {_NAME})"
    )
    parser.add_argument("-f", "--file", metavar="FILE", help="the same as PATH")
    parser.add_argument("--template", metavar="NAME", default=DEFAULT, help=f"see --list; default: {DEFAULT}")
    parser.add_argument("--name", help="what the product is called")
    parser.add_argument("--start", metavar="DATE", type=day, help="first day of the project; default: today")
    parser.add_argument("--list", action="store_true", help="list the templates")
    add_format(parser, "text", "json")


def run(args: argparse.Namespace) -> int:
    """Write the plan, or list the templates."""
    if args.list:
        return _list(args.format)
    if args.path is not None and args.file is not None:
        raise UsageError(f"two files are named: {args.path} and {args.file}", hint="name one")
    path = Path(args.path or args.file or _NAME)
    if path.is_dir():
        path /= _NAME
    raw = _filled(read_template(args.template), args)
    if path.exists() or path.is_symlink():
        raise UsageError(f"{path} exists; nothing was written", hint="name another file: aiplan init PATH")
    _write(path, raw)
    output.emit(f"{path} is a plan now, from the template {args.template}.")
    named = "" if path == Path(_NAME) else f" {path}"
    diagnostics.hint(f"aiplan{named}  opens it; aiplan schedule{named}  prints its dates")
    return diagnostics.OK


def _list(form: str) -> int:
    found = {name: summary(entry) for name, entry in templates().items()}
    if form == "json":
        output.emit_json([{"name": name, "summary": text} for name, text in found.items()])
    else:
        room = max(map(output.cells, found), default=0) + output.GAP
        for name, text in found.items():
            lines = output.paragraph(text or name, " " * room)
            output.emit(output.pad(name, room) + lines.removeprefix(" " * room))
    return diagnostics.OK


def _filled(raw: bytes, args: argparse.Namespace) -> bytes:
    """Return the template with the name and the start that were asked for."""
    from aiplan.model.edits import SetField
    from aiplan.store.text import PlanText

    text = PlanText.from_bytes(raw, path=args.template)
    text = text.apply(SetField(("project", "start"), args.start or today()))
    if args.name is not None:
        text = text.apply(SetField(("project", "name"), args.name))
    return text.to_bytes()


def _write(path: Path, raw: bytes) -> None:
    from aiplan.store.files import save

    try:
        save(path, raw, None)
    except OutsideChange as error:
        raise UsageError(str(error), hint="name another file: aiplan init PATH") from None
