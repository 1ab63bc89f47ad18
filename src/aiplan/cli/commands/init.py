"""Start a plan from a template, as aiplan.toml here or under the name given.

All dates of the template move with --start, by working days. Its data date is left out, so that it is today; where
the project started earlier the plan opens as it stood on that day, and `aiplan update` records what has happened.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from aiplan.cli import diagnostics, output
from aiplan.cli.options import add_format, day, today
from aiplan.errors import OutsideChange, UsageError

_NAME = "aiplan.toml"
LANGUAGES = ("en", "zh")
_LISTED = {
    "en": "aiplan init --template NAME  starts one; with --language zh in Chinese",
    "zh": "aiplan init --language zh --template NAME  新建计划；不加 --language 则为英文",
}
"""Language → what is said below the list."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "path", metavar="PATH", nargs="?", help=f"the new file, or the folder for it (default: {_NAME})"
    )
    parser.add_argument("-f", "--file", metavar="FILE", help="the same as PATH")
    parser.add_argument("--template", metavar="NAME", default="minimal", help="see --list; default: minimal")
    parser.add_argument("--name", help="what the product is called")
    parser.add_argument("--start", metavar="DATE", type=day, help="first day of the project; default: today")
    parser.add_argument("--list", action="store_true", help="list the templates")
    parser.add_argument("--language", choices=LANGUAGES, default="en", help="of the template and the list; default: en")
    add_format(parser, "text", "json")


def run(args: argparse.Namespace) -> int:
    """Write the plan, or list the templates."""
    from aiplan.store.templates import started

    if args.list:
        return _list(args.format, args.language)
    if args.name is not None and not _is_name(args.name):
        raise UsageError(
            f"{args.name!r} is no name of a product", hint="one line with something to read: --name PlantLens"
        )
    if args.path is not None and args.file is not None:
        raise UsageError(f"two files are named: {args.path} and {args.file}", hint="name one")
    path = Path(args.path or args.file or _NAME)
    if path.is_dir():
        path /= _NAME
    raw = _read(args.template, args.language)
    raw = started(raw, args.start or today(), today=today(), name=args.name)
    if path.exists() or path.is_symlink():
        raise UsageError(f"{path} exists; nothing was written", hint="name another file: aiplan init PATH")
    _write(path, raw)
    output.emit(f"{path} is a plan now, from the template {args.template}.")
    named = "" if path == Path(_NAME) else f" {path}"
    diagnostics.hint(f"aiplan{named}  opens it; aiplan schedule{named}  prints its dates")
    return diagnostics.OK


def _list(form: str, language: str) -> int:
    from aiplan.store.templates import summary, templates_in

    found = {name: summary(entry) for name, entry in templates_in(language).items()}
    if form == "json":
        output.emit_json([{"name": name, "language": language, "summary": text} for name, text in found.items()])
        return diagnostics.OK
    room = max(map(output.cells, found), default=0) + output.GAP
    for name, text in found.items():
        lines = output.paragraph(text or name, " " * room)
        output.emit(output.pad(name, room) + lines.removeprefix(" " * room))
    diagnostics.hint(_LISTED[language])
    return diagnostics.OK


def _read(name: str, language: str) -> bytes:
    """Return the plan file of a template; a name that ends in `.zh` is Chinese in any case."""
    from aiplan.store.templates import CHINESE, templates_in

    found = templates_in("zh" if name.endswith(CHINESE) else language)
    plain = name.removesuffix(CHINESE)
    if plain not in found:
        lines = [
            diagnostics.nearest(plain, found),
            f"there are: {', '.join(found)}",
            "what each is: aiplan init --list",
        ]
        raise UsageError(f"there is no template {name!r}", hint="\n".join(filter(None, lines)))
    return found[plain].read_bytes()


def _is_name(text: str) -> bool:
    return bool(text.strip()) and text.isprintable()


def _write(path: Path, raw: bytes) -> None:
    from aiplan.store.files import save

    try:
        save(path, raw, None)
    except OutsideChange as error:
        raise UsageError(str(error), hint="name another file: aiplan init PATH") from None
