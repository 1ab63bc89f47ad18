"""The views there are, in the order of their number keys."""

from __future__ import annotations

from dataclasses import dataclass

from aiplan.tui.state import ViewId


@dataclass(frozen=True, slots=True)
class ViewInfo:
    """One view of the plan."""

    id: ViewId
    label: str


VIEWS: tuple[ViewInfo, ...] = (
    ViewInfo("overview", "Overview"),
    ViewInfo("timeline", "Timeline"),
)
