"""Text in terminal cells: cutting, padding and lines of coloured cells.

A wide character (Chinese, say) takes two cells. In a list of cells it stands in the first and leaves `""` in
the second, so that positions are columns.
"""

from __future__ import annotations

from functools import lru_cache

from rich.cells import cell_len, get_character_cell_size

Look = tuple[str, str, int]
"""Foreground key, background key, and 1 for bold."""

_CONTROLS: dict[int, str] = dict.fromkeys(
    (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A)), " "
) | {0x200D: "", 0xFE0E: "", 0xFE0F: ""}


@lru_cache(maxsize=8192)
def clean(text: str) -> str:
    """Return `text` on one line without control characters, so that a title cannot steer the terminal.

    Joiners and variation selectors go too: terminals disagree on how wide they make a character.
    """
    return text.translate(_CONTROLS)


@lru_cache(maxsize=8192)
def fit(text: str, width: int, ellipsis: str = "…") -> str:
    """Return `text` in exactly `width` cells: padded with spaces, or cut and marked with `ellipsis`."""
    if width <= 0:
        return ""
    text = clean(text)
    length = cell_len(text)
    if length <= width:
        return text + " " * (width - length)
    room = width - cell_len(ellipsis)
    if room < 0:
        return ellipsis[:width]
    kept, used = [], 0
    for char in text:
        size = get_character_cell_size(char)
        if used + size > room:
            break
        kept.append(char)
        used += size
    return "".join(kept) + ellipsis + " " * (room - used)


def fit_right(text: str, width: int) -> str:
    """Return `text` in exactly `width` cells, at the right edge."""
    length = cell_len(text)
    return " " * (width - length) + text if length <= width else fit(text, width)


@lru_cache(maxsize=4096)
def explode(text: str) -> tuple[str, ...]:
    """Return `text` as cells; characters of no width join the one before."""
    cells: list[str] = []
    last = -1
    for char in clean(text):
        size = get_character_cell_size(char)
        if size == 0:
            if last >= 0:
                cells[last] += char
            continue
        last = len(cells)
        cells.append(char)
        cells.extend([""] * (size - 1))
    return tuple(cells)


class CellLine:
    """One line of cells with colour keys; what lies outside `0 … width - 1` is clipped."""

    __slots__ = ("back", "bold", "chars", "fore", "width")

    def __init__(self, width: int, back: list[str], fore: str = "text") -> None:
        self.width = width
        self.chars = [" "] * width
        self.fore = [fore] * width
        self.back = back
        """Colour key of each cell's background; taken over, not copied."""
        self.bold = bytearray(width)

    def put(self, column: int, char: str, fore: str, back: str | None = None, *, bold: bool = False) -> None:
        """Draw one single-width character."""
        if 0 <= column < self.width:
            self._free(column)
            self.chars[column] = char
            self.fore[column] = fore
            self.bold[column] = bold
            if back is not None:
                self.back[column] = back

    def write(self, column: int, text: str, fore: str, *, bold: bool = False) -> None:
        """Draw `text` from `column` on; a wide character cut by an edge becomes a space."""
        cells = explode(text)
        for offset, char in enumerate(cells):
            at = column + offset
            if not 0 <= at < self.width:
                continue
            wide = offset + 1 < len(cells) and cells[offset + 1] == ""
            if char == "":
                if at == 0:
                    self.put(0, " ", fore)
                continue
            self.put(at, " " if wide and at + 1 >= self.width else char, fore, bold=bold)
            if wide and at + 1 < self.width:
                self._free(at + 1)
                self.chars[at + 1] = ""
                self.fore[at + 1] = fore
                self.bold[at + 1] = bold
                self.back[at + 1] = self.back[at]

    def is_free(self, column: int) -> bool:
        """Tell whether nothing has been drawn at `column`."""
        return 0 <= column < self.width and self.chars[column] == " "

    def _free(self, column: int) -> None:
        if self.chars[column] == "" and column:
            self.chars[column - 1] = " "
        if column + 1 < self.width and self.chars[column + 1] == "":
            self.chars[column + 1] = " "

    def runs(self) -> list[tuple[str, Look]]:
        """Return each stretch of equal colours: its text and its look."""
        found: list[tuple[str, Look]] = []
        chars = self.chars
        start = 0
        last: Look | None = None
        for column, look in enumerate(zip(self.fore, self.back, self.bold, strict=True)):
            if look != last and chars[column] != "":
                if last is not None:
                    found.append(("".join(chars[start:column]), last))
                start, last = column, look
        if last is not None:
            found.append(("".join(chars[start:]), last))
        return found
