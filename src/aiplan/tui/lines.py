"""Lines of text with places to go to: what all views but the timeline are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from rich.cells import cell_len
from textual.content import Content

from aiplan.model.address import Path
from aiplan.tui.cells import fit
from aiplan.tui.glyphs import Glyphs
from aiplan.tui.widgets.line import part

EMPTY = Content("")


@dataclass(frozen=True, slots=True)
class Target:
    """A stretch of a line that the cursor can stand on."""

    start: int
    """First cell."""
    end: int
    """Cell after the last one."""
    address: Path
    """The table that it stands for."""
    key: str = ""
    """The field at which the form opens."""

    def shifted(self, cells: int) -> Target:
        """Return the target further to the right."""
        return replace(self, start=self.start + cells, end=self.end + cells)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a view."""

    content: Content = EMPTY
    targets: tuple[Target, ...] = ()


def row(content: Content, address: Path, key: str = "", *, start: int = 0) -> Line:
    """Return a line that is one target from cell `start` to the end of its text."""
    return Line(content, (Target(start, max(start + 1, content.cell_length), address, key),))


def joined(pieces: Iterable[Content | Line]) -> Line:
    """Return pieces one after the other as one line; the targets of lines among them move along."""
    content, targets, at = [], [], 0
    for piece in pieces:
        line = piece if isinstance(piece, Line) else Line(piece)
        content.append(line.content)
        targets += [target.shifted(at) for target in line.targets]
        at += line.content.cell_length
    return Line(EMPTY.join(content), tuple(targets))


def heading(text: str, note: str = "") -> Line:
    """Return the heading of a part of a view."""
    return Line(part(text, "bold $primary") + part(f"  {note}" if note else "", "$gantt-muted"))


def empty(text: str) -> list[Line]:
    """Return what a view says that has nothing to show: a sentence that names the key to press."""
    return [Line(), Line(part(f"  {text}", "$gantt-muted"))]


def fitted(content: Content, width: int, ellipsis: str = "…") -> Content:
    """Return `content` in exactly `width` cells."""
    if width <= 0:
        return EMPTY
    length = content.cell_length
    if length <= width:
        return content + Content(" " * (width - length))
    size = cell_len(ellipsis)
    cut = content.truncate(max(0, width - size)) if width > size else EMPTY
    return cut + Content(fit(ellipsis, width - cut.cell_length))


def trimmed(line: Line, width: int, ellipsis: str = "…") -> Line:
    """Return `line` in exactly `width` cells; targets that are cut off are dropped."""
    kept = tuple(replace(t, end=min(t.end, width)) for t in line.targets if t.start < width)
    return Line(fitted(line.content, width, ellipsis), kept)


def beside(left: Sequence[Line], right: Sequence[Line], width_left: int, gap: str = "  ") -> list[Line]:
    """Return two columns side by side; the left one takes `width_left` cells."""
    return [
        joined((trimmed(one, width_left), part(gap, "$gantt-rule"), other))
        for one, other in zip_longest(left, right, fillvalue=Line())
    ]


def bar(share: float, width: int, glyphs: Glyphs) -> str:
    """Return a bar of `width` cells filled to `share` (0 … 1), exact to an eighth of a cell."""
    eighths = round(max(0.0, min(1.0, share)) * width * 8)
    full, rest = divmod(eighths, 8)
    text = glyphs.eighths[8] * full + (glyphs.eighths[rest] if rest else "")
    return text + " " * (width - cell_len(text))
