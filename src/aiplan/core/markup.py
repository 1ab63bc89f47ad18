"""Markdown that says what was meant, whatever the text of the plan holds.

The output is GitHub-flavoured Markdown that GitLab shows the same way. Text of the plan becomes plain words: no
markup, no HTML, no cell border, no mention, no reference to an issue, no formula.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_DROPPED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_SPACE = re.compile(r"\s+")
_MARKUP = re.compile(r"[\\`*\[\]<>|~$]|&(?=[#\w])|(?<![^\W_])_|_(?![^\W_])")
_SPECIAL = re.compile(
    r"""@(?=\w)|[#!$&](?=\d)|[%~](?=["\w])|\^(?=alert)|\bGH-(?=\d)  # mentions and references of GitHub and GitLab
        |(?:https?|ftp)(?=://)|\bwww(?=\.)                           # links nobody wrote as links
        |:(?=[\w+-]+:)|\{(?=[+-])                                    # emoji names, inline diffs""",
    re.IGNORECASE | re.VERBOSE,
)
_OPENER = re.compile(r"([-+=#]|\d{1,9}(?=[.)]))")
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;", "|": "&#124;", "$": "&#36;", "`": "&#96;", "~": "&#126;"}
_BREAK = "&#8203;"
"""A zero-width space: `@name` stays readable and is nobody's mention."""


def one_line(text: str) -> str:
    """Return `text` on one line: runs of white space become one space; controls and bidi overrides go."""
    return _SPACE.sub(" ", _DROPPED.sub("", text)).strip()


def escape(text: str) -> str:
    """Return `text` as inline Markdown that shows exactly `one_line(text)`, also inside a table cell."""
    kept = _SPECIAL.sub(lambda m: m[0] + "\0", one_line(text))
    kept = _MARKUP.sub(lambda m: _ENTITIES.get(m[0], "\\" + m[0]), kept)
    return kept.replace("\0", _BREAK)


def escape_start(text: str) -> str:
    """Return `escape(text)` for the start of a line, where `-`, `#` or `1.` would open a block."""
    body = escape(text)
    match = _OPENER.match(body)
    if match is None:
        return body
    if match[1].isdigit():
        return f"{match[1]}\\{body[match.end() :]}"
    return f"\\{body}"


def named(title: str, key: str) -> str:
    """Return a title as inline Markdown, the id where there is nothing in it to read."""
    return escape(title) or escape(key)


def code(text: str) -> str:
    """Return `text` as a code span, or escaped where it holds what a code span in a table cannot show."""
    plain = one_line(text)
    return f"`{plain}`" if plain and "`" not in plain and "|" not in plain and "\\" not in plain else escape(text)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return the lines of a table; cells are Markdown on one line each."""
    lines = [head, ["---"] * len(head), *rows]
    return [f"| {' | '.join(line)} |" for line in lines]


def joined(*parts: str) -> str:
    """Return the parts that are not empty, with a middle dot between them."""
    return " · ".join(part for part in parts if part)
