"""What is said beside the result: errors and notes on stderr, and exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from aiplan.errors import AiplanError
    from aiplan.model.finding import Finding

OK: Final = 0
FINDINGS: Final = 1
"""There are findings of severity error."""
USAGE: Final = 2
"""The command line makes no sense, or the file cannot be read."""
REFUSED: Final = 3
"""Somebody else changed the file, or the edit did not read back; nothing was written."""
BUG: Final = 70
"""Something nobody thought of (EX_SOFTWARE)."""
INTERRUPTED: Final = 130
"""Ctrl-C."""


_LONGEST_NAME = 200
_LONGEST_LINE = 2000


def note(text: str) -> None:
    """Say something beside the result."""
    _stderr(f"aiplan: {text}")


def hint(text: str) -> None:
    """Say what to do about the note before."""
    for line in text.splitlines():
        _stderr(f"  {line}")


def fail(error: AiplanError) -> int:
    """Say what failed and what to do instead; return the exit code."""
    note(str(error))
    if error.hint:
        hint(error.hint)
    return error.exit_code


def fail_outside(error: OSError) -> int:
    """Say what the system refused; return the exit code."""
    name = str(error.filename) if error.filename is not None else ""
    said = (error.strerror or str(error)).lower()
    note(f"{name[:_LONGEST_NAME]}: {said}" if name else said)
    return USAGE


def crash(error: BaseException) -> int:
    """Report an exception nobody expected in one line; return the exit code."""
    if os.environ.get("AIPLAN_DEBUG"):
        import traceback

        traceback.print_exception(error, file=sys.stderr)
    said = " ".join(str(error).split())
    note(f"{type(error).__name__}: {said}" if said else type(error).__name__)
    hint("this is a bug in aiplan, not in your plan; please report it with the trace that AIPLAN_DEBUG=1 prints")
    return BUG


def nearest(word: str, known: Iterable[str]) -> str:
    """Return `did you mean …?` for the one or two of `known` that look like `word`, else an empty text."""
    import difflib

    names = list(dict.fromkeys(known))
    close = difflib.get_close_matches(word, names, n=2, cutoff=0.6)
    if not close:
        low = word.lower()
        close = [n for n in names if len(low) > 2 and (low in n.lower() or n.lower() in low)][:2]
    return f"did you mean {' or '.join(close)}?" if close else ""


def exit_code(findings: Iterable[Finding]) -> int:
    """Return `FINDINGS` where one of `findings` is an error, else `OK`."""
    return FINDINGS if any(f.severity == "error" for f in findings) else OK


def _stderr(line: str) -> None:
    try:
        print(line if len(line) <= _LONGEST_LINE else line[:_LONGEST_LINE] + "…", file=sys.stderr)
    except (OSError, ValueError):  # nobody listens; the exit code still tells
        return
