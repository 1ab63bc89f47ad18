"""The text of one item as it stands in the file."""

from __future__ import annotations

from aiplan.errors import AiplanError
from aiplan.model.address import Path, format_address
from aiplan.store.text import PlanText
from aiplan.tui.forms.raw import raw_text, with_raw
from aiplan.tui.phrasing import with_hint
from aiplan.tui.screens.writing import WritingScreen


class RawScreen(WritingScreen[PlanText]):
    """Returns the file with the changed text, once that reads as the same item."""

    def __init__(self, text: PlanText, address: Path) -> None:
        super().__init__(format_address(address), raw_text(text, address))
        self._text = text
        self._address = address

    def read(self) -> tuple[PlanText | None, str]:
        """Return the file with the text, `None` where nothing was changed, and what is wrong with it."""
        try:
            found = with_raw(self._text, self._address, self.written)
        except AiplanError as error:
            return None, with_hint(error)
        return found if self.changed else None, ""
