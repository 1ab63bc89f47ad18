"""Asking the terminal itself: how wide it draws characters whose width is ambiguous."""

from __future__ import annotations

import contextlib
import os
import re
import select
import time
from collections.abc import Iterator
from pathlib import Path

PROBED = "▌▾◆━"
"""Characters that the interface draws with, and that some terminals draw two cells wide."""
TIMEOUT = 0.6
"""Seconds to wait for an answer."""
_ANSWER = re.compile(rb"\x1b\[(\d+);(\d+)R")
_TTY = Path("/dev/tty")


def cells_drawn(text: str = PROBED) -> int | None:
    """Return how many cells the terminal takes for `text`, `None` where it cannot be asked or does not answer.

    The cursor position is asked for (CPR, `ESC [ 6 n`; source: ECMA-48, 8.3.35 and 8.3.14) before and after the text
    is written at the beginning of a line, which is then wiped.
    """
    with contextlib.suppress(OSError, ImportError), _raw_terminal() as terminal:
        os.write(terminal, b"\r\x1b[6n")
        before = _column(terminal)
        if before is None:
            return None
        os.write(terminal, text.encode() + b"\x1b[6n")
        after = _column(terminal)
        os.write(terminal, b"\r\x1b[K")
        return None if after is None else after - before
    return None


@contextlib.contextmanager
def _raw_terminal() -> Iterator[int]:
    """Yield the controlling terminal without echo and line buffering; put it back afterwards."""
    import termios
    import tty

    terminal = os.open(_TTY, os.O_RDWR | os.O_NOCTTY)
    try:
        usual = termios.tcgetattr(terminal)
        try:
            tty.setcbreak(terminal)
            yield terminal
        finally:
            termios.tcsetattr(terminal, termios.TCSAFLUSH, usual)
    except termios.error:
        raise OSError("no terminal") from None
    finally:
        os.close(terminal)


def _column(terminal: int) -> int | None:
    """Return the column that the terminal answers, `None` where it does not in time."""
    end = time.monotonic() + TIMEOUT
    heard = b""
    while (left := end - time.monotonic()) > 0:
        if not select.select([terminal], [], [], left)[0]:
            return None
        heard += os.read(terminal, 64)
        answer = _ANSWER.search(heard)
        if answer is not None:
            return int(answer[2])
    return None
