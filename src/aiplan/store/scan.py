"""The plan file as blocks: each table header with the comment above it and the lines below it.

The blocks of a text, joined, are that text. Nothing but the standard library is needed to scan, so that a
merge driver can.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from aiplan.store.syntax import COMMENT, STRING, Entry, Span, parse_entries, parse_key, parse_value

_COMMENT_LINE = rf"[ \t]*+{COMMENT}(?:\n|\Z)"
_BLANK_LINE = r"[ \t]*+\r?\n|[ \t]++\r?\Z"
_PLAIN = rf"[^\[\]\"'#]++|{STRING}|{COMMENT}"
_ARRAY = rf"\[(?>(?:{_PLAIN})*)\]"
for _ in range(2):
    _ARRAY = rf"\[(?>(?:{_PLAIN}|{_ARRAY})*)\]"
_KEY_LINES = rf"[ \t]*+(?=[^\s\[#])(?>(?:[^\[\]\"'#\n]++|{STRING}|{_ARRAY})*)(?:{COMMENT})?(?:\n|\Z)"
KEY = r"[A-Za-z0-9_-]++"
PLAIN_TEXT = r"[^\"\\\x00-\x08\x0a-\x1f\x7f]*+"
"""What may stand between quotes and means itself."""
_PLAIN_STRING = f'"{PLAIN_TEXT}"'
PLAIN_VALUE = (
    rf"{_PLAIN_STRING}|[0-9a-z.-]++|\[[ \n]*+(?>(?:{_PLAIN_STRING}(?:,[ \n]*+|[ \n]*+(?=\])))*)\]"
    rf"|\{{ (?>(?:{KEY} = (?:{_PLAIN_STRING}|[0-9a-z.-]++)(?:, (?=[A-Za-z0-9_-])| (?=\}})))*)\}}"
)
"""Texts without escapes, numbers, dates, true and false; lists of such texts, inline tables of all these."""
_PLAIN_LINES = re.compile(rf"(?>(?:{KEY} = (?:{PLAIN_VALUE})\n|\n)*)")
_HEADER = re.compile(
    r"[ \t]*+\[(\[)?[ \t]*+([A-Za-z0-9_.-]++(?=[ \t]*+\])|[^\n]*?)[ \t]*+(?(1)\]\]|\])[ \t]*+(?:#[^\n]*+)?\r?(?:\n|\Z)"
)
_COMMENTS = rf"(?>(?:{_COMMENT_LINE})*)"
_RUN = re.compile(rf"(?>(?:{_COMMENTS}(?:{_KEY_LINES}|{_BLANK_LINE}))*)({_COMMENTS})")
_LEFT_BLANK = re.compile(r"(?>(?:[ \t]*+\r?\n)*)")


class Block:
    """One table of the file as text: comment block above, header, lines up to the next table.

    The first block of a file holds what stands before the first header and has no header itself.
    """

    def __init__(
        self, text: str, keys: tuple[str, ...] = (), *, array: bool = False, lead: int = 0, head: int = 0
    ) -> None:
        self.text = text
        self.keys = keys
        """The names in the header; empty for the first block."""
        self.array = array
        """Whether the header is `[[…]]`."""
        self.lead = lead
        """Length of the comment block directly above the header."""
        self.head = head
        """Position after the header line."""
        self.plain = False
        """Whether the scan saw nothing below the header but blank lines and plain values (`PLAIN_VALUE`)."""
        self.odd = False
        """Whether the scan passed over a line in it without knowing what it is."""

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Its keys and values, in the order of the text."""
        return parse_entries(self.text, self.head)

    @cached_property
    def newlines(self) -> int:
        """How many lines end in it."""
        return self.text.count("\n")

    @cached_property
    def core(self) -> int:
        """Position after its last line that is its own: a key, or a comment with no blank line before it.

        What follows (blank lines, comments that stand apart) stays where it is when the table goes.
        """
        last = self.entries[-1].line_end if self.entries else self.head
        while True:
            end = self.text.find("\n", last) + 1 or len(self.text)
            if end == last or not self.text[last:end].lstrip(" \t").startswith("#"):
                return last
            last = end

    @cached_property
    def blank(self) -> int:
        """Position after the blank lines that follow `core`."""
        match = _LEFT_BLANK.match(self.text, self.core)
        assert match is not None
        return match.end()

    @cached_property
    def key_spans(self) -> tuple[Span, ...]:
        """Where the names in the header stand."""
        opening = self.text.index("[", self.lead)
        return parse_key(self.text, opening + (2 if self.array else 1))[1]

    def __repr__(self) -> str:
        return f"Block({'.'.join(self.keys)!r}, {len(self.text)} characters)"


def scan(text: str) -> list[Block]:
    """Return the blocks of `text`, the one before the first header first; joined they are `text`."""
    blocks: list[Block] = []
    block = Block("")
    start = pos = 0
    plain = True
    while True:
        lines = _PLAIN_LINES.match(text, pos)
        assert lines is not None
        run = _RUN.match(text, lines.end())
        assert run is not None
        begin, pos = run.span(1)
        plain = plain and begin == lines.end()
        header = _HEADER.match(text, pos) if pos < len(text) else None
        names = None if header is None else _names(header[2])
        if pos < len(text) and (header is None or names is None):
            pos, plain, block.odd = _skip_odd_line(text, pos), False, True
            continue
        end = begin if header else len(text)
        block.text, block.plain = text[start:end], plain and end == begin
        blocks.append(block)
        if header is None or names is None:
            return blocks
        start, plain = begin, True
        block = Block("", names, array=header[1] is not None, lead=pos - begin, head=header.end() - begin)
        pos = header.end()


def join(blocks: Sequence[Block]) -> str:
    """Return the text that the blocks make up."""
    return "".join([block.text for block in blocks])


def _names(inner: str) -> tuple[str, ...] | None:
    if '"' not in inner and "'" not in inner and " " not in inner and "\t" not in inner:
        return tuple(inner.split("."))
    try:
        keys, _, end = parse_key(inner, 0)
    except ValueError:
        return None
    return keys if end == len(inner) else None


def _skip_odd_line(text: str, pos: int) -> int:
    """Return the position after a line that the quick pattern does not know: deeply nested arrays, or no TOML."""
    try:
        _, _, after = parse_key(text, pos)
        value = after + 1
        while text[value : value + 1] in (" ", "\t") and text[value : value + 1]:
            value += 1
        pos = parse_value(text, value).end
    except (ValueError, RecursionError):
        pass
    return (text.find("\n", pos) + 1) or len(text)
