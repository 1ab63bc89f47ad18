"""Write the plan as a document others read.

aiplan export markdown                     to stdout
aiplan export markdown --output ROADMAP.md into its region of the file; text around it stays
aiplan export markdown --output ROADMAP.md --check
                                           exit 1 where the file is not up to date; nothing is written
"""

from __future__ import annotations

import argparse
from pathlib import Path

from aiplan.cli import diagnostics, output
from aiplan.cli.opening import Opened, open_plan, say_errors
from aiplan.cli.options import add_as_of, add_file
from aiplan.errors import SaveFailed, UsageError

FORMATS = ("markdown",)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("format", choices=FORMATS, help="what to write")
    add_file(parser, positional=True)
    add_as_of(parser)
    parser.add_argument("-o", "--output", metavar="FILE", help="write there instead of stdout")
    parser.add_argument("--check", action="store_true", help="only say whether FILE is up to date")
    parser.add_argument("--baseline", metavar="NAME", help="what to compare with; default: the one taken last")


def run(args: argparse.Namespace) -> int:
    """Write the document."""
    if args.check and args.output is None:
        raise UsageError("export: --check needs --output FILE", hint="FILE is compared with what would be written")
    opened = open_plan(args)
    if args.output is None:
        output.emit(_markdown(opened, args.baseline).removesuffix("\n"))
        return say_errors(opened)
    target = Path(args.output)
    if target.exists() and target.samefile(opened.path):
        raise UsageError(f"{target} is the plan itself", hint="name another file")
    old = _old_text(target)
    new = _placed(old, _markdown(opened, args.baseline))
    if args.check:
        return _compare(target, old, new)
    if old != new:
        _write(target, old, new)
    output.emit(f"{target} is up to date" if old == new else f"wrote {target}")
    return say_errors(opened)


def _markdown(opened: Opened, baseline: str | None) -> str:
    from aiplan.export.markdown import roadmap_markdown

    return roadmap_markdown(opened.plan, opened.schedule, baseline=baseline)


def _placed(old: str | None, body: str) -> str:
    from aiplan.export.regions import ROADMAP, replace_region

    return replace_region(old or "", ROADMAP, body)


def _compare(target: Path, old: str | None, new: str) -> int:
    if old == new:
        output.emit(f"{target} is up to date")
        return diagnostics.OK
    diagnostics.note(f"{target} is missing" if old is None else f"{target} is not up to date")
    diagnostics.hint(f"aiplan export markdown --output {target}")
    return diagnostics.FINDINGS


def _old_text(target: Path) -> str | None:
    try:
        return target.read_bytes().decode()
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        raise UsageError(f"{target} is not UTF-8 text; nothing was written") from None
    except (OSError, ValueError) as error:
        raise SaveFailed(f"{target} cannot be read: {_reason(error)}") from None


def _write(target: Path, old: str | None, new: str) -> None:
    from aiplan.store.files import digest, save

    save(target, new.encode(), None if old is None else digest(old.encode()))


def _reason(error: Exception) -> str:
    return (error.strerror or str(error)).lower() if isinstance(error, OSError) else str(error)
