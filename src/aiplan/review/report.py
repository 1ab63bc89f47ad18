"""A plan's difference in words and as data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from aiplan.core.attribution import Part
from aiplan.core.compare import Change, entries_changed
from aiplan.core.plan_diff import PlanDiff
from aiplan.core.standings import Turned
from aiplan.phrases import say

SCHEMA_VERSION = 1


def change_words(change: Change) -> str:
    """Return one change as a sentence without its address."""
    show = value_words
    if change.kind == "renamed":
        return f"renamed {change.old} → {change.path[1]}"
    if change.kind in ("added", "removed"):
        table_ = change.new if change.kind == "added" else change.old
        title = table_.get("title") if isinstance(table_, dict) else None
        return change.kind + (f": {title}" if isinstance(title, str) and title.strip() else "")
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
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return ", ".join(value_words(v) for v in value) or say("nothing")
    text = " ".join(str(value).split())
    return text if len(text) <= 80 else text[:79] + "…"


def causes_words(parts: Sequence[Part], interaction: int, *, most: int = 6) -> list[str]:
    """Return causes with their days, at most `most` of them by name; with what is left they add up to the whole."""
    words = [f"{part.label} {part.days:+d}" for part in parts[:most]]
    if len(parts) > most:
        words.append(f"{len(parts) - most} more {sum(part.days for part in parts[most:]):+d}")
    return words + ([f"together {interaction:+d}"] if interaction else [])


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
        **{name: [_turned_json(t) for t in turned] for name, turned in diff.turned},
    }


def plain(value: Any) -> Any:
    """Return a TOML value as JSON has it: dates as text."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def _turned_json(turned: Turned) -> dict[str, Any]:
    return {"id": turned.id, "before": turned.before, "after": turned.after, "worse": turned.worse}
