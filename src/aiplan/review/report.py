"""A plan's difference as data, as lines for the terminal and as Markdown for a pull request."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from aiplan.core.compare import Change, entries_changed
from aiplan.core.markup import code, escape, table
from aiplan.core.plan_diff import Moved, PlanDiff, Turned

SCHEMA_VERSION = 1
MARKER = "<!-- aiplan:diff -->"
"""First line of the Markdown, by which a comment is found and replaced."""
GITHUB_CHARS = 60_000
"""GitHub cuts comments at 65,536 characters; this leaves room for what others add."""


def change_words(change: Change) -> str:
    """Return one change as a sentence without its address."""
    show = value_words
    if change.kind == "renamed":
        return f"renamed {change.old} → {change.path[1]}"
    if change.kind in ("added", "removed"):
        table_ = change.new if change.kind == "added" else change.old
        title = table_.get("title") if isinstance(table_, dict) else None
        return change.kind + (f": {title}" if title else "")
    if isinstance(change.old, list) and isinstance(change.new, list):
        gone, come = entries_changed(change.old, change.new)
        words = [f"− {show(v)}" for v in gone] + [f"+ {show(v)}" for v in come]
        return ", ".join(words) or "order"
    if change.old is None:
        return f"set to {show(change.new)}"
    if change.new is None:
        return f"removed, was {show(change.old)}"
    return f"{show(change.old)} → {show(change.new)}"


def value_words(value: Any) -> str:
    """Return a value briefly: three-point estimates as 5d/8d/20d, long texts cut."""
    if isinstance(value, dict):
        if "likely" in value:
            points = (value.get(k, value["likely"]) for k in ("optimistic", "likely", "pessimistic"))
            return "/".join(str(v) for v in points)
        return ", ".join(f"{k} {value_words(v)}" for k, v in value.items())
    if isinstance(value, list):
        return ", ".join(value_words(v) for v in value) or "nothing"
    text = " ".join(str(value).split())
    return text if len(text) <= 80 else text[:79] + "…"


def diff_json(diff: PlanDiff) -> dict[str, Any]:
    """Return the difference as `aiplan diff --json` prints it."""
    finish = diff.before.finish, diff.after.finish
    return {
        "schema_version": SCHEMA_VERSION,
        "verdict": diff.verdict(),
        "finish": {
            "before": finish[0].isoformat() if finish[0] else None,
            "after": finish[1].isoformat() if finish[1] else None,
            "days": diff.finish_days,
            "causes": [{"address": p.label, "days": p.days} for p in diff.finish_parts],
            "interaction": diff.finish_interaction,
        },
        "edits": [
            {"kind": c.kind, "address": c.address, "old": plain(c.old), "new": plain(c.new)} for c in diff.changes
        ],
        "moved": [
            {"id": m.id, "title": m.title, "before": m.before.isoformat(), "after": m.after.isoformat(), "days": m.days}
            for m in diff.moved
        ],
        "milestones": [
            {
                "id": s.id,
                "days": s.days,
                "causes": [{"address": p.label, "days": p.days} for p in s.parts],
                "interaction": s.interaction,
                "absorbed": [{"id": a.id, "days": a.days} for a in s.absorbed],
            }
            for s in diff.slips
        ],
        "critical_path": {"in": list(diff.path_in), "out": list(diff.path_out), "now": list(diff.after.critical_path)},
        **{name: [_turned_json(t) for t in turned] for name, turned in turned_by_name(diff)},
    }


def plain(value: Any) -> Any:
    """Return a TOML value as JSON has it: dates as text."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def turned_by_name(diff: PlanDiff) -> tuple[tuple[str, tuple[Turned, ...]], ...]:
    """Return the states that changed, by what they are of."""
    return (
        ("goals", diff.goals),
        ("deadlines", diff.deadlines),
        ("gates", diff.gates),
        ("verdicts", diff.verdicts),
    )


def _turned_json(turned: Turned) -> dict[str, Any]:
    return {"id": turned.id, "before": turned.before, "after": turned.after, "worse": turned.worse}


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
    head = [MARKER, f"### {_flag(diff)}{escape(diff.verdict())}", ""]
    sides = f"{escape(names[0])} → {escape(names[1])}"
    basis = f"data date {diff.after.as_of} · experiments: {diff.after.basis} · days are working days"
    foot = [f"<sub>{sides} · {basis}</sub>", ""]
    sections = [
        (title, lines)
        for title, lines in (
            ("at risk", _risk_lines(diff)),
            ("edits", _edit_lines(diff, max_rows)),
            ("milestones", _milestone_lines(diff)),
            ("critical path", _path_lines(diff)),
            ("other dates", _moved_lines([m for m in diff.moved if not m.milestone], max_rows, threshold)),
        )
        if lines
    ]
    dropped: list[str] = []
    while True:
        said = [f"_Left out for length: {', '.join(dropped)}; `aiplan diff` prints everything._", ""] if dropped else []
        text = "\n".join([*head, *(line for _, lines in sections for line in lines), *said, *foot])
        if len(text) <= max_chars or not sections:
            return text
        dropped.insert(0, sections.pop()[0])


def _flag(diff: PlanDiff) -> str:
    return "⚠ " if any(t.worse for _, turned in turned_by_name(diff) for t in turned) else ""


def _risk_lines(diff: PlanDiff) -> list[str]:
    rows = [
        [name[:-1], code(t.id), t.before, f"**{t.after}**" if t.worse else t.after]
        for name, turned in turned_by_name(diff)
        for t in turned
    ]
    return (
        ["**Goals, deadlines, gates, verdicts**", "", *table(["what", "id", "before", "now"], rows), ""] if rows else []
    )


def _edit_lines(diff: PlanDiff, max_rows: int) -> list[str]:
    if not diff.changes:
        return []
    rows = [[code(c.address), escape(change_words(c))] for c in diff.changes[:max_rows]]
    return ["**What was edited**", "", *table(["address", "change"], rows), *_more(len(diff.changes), max_rows), ""]


def _milestone_lines(diff: PlanDiff) -> list[str]:
    moved = {m.id: m for m in diff.moved if m.milestone}
    if not moved:
        return []
    slips = {s.id: s for s in diff.slips}
    rows = []
    for key, m in moved.items():
        slip = slips.get(key)
        causes = [f"{code(p.label)} {p.days:+d}" for p in slip.parts] if slip else []
        if slip and slip.interaction:
            causes.append(f"together {slip.interaction:+d}")
        rows.append([code(key), escape(m.title), str(m.before), f"**{m.after}**", f"{m.days:+d}", ", ".join(causes)])
    return [
        "**Milestones that move**",
        "",
        *table(["id", "milestone", "before", "now", "days", "because of"], rows),
        "",
    ]


def _path_lines(diff: PlanDiff) -> list[str]:
    if not diff.path_in and not diff.path_out:
        return []
    lines = ["**Critical path**", ""]
    if diff.path_in:
        lines.append("- now on it: " + ", ".join(code(k) for k in diff.path_in))
    if diff.path_out:
        lines.append("- no longer: " + ", ".join(code(k) for k in diff.path_out))
    return [*lines, ""]


def _moved_lines(moved: Sequence[Moved], max_rows: int, threshold: int) -> list[str]:
    shown = [m for m in moved if abs(m.days) >= max(1, threshold)]
    if not shown:
        return []
    rows = [[code(m.id), escape(m.title), str(m.before), str(m.after), f"{m.days:+d}"] for m in shown[:max_rows]]
    body = table(["id", "activity", "before", "now", "days"], rows)
    return [f"<details><summary>{len(shown)} other activities move</summary>", "", *body, *_more(len(shown), max_rows),
            "", "</details>", ""]  # fmt: skip


def _more(count: int, max_rows: int) -> list[str]:
    return ["", f"… and {count - max_rows} more"] if count > max_rows else []
