"""What a plan file says: the same as `tomllib` gives, several times as quickly where tables are plain.

Nearly every table of a plan is an item of its own with a few texts, lists of texts, numbers and dates; such a one is
read by a regular expression. All the others together are a TOML document too, which `tomllib` reads.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from sys import intern
from typing import Any

from aiplan.store.problems import is_shallow
from aiplan.store.scan import KEY, PLAIN_TEXT, PLAIN_VALUE, Block

Data = dict[str, Any]

_ITEM = re.compile(rf"\[{KEY}\.{KEY}\]\n")
_TEXT = f'"({PLAIN_TEXT})"'
_LINE = re.compile(rf"({KEY}) = (?:{_TEXT}|({PLAIN_VALUE}))\n")
_TEXTS = re.compile(_TEXT)
_PAIRS = re.compile(rf"({KEY}) = (?:{_TEXT}|([0-9a-z.-]++))")
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,17}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def read_toml(text: str, blocks: Sequence[Block]) -> Data:
    """Return what `text` says, as `tomllib.loads` does.

    Args:
        text: the whole text.
        blocks: its blocks, as `scan` gives them.

    Raises:
        tomllib.TOMLDecodeError: where it is not TOML.
        RecursionError: where values are nested too deeply.
    """
    data = None
    if not any(block.odd for block in blocks):
        try:
            data = _read(blocks)
        except (ValueError, RecursionError):
            data = None  # the whole text has the place of the error
    if data is None:
        data = tomllib.loads(text)
        if not is_shallow(data):
            raise RecursionError
    return data


def _read(blocks: Sequence[Block]) -> Data | None:
    """Return what the blocks say, `None` where they have to be read together.

    Each ends where its last line does and none within a value, so that they can be read apart. What a table says
    depends on another only where that names it or its section too.
    """
    data = tomllib.loads(blocks[0].text)
    times = Counter([block.keys[:2] for block in blocks])
    plain: dict[tuple[str, ...], Data] = {}
    values: Data = {"true": True, "false": False}
    for block in blocks:
        keys = block.keys
        if block.plain and len(keys) == 2 and not block.array and times[keys] == 1 and not times[keys[:1]]:
            table = _table(block, values)
            if table is not None:
                plain[keys] = table
    rest = tomllib.loads("".join([block.text for block in blocks[1:] if block.keys not in plain]))
    if not is_shallow(data) or not is_shallow(rest):
        return None
    apart = {section for section, _ in plain}
    if not data.keys().isdisjoint(apart | rest.keys()):
        return None
    for block in blocks[1:]:
        section = block.keys[0]
        if section in apart:
            item = block.keys[1]
            table = plain.get(block.keys)
            data.setdefault(section, {}).setdefault(item, rest[section][item] if table is None else table)
        else:
            data.setdefault(section, rest[section])
    return data


def _table(block: Block, values: Data) -> Data | None:
    """Return what a plain block says, `None` where it is no item or `tomllib` is to judge it.

    Args:
        block: it holds nothing but plain lines.
        values: what numbers, dates and booleans that were met are, by their text; grows.
    """
    text, lead, head = block.text, block.lead, block.head
    if _ITEM.fullmatch(text, lead, head) is None or (lead and _CONTROL.search(text, 0, lead)):
        return None
    return _filled(_LINE.findall(text, head), values)


def _filled(pairs: Sequence[tuple[str, str, str]], values: Data) -> Data | None:
    """Return the table with these keys, each with a text or the spelling of another value."""
    table: Data = {}
    for key, text, other in pairs:
        value: Any = text
        if other:
            if other[0] == "[":
                value = _TEXTS.findall(other)
            elif other[0] == "{":
                value = _filled(_PAIRS.findall(other), values)
            else:
                value = values.get(other)
                if value is None:
                    value = values[other] = _scalar(other)
            if value is None:
                return None
        table[intern(key)] = value
    return table if len(table) == len(pairs) else None


def _scalar(text: str) -> int | float | dt.date | None:
    """Return the number or the date that `text` is, `None` where it is none or not written plainly."""
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return dt.date.fromisoformat(text) if _DATE.fullmatch(text) else None
