"""A program in a real terminal: when a text has been painted, and what a key costs."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from bench.measure import ENVIRONMENT

COLUMNS, LINES = 120, 36


class Terminal:
    """Runs `command` on a pseudo-terminal of 120×36; a context manager."""

    def __init__(self, command: Sequence[str | Path], cwd: Path | None = None) -> None:
        self.started = time.perf_counter()
        self.output = b""
        self._ended = False
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            os.chdir(cwd or Path.cwd())
            environment = ENVIRONMENT | {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
            os.execve(str(command[0]), [str(word) for word in command], environment)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._fd)

    def until(self, text: str, *, seconds: float = 30.0) -> float:
        """Return the ms from the start until `text` has been painted.

        Raises:
            TimeoutError: if it does not appear within `seconds`.
        """
        wanted = text.encode()
        while wanted not in self.output:
            self._read(0.5)
            if self._ended or time.perf_counter() - self.started > seconds:
                raise TimeoutError(f"{text!r} was not painted; the last output: {self.output[-300:]!r}")
        return (time.perf_counter() - self.started) * 1000

    def end(self, *, seconds: float) -> None:
        """Wait until the program has ended.

        Raises:
            TimeoutError: if it has not within `seconds`.
        """
        end = time.perf_counter() + seconds
        while not self._ended:
            self._read(0.5)
            if time.perf_counter() > end:
                raise TimeoutError(f"it is still running; the last output: {self.output[-300:]!r}")

    def settle(self, quiet: float = 0.3) -> None:
        """Wait until nothing has been painted for `quiet` seconds."""
        while self._read(quiet):
            pass

    def rest(self, *, still: float = 0.5, busy: float = 0.02, seconds: float = 30.0) -> None:
        """Wait until the program has done next to nothing for some time.

        Args:
            still: for how many seconds.
            busy: the share of a processor that counts as nothing.
            seconds: how long that is waited for at most.
        """
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            before, began = self._cpu(), time.perf_counter()
            while (left := began + still - time.perf_counter()) > 0:
                self._read(left)
            if self._cpu() - before < busy * still * 1e9:
                return

    def key(self, key: str) -> float:
        """Return the CPU time, in ms over all threads, that the program spends on `key` until it is quiet again."""
        before = self._cpu()
        os.write(self._fd, key.encode())
        self.settle(0.05)
        return (self._cpu() - before) / 1e6

    def _read(self, seconds: float) -> bool:
        """Take what is painted within `seconds`; return whether anything was."""
        if not select.select([self._fd], [], [], seconds)[0]:
            return False
        try:
            self.output += os.read(self._fd, 1 << 16)
        except OSError:  # the program has ended
            self._ended = True
            return False
        return True

    def _cpu(self) -> int:
        """Return the nanoseconds all threads have run."""
        return sum(int(p.read_text().split()[0]) for p in Path(f"/proc/{self.pid}/task").glob("*/schedstat"))


def supported() -> bool:
    """Whether this system has what measuring a key takes."""
    return sys.platform == "linux" and Path("/proc/self/schedstat").is_file()
