"""Generated regions of a hand-written file.

A region stands between two comments that no Markdown renderer shows. What is written above and below is a
person's and stays byte for byte as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from aiplan.errors import AiplanError
from aiplan.phrases import say

ROADMAP = "roadmap"
"""The region that holds the whole roadmap."""

_NAME = re.compile(r"[a-z][a-z0-9-]*\Z")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)\Z")


class BrokenRegion(AiplanError):
    """The marks of a region do not pair up, so that nobody can say what is generated."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(
            message,
            hint=say("leave one line {begin} and below it one line {end}", begin=begin_mark(name), end=end_mark(name)),
        )
        self.name = name


def begin_mark(name: str) -> str:
    """Return the comment above a region."""
    return f"<!-- aiplan:begin {_checked(name)} -->"


def end_mark(name: str) -> str:
    """Return the comment below a region."""
    return f"<!-- aiplan:end {_checked(name)} -->"


def region(name: str, body: str) -> str:
    """Return `body` between its marks, with a newline at the end of each line."""
    return "\n".join(filter(None, (begin_mark(name), body.strip("\n"), end_mark(name)))) + "\n"


def region_body(text: str, name: str) -> str | None:
    """Return what stands between the marks of a region, `None` where `text` has no such region.

    Raises:
        BrokenRegion: where a mark is missing or stands twice.
    """
    place = _place(text, name)
    if place is None:
        return None
    inside = text[place[0] : place[1]].removeprefix(begin_mark(name)).removesuffix(end_mark(name))
    return inside.replace("\r\n", "\n").strip("\n")


def replace_region(existing: str, name: str, body: str) -> str:
    """Return `existing` with the region `name` holding `body`; nothing else changes.

    `body` may be the plain body or the whole region with its marks. A file without the region gets it at its end,
    an empty one holds nothing else. The line ends of `existing` are kept.

    Raises:
        BrokenRegion: where a mark is missing or stands twice.
    """
    held = region_body(body, name)
    new = region(name, body if held is None else held)
    place = _place(existing, name)
    newline = "\r\n" if "\r\n" in existing else "\n"
    new = new.replace("\n", newline)
    if place is not None:
        return existing[: place[0]] + new.removesuffix(newline) + existing[place[1] :]
    if not existing.strip():
        return new
    return existing.rstrip("\r\n") + newline * 2 + new


def _place(text: str, name: str) -> tuple[int, int] | None:
    """Return where a region begins (at its begin mark) and ends (after its end mark)."""
    begin, end = begin_mark(name), end_mark(name)
    lines = list(_outer_lines(text))
    begins = [at for at, line in lines if line == begin]
    ends = [at for at, line in lines if line == end]
    if not begins and not ends:
        return None
    if len(begins) != 1 or len(ends) != 1:
        raise BrokenRegion(
            name,
            say(
                "the region {name} has {begins} begin and {ends} end marks",
                name=name,
                begins=len(begins),
                ends=len(ends),
            ),
        )
    if ends[0] < begins[0]:
        raise BrokenRegion(name, say("the region {name} ends before it begins", name=name))
    return begins[0], ends[0] + len(end)


def _outer_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield (offset, line) of the lines that are not inside a fenced code block, without white space around them."""
    fence = ""
    offset = 0
    for raw in text.split("\n"):
        line = raw.rstrip("\r")
        match = _FENCE.match(line)
        if fence:
            if match and match[1].startswith(fence) and not match[2].strip():
                fence = ""
        elif match and not (match[1][0] == "`" and "`" in match[2]):
            fence = match[1]
        else:
            bare = line.lstrip(" \ufeff")
            yield offset + len(line) - len(bare), bare.rstrip(" \t")
        offset += len(raw) + 1


def _checked(name: str) -> str:
    if not _NAME.match(name):
        raise ValueError(f"{name!r} is not the name of a region: small letters, digits and -")
    return name
