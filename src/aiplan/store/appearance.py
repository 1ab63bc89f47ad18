"""How lists stand in the text, as far as git merges them better one way than the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from aiplan.core.plain import get
from aiplan.model.address import Path, format_address
from aiplan.model.finding import Finding
from aiplan.phrases import code, say
from aiplan.store.locate import Layout, Region
from aiplan.store.style import by_line
from aiplan.store.syntax import parse_value

_LIST = re.compile(r"^[ \t]*+([A-Za-z0-9_-]++)[ \t]*+=[ \t]*+(?=\[[^\n]*,[^\n]*[^\s\],])", re.MULTILINE)
"""A key and, where its list begins, a look at whether more than one entry may stand on the line."""


def wants_lines(values: Sequence[Any], path: Path) -> bool:
    """Tell whether the list at `path` is to have one entry a line: more than one link, gate or table."""
    alike = all(isinstance(v, str) for v in values) or any(isinstance(v, dict) for v in values)
    return len(values) > 1 and alike and by_line(path)


def appearance_findings(layout: Layout, data: Any) -> tuple[Finding, ...]:
    """Return AIP503, with lines, for every list with fewer lines than entries that is to have one entry a line."""
    if not any(_LIST.search(block.text) for block in layout.blocks):
        return ()
    return tuple(
        finding
        for region in layout.regions(())
        for match in _LIST.finditer(region.block.text, region.block.head)
        for finding in _looked_at(region, match, data, layout.lines_before[region.index])
    )


def _looked_at(region: Region, match: re.Match[str], data: Any, lines_before: int) -> Iterator[Finding]:
    """Yield what is wrong with one list, after making sure that it is one and no text that looks like one."""
    text, path = region.block.text, (*region.at, match[1])
    values = get(data, path)
    if not isinstance(values, list) or not wants_lines(values, path):
        return
    if '"""' in text or "'''" in text:
        entry = next((e for e in region.block.entries if e.key == (match[1],)), None)
        if entry is None or entry.node.start != match.end():
            return
    node = parse_value(text, match.end())
    if len(node.items) == len(values) and text.count("\n", node.start, node.end) <= len(values):
        message = say(
            "{path} has {count} entries and not a line for each", path=format_address(path), count=len(values)
        )
        line = 1 + lines_before + text.count("\n", 0, match.start(1))
        yield Finding("AIP503", "info", message, path, line, code("aiplan check --fix"))
