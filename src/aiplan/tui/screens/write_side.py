"""The text that takes the place of both sides of a merge conflict."""

from __future__ import annotations

from collections.abc import Callable

from aiplan.tui.screens.writing import WritingScreen


class WriteScreen(WritingScreen[str]):
    """Returns the text, once the file reads well with it."""

    def __init__(self, about: str, text: str, trouble: Callable[[str], str]) -> None:
        super().__init__(about, text)
        self._trouble = trouble

    def read(self) -> tuple[str | None, str]:
        """Return the text and what is wrong with it."""
        return self.written, self._trouble(self.written)
