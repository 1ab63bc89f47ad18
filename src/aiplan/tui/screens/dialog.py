"""What all windows over the main screen have in common: their styles, loaded with the first of them."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar, TypeVar

from textual.screen import ModalScreen

Answer = TypeVar("Answer")


class Dialog(ModalScreen[Answer]):
    """A window that returns an answer."""

    CSS_PATH: ClassVar = [Path(__file__).parent.parent / "styles" / "dialogs.tcss"]
