"""What all windows over the main screen have in common: their styles, and how the screen below shows through."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.color import Color
from textual.css.styles import RulesMap
from textual.renderables.background_screen import BackgroundScreen
from textual.screen import ModalScreen, Screen
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

Answer = TypeVar("Answer")
_NOTHING = RichStyle()


class Below(Visual):
    """The screen below a window, tinted line by line as it stands there."""

    def __init__(self, screen: Screen[object], tint: Color) -> None:
        self._screen = screen
        self._tint = tint

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:  # noqa: ARG002 - Textual's signature
        """Return the lines."""
        strips = self._screen._compositor.render_strips()[:height]  # noqa: SLF001 - as Textual's own does
        return [Strip(_tinted(strip, self._tint), strip.cell_length) for strip in strips]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:  # noqa: ARG002 - Textual's signature
        """Return the width there is."""
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:  # noqa: ARG002 - Textual's signature
        """Return the height of the screen."""
        return self._screen.size.height


def _tinted(segments: Iterable[Segment], tint: Color) -> list[Segment]:
    return [Segment(text, _shade(style or _NOTHING, tint), control) for text, style, control in segments]


@lru_cache(maxsize=4096)
def _shade(style: RichStyle, tint: Color) -> RichStyle:
    """Return a style in the colours that it has under the tint, without anything to click."""
    plain = style.clear_meta_and_links()
    if tint.a == 0:
        return plain
    return plain + RichStyle.from_color(
        None if style.color is None else (Color.from_rich_color(style.color) + tint).rich_color,
        None if style.bgcolor is None else (Color.from_rich_color(style.bgcolor) + tint).rich_color,
    )


class Dialog(ModalScreen[Answer]):
    """A window that returns an answer."""

    CSS_PATH: ClassVar = [Path(__file__).parent.parent / "styles" / "dialogs.tcss"]

    def render(self) -> Any:
        """Return what lies behind the window."""
        behind = super().render()
        return Below(behind.screen, behind.color) if isinstance(behind, BackgroundScreen) else behind
