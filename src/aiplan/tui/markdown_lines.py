"""Markdown as lines of a view: headings, paragraphs, lists and tables, wrapped to the width there is.

A table that is too wide for the screen becomes a block for each of its rows, so that nothing is cut. Where the first
words in bold name an item, they are a target that leads to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token
from rich.cells import cell_len
from textual.content import Content

from aiplan.model.address import Path
from aiplan.tui.cells import fit
from aiplan.tui.glyphs import Glyphs
from aiplan.tui.lines import EMPTY, Line, Target, fitted, joined
from aiplan.tui.widgets.line import part

_GAP = 2
_NARROW = 12
"""Cells of a column below which a table is shown as blocks."""
_HEADINGS = {"h1": "bold $accent", "h2": "bold $primary", "h3": "bold $foreground"}
_INLINE = {"strong_open": "bold $foreground", "em_open": "italic $foreground", "s_open": "strike $gantt-muted"}


@dataclass(frozen=True, slots=True)
class Words:
    """Text of one paragraph or cell."""

    content: Content
    """May hold line breaks."""
    bold: str = ""
    """The first words in bold."""
    target: Path | None = None
    """The item that they name."""


@dataclass(slots=True)
class _Table:
    head: list[Words] = field(default_factory=list)
    rows: list[list[Words]] = field(default_factory=list)


def markdown_lines(text: str, named: Mapping[str, Path], width: int, glyphs: Glyphs) -> list[Line]:
    """Return `text` as lines of at most `width` cells.

    Args:
        text: GitHub-flavoured Markdown.
        named: title → address of the items that words in bold may lead to.
        width: cells.
        glyphs: what to draw with.
    """
    lines: list[Line] = []
    for block in _Blocks(named, width, glyphs).of(MarkdownIt("gfm-like", {"linkify": False}).parse(text)):
        if block and lines:
            lines.append(Line())
        lines += block
    return lines


class _Blocks:
    """Turns the tokens of a document into lines, block by block."""

    def __init__(self, named: Mapping[str, Path], width: int, glyphs: Glyphs) -> None:
        self._named = named
        self._width = width
        self._glyphs = glyphs

    def of(self, tokens: Sequence[Token]) -> Iterator[list[Line]]:
        """Yield the lines of each block."""
        at, depth, quoted = 0, 0, 0
        items: list[Line] = []
        while at < len(tokens):
            token = tokens[at]
            if token.type.endswith("_list_open"):
                depth += 1
            elif token.type.endswith("_list_close"):
                depth -= 1
                if not depth:
                    yield items
                    items = []
            elif token.type.startswith("blockquote"):
                quoted += token.nesting
            elif token.type == "table_open":
                end = next(i for i in range(at, len(tokens)) if tokens[i].type == "table_close")
                yield self._table(tokens[at:end])
                at = end
            elif token.type == "fence":
                yield [Line(part(fit(line, self._width, self._glyphs.ellipsis), "$gantt-muted"))
                       for line in token.content.rstrip("\n").split("\n")]  # fmt: skip
            elif token.type == "inline" and depth:
                items += self._item(token, depth)
            elif token.type == "inline":
                yield self._paragraph(token, tokens[at - 1].tag, quoted)
            at += 1

    def _paragraph(self, token: Token, tag: str, quoted: int) -> list[Line]:
        words = self._words(token)
        if tag in _HEADINGS:
            words = Words(part(words.content.plain, _HEADINGS[tag]), target=words.target)
        lead = part("  ", "$gantt-rule") if quoted else EMPTY
        return self._wrapped(words, lead, lead)

    def _item(self, token: Token, depth: int) -> list[Line]:
        inset = "  " * (depth - 1)
        mark = "-" if self._glyphs.ascii else self._glyphs.active
        return self._wrapped(self._words(token), part(f"{inset}{mark} ", "$gantt-muted"), Content(f"{inset}  "))

    def _wrapped(self, words: Words, first: Content, rest: Content) -> list[Line]:
        """Return text in lines, the first led by `first`, the others by `rest`."""
        room = max(8, self._width - first.cell_length)
        found = []
        for number, piece in enumerate(_wrap(words.content, room)):
            targets = _target(words, piece) if not number else ()
            found.append(joined((rest if number else first, Line(piece, targets))))
        return found

    # ------------------------------------------------------------ tables

    def _table(self, tokens: Sequence[Token]) -> list[Line]:
        table, row = _Table(), list[Words]()
        for number, token in enumerate(tokens):
            if token.type == "tr_open":
                row = []
            elif token.type == "inline":
                row.append(self._words(token))
                if tokens[number - 1].type == "th_open":
                    table.head = row
            elif token.type == "tr_close" and row is not table.head:
                table.rows.append(row)
        widths = self._widths(table)
        return self._blocks(table) if widths is None else self._grid(table, widths)

    def _widths(self, table: _Table) -> list[int] | None:
        """Return how wide each column is, `None` where one would be too narrow to read."""
        wanted = [
            max(max(map(cell_len, words.content.plain.split("\n"))) for words in column)
            for column in zip(table.head, *table.rows, strict=False)
        ]
        room = self._width - _GAP * (len(wanted) - 1)
        widths = dict.fromkeys(range(len(wanted)), 0)
        left = set(widths)
        while left:
            share = room // len(left)
            fits = {i for i in left if wanted[i] <= share}
            for i in fits or left:
                widths[i] = min(wanted[i], max(share, 0))
                room -= widths[i]
            left -= fits or left
        narrow = any(width < min(_NARROW, want) for width, want in zip(widths.values(), wanted, strict=True))
        return None if narrow else list(widths.values())

    def _grid(self, table: _Table, widths: list[int]) -> list[Line]:
        heads = [Words(part(words.content.plain, "bold $gantt-muted")) for words in table.head]
        rule = self._glyphs.thin[10] * min(self._width, sum(widths) + _GAP * (len(widths) - 1))
        lines = [*_beside(heads, widths), Line(part(rule, "$gantt-rule"))]
        rows = [_beside(row, widths) for row in table.rows]
        roomy = any(len(row) > 1 for row in rows)
        for number, row in enumerate(rows):
            lines += [Line(), *row] if number and roomy else row
        return lines

    def _blocks(self, table: _Table) -> list[Line]:
        """Return a block for each row: what its first column says, then the other columns by name."""
        lines: list[Line] = []
        title = next((i for i, words in enumerate(table.rows[0]) if words.bold), 0) if table.rows else 0
        for row in table.rows:
            if lines:
                lines.append(Line())
            lines += self._wrapped(row[title], EMPTY, EMPTY)
            for head, words in zip(table.head, row, strict=False):
                if words is row[title] or not words.content.plain:
                    continue
                name = part(f"  {head.content.plain}  ", "$gantt-muted")
                lines += self._wrapped(Words(words.content), name, Content(" " * min(name.cell_length, 6)))
        return lines

    # ------------------------------------------------------------ text

    def _words(self, token: Token) -> Words:
        pieces: list[Content] = []
        styles: list[str] = []
        bold: list[str] = []
        for child in token.children or ():
            if child.type in _INLINE:
                styles.append(_INLINE[child.type])
            elif child.type.removesuffix("_close") + "_open" in _INLINE:
                styles.pop()
            elif child.type in ("softbreak", "hardbreak") or child.content.lower() in ("<br>", "<br/>"):
                pieces.append(Content("\n" if child.type != "softbreak" else " "))
            elif child.type == "code_inline":
                pieces.append(part(child.content, "$accent"))
            elif child.type == "text" and child.content:
                pieces.append(part(child.content, styles[-1] if styles else "$foreground"))
                if "bold" in (styles[-1] if styles else ""):
                    bold.append(child.content)
        first = bold[0] if bold else ""
        whole = "".join(bold)
        return Words(EMPTY.join(pieces), first, self._named.get(first) or self._named.get(whole))


def _wrap(content: Content, width: int) -> list[Content]:
    """Return `content` in lines of at most `width` cells; one at least."""
    found: list[Content] = []
    for line in content.split("\n", allow_blank=True):
        found += [piece.rstrip() for piece in line.wrap(width)] or [EMPTY]
    return found or [EMPTY]


def _target(words: Words, line: Content) -> tuple[Target, ...]:
    """Return the target in the first line of some text: from the words in bold on."""
    if words.target is None:
        return ()
    before = line.plain.find(words.bold) if words.bold else 0
    start = cell_len(line.plain[: max(0, before)])
    end = start + cell_len(words.bold) if before >= 0 and words.bold else line.cell_length
    return (Target(start, max(start + 1, min(end, line.cell_length)), words.target),)


def _beside(row: Sequence[Words], widths: Sequence[int]) -> list[Line]:
    """Return the cells of a row beside each other, as many lines as the tallest has."""
    cells = [_wrap(words.content, width) for words, width in zip(row, widths, strict=False)]
    lines = []
    for number in range(max(map(len, cells), default=0)):
        pieces: list[Content | Line] = []
        for words, cell, width in zip(row, cells, widths, strict=False):
            piece = cell[number] if number < len(cell) else EMPTY
            pieces += [Line(fitted(piece, width), _target(words, piece) if not number else ()), Content(" " * _GAP)]
        lines.append(joined(pieces[:-1]))
    return lines
