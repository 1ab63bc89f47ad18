"""The text of a Gantt chart in Mermaid: where it stands in a file, and its lines."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_FENCE = re.compile(
    r"^[ \t>]*(`{3,}|~{3,}|:::)[ \t]*\{?[ \t]*mermaid\b[^\n]*\n(.*?)^[ \t>]*(?:\1|\Z)", re.DOTALL | re.MULTILINE
)
_GANTT = re.compile(r"^[ \t>]*gantt\b", re.MULTILINE)
_ENTITY = re.compile(r"#(\d+|\w+);")
_SETTING = re.compile(
    r"(dateFormat|title|excludes|includes|weekend|accTitle|accDescr|axisFormat|tickInterval|todayMarker|weekday"
    r"|click|inclusiveEndDates|topAxis|section)(?:[ \t:]+(.*))?\Z",
    re.IGNORECASE,
)
TAGS = frozenset({"done", "active", "crit", "milestone", "vert"})


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of work."""

    line: int
    section: str
    name: str
    tags: frozenset[str]
    data: tuple[str, ...]
    """What follows the tags: id, start, end, as many as there are."""


@dataclass(slots=True)
class Chart:
    """A chart line by line."""

    settings: dict[str, str] = field(default_factory=dict)
    """Small name → text; flags are empty."""
    bars: list[Bar] = field(default_factory=list)
    unread: list[tuple[int, str]] = field(default_factory=list)
    """Lines that mean nothing, with their numbers."""


def blocks(text: str) -> list[tuple[int, str]]:
    """Return the Gantt charts of a file, each with the number of lines before it."""
    found = [
        (text.count("\n", 0, match.start(2)), match[2]) for match in _FENCE.finditer(text) if _GANTT.search(match[2])
    ]
    return found or ([(0, text)] if _GANTT.search(text) else [])


def read_chart(text: str, before: int = 0) -> Chart:
    """Return a chart by its lines.

    Args:
        text: of the block.
        before: lines of the file above it.
    """
    chart, section, begun = Chart(), "", False
    for line, words in _lines(text, before):
        if not begun:
            begun = words.split()[0] == "gantt"
            if title := re.match(r"title:\s*(.+)", words):
                chart.settings["title"] = title[1].strip("\"'")
            continue
        setting = _SETTING.match(words)
        if setting is not None:
            name, value = setting[1].casefold(), (setting[2] or "").strip()
            if name == "section":
                section = shown(value)
            elif name in ("excludes", "includes"):
                chart.settings[name] = f"{chart.settings.get(name, '')} {value}".strip()
            else:
                chart.settings[name] = value
            continue
        name, colon, rest = words.partition(":")
        if not colon:
            chart.unread.append((line, words))
            continue
        parts = [part.strip() for part in rest.split(",")]
        tags = set[str]()
        while parts and parts[0].casefold() in TAGS:
            tags.add(parts.pop(0).casefold())
        chart.bars.append(Bar(line, section, shown(name), frozenset(tags), tuple(part for part in parts if part)))
    return chart


def shown(text: str) -> str:
    """Return a text as the chart shows it: `#quot;` and `#35;` are characters."""
    return " ".join(html.unescape(_ENTITY.sub(lambda m: f"&#{m[1]};" if m[1].isdigit() else f"&{m[1]};", text)).split())


def _lines(text: str, before: int) -> Iterator[tuple[int, str]]:
    """Yield lines that say something, without comments and quotation marks of Markdown."""
    in_directive = False
    for number, line in enumerate(text.split("\n"), before + 1):
        words = line.strip().lstrip(">").strip()
        if words.startswith("%%{"):
            in_directive = True
        if in_directive:
            in_directive = "}%%" not in words
            continue
        words = words.partition("%%")[0].strip()
        if words and words != "---":
            yield number, words
