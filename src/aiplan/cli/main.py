"""From words on the command line to a command, and from what it does to an exit code."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib import import_module

from aiplan import __version__
from aiplan.cli import diagnostics, output
from aiplan.cli.commands import COMMANDS, GROUPS, UI, Command, find
from aiplan.errors import AiplanError, UsageError

_TAKE_VALUE = ("-f", "--file", "--as-of", "--format", "--output-format", "--language")
"""Options with a value that may stand before the command."""


def run(words: Sequence[str]) -> int:
    """Return the exit code of the command line `words`."""
    output.prepare_streams()
    try:
        code = _run(words)
        output.finish()
    except AiplanError as error:
        output.finish()
        return diagnostics.fail(error)
    except KeyboardInterrupt:
        output.finish()
        diagnostics.note("interrupted")
        return diagnostics.INTERRUPTED
    except SystemExit as leave:  # argparse has printed a help text
        output.finish()
        return leave.code if isinstance(leave.code, int) else diagnostics.OK
    except OSError as error:
        output.finish()
        return diagnostics.fail_outside(error)
    except Exception as error:  # noqa: BLE001 - the last line of defence: no traceback in anybody's face
        output.finish()
        return diagnostics.crash(error)
    return code


def _run(words: Sequence[str]) -> int:
    before, name, after = split(words)
    if name == "help":
        before, name, after = ["--help"], *(after[:1] or [""]), after[1:]
    flags = [*before, *after]
    if not name and any(w in ("-h", "--help") for w in flags):
        output.emit(help_text())
        return diagnostics.OK
    if not name and any(w in ("-V", "--version") for w in flags):
        output.emit(f"aiplan {__version__}")
        return diagnostics.OK
    command = find(name)
    if command is None:
        if name and not _names_a_file(name):
            close = diagnostics.nearest(name, [c.name for c in COMMANDS])
            raise UsageError(f"there is no command {name}", hint=f"{close}\nhelp: aiplan --help".strip())
        command, flags = UI, [*flags, *([name] if name else [])]
    return _dispatch(command, flags)


def _dispatch(command: Command, words: Sequence[str]) -> int:
    from aiplan.cli.options import Parser

    module = import_module(f"aiplan.cli.commands.{command.module}")
    parser = Parser(f"aiplan {command.name}".strip(), (module.__doc__ or command.help).strip())
    module.configure(parser)
    code: int = module.run(parser.read(words))
    return code


def split(words: Sequence[str]) -> tuple[list[str], str, list[str]]:
    """Return the options before the command, the command (empty: none) and what follows it."""
    position = 0
    while position < len(words) and words[position].startswith("-") and words[position] != "-":
        position += 2 if words[position] in _TAKE_VALUE else 1
    name = words[position] if position < len(words) else ""
    return list(words[:position]), name, list(words[position + 1 :])


def help_text() -> str:
    """Return the help of the whole program."""
    lines = [
        "usage: aiplan [FILE]               open the plan in the terminal interface",
        "       aiplan COMMAND … [-f FILE]  see below; aiplan COMMAND --help tells more",
        "",
        "Plan AI products in one TOML file: computed critical paths, re-planning when",
        "experiments slip.",
    ]
    for group, title in GROUPS:
        lines += ["", f"{title}:"]
        lines += [f"  {c.name:<12} {c.help}" for c in COMMANDS if c.group == group]
    lines += [
        "",
        "Options of most commands, before or after the command:",
        "  -f, --file FILE   the plan; default: aiplan.toml, or the only *.plan.toml",
        "  --as-of DATE      compute as of this data date (2026-03-31 or today)",
        "  --json            the result as JSON",
        "  -h, --help        this, or the help of a command",
        "  -V, --version     the version",
        "",
        "Exit codes: 0 ok · 1 findings of severity error · 2 usage or unreadable file",
        "            3 refused: the file changed outside, or an edit did not read back",
    ]
    return "\n".join(lines)


def _names_a_file(word: str) -> bool:
    return word.endswith(".toml") or os.sep in word or word == "-" or os.path.lexists(word)
