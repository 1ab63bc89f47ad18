"""Colours of the grid: names to terminal styles, resolved from the theme."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from rich.color import Color as RichColor
from rich.style import Style
from textual.color import Color

from aiplan.tui.cells import Look

KEYS: tuple[str, ...] = (
    "base", "alt", "cursor", "cursor-alt", "header",
    "text", "dim", "rule", "header-dim", "now", "good", "warning", "error", "accent",
    "task", "task-done", "experiment", "experiment-done", "critical", "critical-done", "group",
    "float", "tail", "ghost", "baseline", "link", "link-critical", "link-focus",
)  # fmt: skip
"""Every colour the grid knows; each may serve as foreground or background."""


class Palette:
    """Styles by (foreground, background, bold), for one theme."""

    def __init__(self, colors: Mapping[str, RichColor], *, plain: bool, blocks: bool) -> None:
        self.plain = plain
        """Whether the terminal's own colours are used: no shades to rely on, the default one is no foreground."""
        self.solid = blocks and not plain
        """Whether a bar may be one flat colour; if not, its pattern is drawn on the plain background."""
        self._colors = colors
        self._styles: dict[Look, Style] = {}

    def look(self, look: Look) -> Style:
        """Return the style of a look."""
        found = self._styles.get(look)
        if found is None:
            fore, back, bold = look
            found = self._styles[look] = _style(self._colors[fore], self._colors[back], bool(bold))
        return found

    def style(self, fore: str, back: str, bold: bool = False) -> Style:
        """Return the style of these colour keys."""
        return self.look((fore, back, int(bold)))

    def reverse(self, fore: str, back: str, bold: bool = False) -> Style:
        """Return the style with its colours exchanged, for cells that must stand out without colour."""
        return self.style(fore, back, bold) + Style(reverse=True)


def palette_of(variables: Mapping[str, str], *, blocks: bool) -> Palette:
    """Return the palette that a theme's variables give.

    Read from the variables rather than through component classes, which would have to be matched against every
    rule before the first frame.

    Args:
        variables: CSS variables of the theme; `$gantt-KEY` is the colour of each key.
        blocks: whether block characters may be drawn.
    """
    parsed = {key: Color.parse(variables[f"gantt-{key}"]) for key in KEYS}
    colors = {key: color.rich_color for key, color in parsed.items()}
    return Palette(colors, plain=parsed["base"].ansi is not None, blocks=blocks)


@lru_cache(maxsize=1024)
def _style(fore: RichColor, back: RichColor, bold: bool) -> Style:
    return Style(color=fore, bgcolor=back, bold=bold)
