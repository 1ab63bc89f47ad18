"""The characters the interface draws with: one set for Unicode terminals, one for plain ASCII."""

from __future__ import annotations

from dataclasses import dataclass

NORTH, EAST, SOUTH, WEST = 1, 2, 4, 8
"""Bits of a line mask: the sides of a cell that a line touches."""


@dataclass(frozen=True, slots=True)
class Glyphs:
    """One character per meaning; every one is a single cell wide."""

    ascii: bool
    fold_open: str
    fold_closed: str
    done: str
    active: str
    critical: str
    dropped: str
    unknown: str
    milestone: str
    milestone_was: str
    ellipsis: str
    separator: str
    now_label: str
    now_line: str
    float: str
    waiting: str
    baseline: str
    baseline_below: str
    bar_critical: str
    bar_experiment: str
    bar_task: str
    bar_done: str
    deadline: str
    group_left: str
    group: str
    right: str
    left: str
    down: str
    up: str
    dirty: str
    marked: str
    dot: str
    dot_empty: str
    arrow_in: str
    arrow_out: str
    error_mark: str
    dash: str
    tail: str
    """From a finish to its P80."""
    tail_end: str
    mark_line: str
    """From a date above a chart down to its bars."""
    mark: str
    """Points up to a date on an axis."""
    eighths: tuple[str, ...]
    """Left blocks of 0 … 8 eighths of a cell."""
    rises: tuple[str, ...]
    """Lower blocks of 0 … 8 eighths of a cell."""
    thin: tuple[str, ...]
    """Lines by mask."""
    heavy: tuple[str, ...]
    """Heavy lines by mask."""


UNICODE = Glyphs(
    ascii=False,
    fold_open="▾",
    fold_closed="▸",
    done="✓",
    active="•",
    critical="!",
    dropped="×",
    unknown="?",
    milestone="◆",
    milestone_was="◇",
    ellipsis="…",
    separator="│",
    now_label="▼",
    now_line="╎",
    float="┄",
    waiting="─",
    baseline="▁",
    baseline_below="▔",
    bar_critical="█",
    bar_experiment="▓",
    bar_task="▒",
    bar_done="░",
    deadline="▕",
    group_left="▙",
    group="▄",
    right="▸",
    left="◂",
    down="▾",
    up="▴",
    dirty="●",
    marked="■",
    dot="●",
    dot_empty="○",
    arrow_in="←",
    arrow_out="→",
    error_mark="↳",
    dash="–",
    tail="╌",
    tail_end="┤",
    mark_line="┊",
    mark="▲",
    eighths=(" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"),
    rises=(" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"),
    thin=(" ", "╵", "╶", "╰", "╷", "│", "╭", "├", "╴", "╯", "─", "┴", "╮", "┤", "┬", "┼"),
    heavy=(" ", "╹", "╺", "┗", "╻", "┃", "┏", "┣", "╸", "┛", "━", "┻", "┓", "┫", "┳", "╋"),
)

_PLAIN_LINES = (" ", "|", "-", "+", "|", "|", "+", "+", "-", "+", "-", "+", "+", "+", "+", "+")

ASCII = Glyphs(
    ascii=True,
    fold_open="-",
    fold_closed="+",
    done="x",
    active="*",
    critical="!",
    dropped="~",
    unknown="?",
    milestone="O",
    milestone_was="o",
    ellipsis="~",
    separator="|",
    now_label="v",
    now_line=":",
    float=".",
    waiting="-",
    baseline="_",
    baseline_below='"',
    bar_critical="#",
    bar_experiment="%",
    bar_task="=",
    bar_done="-",
    deadline="]",
    group_left="[",
    group="=",
    right=">",
    left="<",
    down="v",
    up="^",
    dirty="*",
    marked="#",
    dot="*",
    dot_empty=".",
    arrow_in="<-",
    arrow_out="->",
    error_mark="^",
    dash="-",
    tail="~",
    tail_end="|",
    mark_line=":",
    mark="^",
    eighths=(" ",) * 5 + ("=",) * 4,
    rises=(" ", ".", ".", ":", ":", "=", "=", "#", "#"),
    thin=_PLAIN_LINES,
    heavy=_PLAIN_LINES,
)


def glyphs(*, ascii_only: bool) -> Glyphs:
    """Return the set to draw with."""
    return ASCII if ascii_only else UNICODE
