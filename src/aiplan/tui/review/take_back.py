"""One edit of many taken back: the plan without it, in the words of the earlier version where they still fit."""

from __future__ import annotations

from aiplan.core.compare import Change, edits_of, reverse
from aiplan.core.plain import same_plan
from aiplan.errors import AiplanError
from aiplan.model.edits import Edit
from aiplan.store.merging.merge import CannotMergeError, merge_plans
from aiplan.store.text import PlanText
from aiplan.tui.plan_edits import deletion


def without(now: PlanText, earlier: bytes, change: Change) -> PlanText:
    """Return `now` without one of the changes that were made since `earlier`.

    What the earlier version said comes back letter by letter, with its comments, where nothing else was changed there.

    Raises:
        AiplanError: where the change cannot be taken back alone.
    """
    wanted = now
    for edit in _edits(now, change):
        wanted = wanted.apply(edit)
    restored = _restored(now, earlier, change)
    return restored if restored is not None and same_plan(restored.data, wanted.data) else wanted


def _edits(now: PlanText, change: Change) -> tuple[Edit, ...]:
    if change.kind == "added":
        return deletion(now.data, change.path)
    return edits_of(reverse(change))


def _restored(now: PlanText, earlier: bytes, change: Change) -> PlanText | None:
    """Return the merge of `now` with the step back from the earlier version with only this change to itself."""
    try:
        only = PlanText.from_bytes(earlier)
        for edit in edits_of(change):
            only = only.apply(edit)
        raw, merged = merge_plans(only.to_bytes(), now.to_bytes(), earlier)
        return None if merged.conflicts else PlanText.from_bytes(raw)
    except (AiplanError, CannotMergeError):
        return None
