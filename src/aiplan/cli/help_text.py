"""The text of `--help`: laid out by hand in the source, and wrapped to the window that it is read in."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator

_COLUMN = re.compile(r"\S {2,}(?=\S)")
"""The end of a first column."""
_COMMAND = "aiplan "
_FAR = 12
"""Cells of indentation from which a line goes on with the one before."""
_LEAST = 24
"""Cells that a second column has at least; with less room it goes on the next line."""


class HelpFormatter(argparse.RawDescriptionHelpFormatter):
    """Keeps examples line by line, each with its second column, and fills paragraphs."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(indent + line if line else "" for line in wrapped(text, max(40, width - len(indent))))


def wrapped(text: str, width: int) -> Iterator[str]:
    """Yield the lines of a description, none wider than `width` where a word does not make it so."""
    prose: list[str] = []
    for line in [*_whole_lines(text), ""]:
        if line and not line.startswith(" ") and (prose or not line.startswith(_COMMAND)):
            prose.append(line)
            continue
        yield from _filled(" ".join(prose), width, 0)
        prose = []
        if line:
            yield from _example(line, width)
        else:
            yield ""


def _whole_lines(text: str) -> list[str]:
    """Return lines, with what goes on far to the right of the next one."""
    whole: list[str] = []
    for line in text.strip("\n").splitlines():
        said = line.lstrip()
        if whole and said and len(line) - len(said) >= _FAR:
            whole[-1] += (" " if _COLUMN.search(whole[-1]) else "  ") + said
        else:
            whole.append(line)
    return whole


def _example(line: str, width: int) -> Iterator[str]:
    if len(line) <= width:
        yield line
        return
    found = _COLUMN.search(line)
    start = len(line) - len(line.lstrip())
    if found is None:
        yield from _filled(line, width, start + 4)
    elif width - found.end() >= _LEAST:
        yield from _filled(line, width, found.end())
    else:
        yield from _filled(line[: found.start() + 1], width, start + 4)
        yield from _filled(" " * (start + 4) + line[found.end() :], width, start + 4)


def _filled(line: str, width: int, hang: int) -> list[str]:
    import textwrap

    return textwrap.wrap(line, width, subsequent_indent=" " * hang, break_long_words=False, break_on_hyphens=False)
