"""What can be wrong with the text of a plan file, in words for people."""

from __future__ import annotations

import re
from itertools import chain
from typing import Any

from aiplan.errors import UnreadablePlan
from aiplan.model.address import format_address
from aiplan.model.finding import Finding
from aiplan.phrases import Phrase, say
from aiplan.store.conflicts import Conflict, is_marker
from aiplan.store.locate import Layout, duplicates
from aiplan.store.scan import Block

BOM = "\ufeff"
"""What some programs write before the first character of a file."""

MAX_DEPTH = 100
"""How deep values may be nested."""

_WORDS = {
    "Cannot overwrite a value": say("this key stands twice in its table"),
    "Invalid value": say("no value that TOML knows stands here; text is written in quotes"),
    "Invalid statement": say("neither a key nor a [table] begins here"),
    "Expected '=' after a key in a key/value pair": say("'=' is wanted after the key"),
    "Unclosed array": say("the list is not closed: ] is missing"),
    "Unterminated string": say("the text is not closed: a quote is missing"),
    "Expected newline or end of document after a statement": say("something stands behind the value on the same line"),
}
_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)\Z")


def decode(raw: bytes, path: str = "") -> str:
    """Return `raw` as text.

    Raises:
        UnreadablePlan: where it is empty, binary or not UTF-8.
    """
    if b"\0" in raw[:8192]:
        raise UnreadablePlan(
            say("the file is binary, not a plan"), path=path, hint=say("name the .toml file of the plan")
        )
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise UnreadablePlan(
            say("byte 0x{raw:02x} is not UTF-8", raw=raw[error.start]),
            path=path,
            line=line,
            hint=say("save the file as UTF-8"),
        ) from None
    if not text.strip().strip(BOM):
        raise UnreadablePlan(say("the file is empty"), path=path, hint=say("aiplan init writes a first plan"))
    return text


def syntax_error(
    error: ValueError, path: str = "", text: str = "", conflicts: tuple[Conflict, ...] = ()
) -> UnreadablePlan:
    """Return what `tomllib` found as an error with line and column (from 1), and the way out as its hint."""
    message = str(error)
    match = _PLACE.search(message)
    line = column = None
    if match is not None:
        message = message[: match.start()]
        line, column = (int(match[1]), int(match[2])) if match[1] else (text.count("\n") + 1, None)
    if match is None and "digits" in message:
        message = say("a number has too many digits")
    hint = say("mend this line in a text editor; git diff shows what changed last")
    if conflicts:
        hint = say("settle the merge conflict in line {start} in a text editor", start=conflicts[0].start)
    elif line is not None and is_marker(text.split("\n")[line - 1]):
        message = say("this line is left over from a merge conflict")
    words = message if isinstance(message, Phrase) else _WORDS.get(message, f"{message[:1].lower()}{message[1:]}")
    return UnreadablePlan(say("not TOML: {words}", words=words), path=path, line=line, column=column, hint=hint)


def syntax_finding(error: UnreadablePlan) -> Finding:
    """Return the finding that a file cannot be opened as a plan, with the code of the error."""
    return Finding(error.code, "error", error.message, (), error.line, error.hint)


def duplicate_findings(layout: Layout) -> tuple[Finding, ...]:
    """Return AIP101 for each table that stands twice, naming both lines."""
    found = []
    for index, first in duplicates(layout.blocks):
        block = layout.blocks[index]
        if block.keys != layout.blocks[first].keys:
            continue
        here, there = (1 + layout.lines_before[i] + _lead_lines(layout.blocks[i]) for i in (index, first))
        name = format_address(block.keys)
        found.append(
            Finding(
                "AIP101",
                "error",
                say(
                    "[{name}] stands twice, in lines {there} and {here}; the first is used",
                    name=name,
                    there=there,
                    here=here,
                ),
                block.keys,
                here,
                say("rename one of the two, or merge and remove it"),
            )
        )
    return tuple(found)


def _lead_lines(block: Block) -> int:
    return block.text.count("\n", 0, block.lead)


def too_deep(path: str) -> UnreadablePlan:
    """Return the error for values that are nested too deeply."""
    return UnreadablePlan(
        say("values are nested more than {max_depth} deep", max_depth=MAX_DEPTH),
        path=path,
        hint=say("is this the right file?"),
    )


def is_shallow(data: dict[str, Any]) -> bool:
    """Tell whether nothing is nested deeper than `MAX_DEPTH`, so that walking it stays within Python's stack."""
    level: list[Any] = [data]
    for _ in range(MAX_DEPTH):
        inner = chain.from_iterable([held.values() if type(held) is dict else held for held in level])
        level = [value for value in inner if type(value) is dict or type(value) is list]
        if not level:
            return True
    return False
