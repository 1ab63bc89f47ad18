"""Completes ids while they are typed, also the last of several."""

from __future__ import annotations

import re
from collections.abc import Sequence

from textual.suggester import Suggester

_LAST = re.compile(r"(?:^|[,，、]\s*)([^,，、\s]+)\Z")


class IdSuggester(Suggester):
    """Suggests the first id that begins with what stands after the last comma."""

    def __init__(self, ids: Sequence[str]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._ids = ids

    async def get_suggestion(self, value: str) -> str | None:
        """Return `value` completed, `None` where no id fits."""
        match = _LAST.search(value)
        if match is None:
            return None
        typed = match[1].lower()
        found = next((key for key in self._ids if key.lower().startswith(typed) and key.lower() != typed), None)
        return None if found is None else value[: match.start(1)] + found
