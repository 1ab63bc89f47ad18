"""What an import has to say: what was not read, what was decided, and why there is no plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiplan.errors import AiplanError


def N_(text: str) -> str:  # noqa: N802 - the name by which translations are gathered
    """Return `text`, which is translated where it is shown."""
    return text


def _same(text: str) -> str:
    return text


@dataclass(frozen=True, slots=True)
class Note:
    """One remark about what was read."""

    said: str
    """Sentence with names in braces."""
    values: Mapping[str, Any] = field(default_factory=dict)
    """Name → what stands there."""
    line: int = 0
    """Line of the file, from 1; 0 for the whole of it."""
    column: str = ""
    """Header of the column; empty for the whole line."""

    def text(self, translated: Callable[[str], str] = _same) -> str:
        """Return the sentence."""
        return translated(self.said).format(**self.values)


class ImportFailed(AiplanError):
    """Nothing in the file can become a plan."""

    def __init__(self, said: str, *, hint: str = "", **values: Any) -> None:
        self.note = Note(said, values)
        self.way_out = Note(hint, values)
        super().__init__(self.note.text(), hint=self.way_out.text())
