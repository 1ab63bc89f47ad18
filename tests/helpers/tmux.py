"""A real terminal: a program in a tmux of its own, its screen read back as text."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from helpers.tools import require_tool


class Terminal:
    """One program in one tmux window."""

    def __init__(self, folder: Path, command: Sequence[str], *, size: tuple[int, int], env: Mapping[str, str]) -> None:
        self._tmux = [require_tool("tmux"), "-S", str(folder / "tmux.sock"), "-f", os.devnull]
        width, height = size
        self._run("new-session", "-d", "-x", str(width), "-y", str(height), "-c", str(folder),
                  "env", *(f"{key}={value}" for key, value in env.items()), *command)  # fmt: skip
        self._run("set-option", "-g", "remain-on-exit", "on")

    def press(self, *keys: str) -> None:
        """Press keys as tmux names them."""
        self._run("send-keys", *keys)

    def write(self, text: str) -> None:
        """Type text as it stands."""
        self._run("send-keys", "-l", text)

    def paste(self, text: str) -> None:
        """Paste text, as a terminal tells a program that it is pasted and not typed."""
        self._run("set-buffer", text)
        self._run("paste-buffer", "-p")

    def screen(self) -> str:
        """Return the screen as text."""
        return self._run("capture-pane", "-p")

    def cursor(self) -> str:
        """Return where the cursor of the terminal is: in the field that is typed into."""
        return self._run("display-message", "-p", "#{cursor_x} #{cursor_y}")

    def until(self, condition: Callable[[str], object], *, seconds: float = 30.0) -> str:
        """Return the screen as soon as `condition` holds of it; fail after `seconds`."""
        end = time.monotonic() + seconds
        while True:
            screen = self.screen()
            if condition(screen):
                return screen
            assert time.monotonic() < end, f"it never came to that:\n{screen}"
            time.sleep(0.05)

    def ended(self) -> bool:
        """Tell whether the program has ended."""
        return self._run("display-message", "-p", "#{pane_dead}").strip() == "1"

    def resize(self, width: int, height: int) -> None:
        """Change the size of the window."""
        self._run("resize-window", "-x", str(width), "-y", str(height))

    def close(self) -> None:
        """End the program and its tmux."""
        subprocess.run([*self._tmux, "kill-server"], check=False, capture_output=True)

    def _run(self, *arguments: str) -> str:
        done = subprocess.run([*self._tmux, *arguments], check=True, capture_output=True, text=True, encoding="utf-8")
        return done.stdout
