"""A plan's difference as Markdown for a pull request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aiplan.core.compare import Change
from aiplan.core.markup import code, escape, table
from aiplan.core.plan_diff import Moved, PlanDiff
from aiplan.review.report import causes_words, change_words

MARKER = "<!-- aiplan:diff -->"
"""First line of the Markdown, by which a comment is found and replaced."""
GITHUB_CHARS = 60_000
"""GitHub cuts comments at 65,536 characters; this leaves room for what others add."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the comment that is shown whole or not at all."""

    title: str
    weight: int
    """What is heavier is kept longer."""
    lines: tuple[str, ...]


def diff_markdown(
    diff: PlanDiff, names: tuple[str, str], *, max_chars: int = GITHUB_CHARS, max_rows: int = 40, threshold: int = 0
) -> str:
    """Return the difference as Markdown for a pull request, at most `max_chars` characters.

    Where it would be longer, whole sections are dropped, the least important first, and the text says so.

    Args:
        diff: the difference.
        names: what the two sides are called.
        max_chars: limit of the place it is shown in.
        max_rows: rows of one table.
        threshold: activities that move by fewer days are not listed.
    """
    sections = [
        section
        for section in (
            Section("edits", 3, _change_lines("What was edited", diff.edits, max_rows)),
            Section("milestones", 4, _milestone_lines(diff, max_rows, threshold)),
            Section("other dates", 1, _other_lines(diff, max_rows, threshold)),
            Section("critical path", 2, _path_lines(diff, max_rows)),
            Section("goals, deadlines, gates, verdicts", 6, _turned_lines(diff, max_rows)),
            Section("added, removed, renamed", 5, _change_lines("Added, removed, renamed", diff.items, max_rows)),
        )
        if section.lines
    ]
    dropped: list[str] = []
    while True:
        text = _text(diff, names, sections, dropped)
        if len(text) <= max_chars or not sections:
            return text
        lightest = min(sections, key=lambda section: section.weight)
        sections.remove(lightest)
        dropped.append(lightest.title)


def _text(diff: PlanDiff, names: tuple[str, str], sections: Sequence[Section], dropped: Sequence[str]) -> str:
    sides = f"{escape(names[0])} → {escape(names[1])}"
    basis = f"data date {diff.after.as_of} · experiments: {diff.after.basis} · days are working days"
    said = [f"_Left out for length: {'; '.join(dropped)}. `aiplan diff` prints everything._", ""] if dropped else []
    body = [line for section in sections for line in (*section.lines, "")]
    return "\n".join([MARKER, f"### {_flag(diff)}{escape(diff.verdict())}", "", *body, *said,
                      f"<sub>{sides} · {basis}</sub>", ""])  # fmt: skip


def _flag(diff: PlanDiff) -> str:
    return "⚠ " if any(t.worse for _, turned in diff.turned for t in turned) else ""


def _turned_lines(diff: PlanDiff, max_rows: int) -> tuple[str, ...]:
    rows = [
        [name[:-1], code(t.id), t.before, f"**{t.after}**" if t.worse else t.after]
        for name, turned in diff.turned
        for t in turned
    ]
    return _table("Goals, deadlines, gates, verdicts", ["what", "id", "before", "now"], rows, max_rows)


def _change_lines(title: str, changes: Sequence[Change], max_rows: int) -> tuple[str, ...]:
    rows = [[code(c.address), escape(change_words(c))] for c in changes]
    return _table(title, ["address", "change"], rows, max_rows)


def _milestone_lines(diff: PlanDiff, max_rows: int, threshold: int) -> tuple[str, ...]:
    slips = {s.id: s for s in diff.slips}
    rows = []
    for m in diff.moved:
        if m.milestone and abs(m.days) >= threshold:
            slip = slips.get(m.id)
            why = causes_words(slip.parts, slip.interaction) if slip else []
            rows.append([*_dates(m), escape(", ".join(why))])
    head = ["id", "milestone", "before", "now", "days", "because of"]
    lines = _table("Milestones that move", head, rows, max_rows)
    if diff.finish_days and (diff.finish_parts or diff.finish_interaction):
        why = causes_words(diff.finish_parts, diff.finish_interaction)
        lines += ("", f"Project finish {diff.finish_days:+d} = {escape(', '.join(why))}")
    return lines


def _path_lines(diff: PlanDiff, max_rows: int) -> tuple[str, ...]:
    if not diff.path_in and not diff.path_out:
        return ()
    lines = ["**Critical path**", ""]
    for label, ids in (("now on it", diff.path_in), ("no longer", diff.path_out)):
        if ids:
            more = f" and {len(ids) - max_rows} more" if len(ids) > max_rows else ""
            lines.append(f"- {label}: {', '.join(code(k) for k in ids[:max_rows])}{more}")
    return tuple(lines)


def _other_lines(diff: PlanDiff, max_rows: int, threshold: int) -> tuple[str, ...]:
    shown = [m for m in diff.moved if not m.milestone and abs(m.days) >= threshold]
    if not shown:
        return ()
    head = ["id", "activity", "before", "now", "days"]
    title = f"{len(shown)} other {'activity moves' if len(shown) == 1 else 'activities move'}"
    body = _table("", head, [_dates(m) for m in shown], max_rows)
    return (f"<details><summary>{title}</summary>", "", *body, "", "</details>")


def _dates(m: Moved) -> list[str]:
    return [code(m.id), escape(m.title), str(m.before), f"**{m.after}**" if m.milestone else str(m.after),
            f"{m.days:+d}"]  # fmt: skip


def _table(title: str, head: list[str], rows: Sequence[Sequence[str]], max_rows: int) -> tuple[str, ...]:
    if not rows:
        return ()
    more = ("", f"… and {len(rows) - max_rows} more") if len(rows) > max_rows else ()
    return (*((f"**{title}**", "") if title else ()), *table(head, rows[:max_rows]), *more)
