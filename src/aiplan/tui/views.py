"""The views there are, in the order of their number keys.

A view is one entry here: what it is called, its key, where its widget is, and what is added there.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from aiplan.tui.i18n import N_
from aiplan.tui.state import ViewId

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.widget import Widget

WORK_KINDS: tuple[str, ...] = ("tasks", "experiments", "milestones", "rollout")
"""Sections of work, the one that is added first in front."""


@dataclass(frozen=True, slots=True)
class ViewInfo:
    """One view of the plan."""

    id: ViewId
    label: str
    """Translated where it is shown."""
    key: str
    help: str
    """One sentence: what one sees there."""
    factory: str
    """Module and class of the widget, which is loaded when the view is first shown."""
    kinds: tuple[str, ...]
    """Sections whose items are at home here and can be added here, the usual one first."""


VIEWS: tuple[ViewInfo, ...] = (
    ViewInfo(
        "overview",
        N_("Overview"),
        "1",
        N_("Vision, goals, next milestones and what needs a decision."),
        "aiplan.tui.widgets.overview_view:OverviewView",
        ("goals", "decisions", "insights", "teams", "resources", "calendars", "scenarios", "baselines", *WORK_KINDS,
         "metrics", "datasets", "assessments", "risks", "monitors"),
    ),
    ViewInfo(
        "timeline",
        N_("Timeline"),
        "2",
        N_("The plan as an outline with bars."),
        "aiplan.tui.widgets.timeline_view:TimelineView",
        WORK_KINDS,
    ),
    ViewInfo(
        "graph",
        N_("Graph"),
        "3",
        N_("What waits for what: a map of the dependencies."),
        "aiplan.tui.widgets.graph_view:GraphView",
        WORK_KINDS,
    ),
    ViewInfo(
        "board",
        N_("Board"),
        "4",
        N_("The work as cards: by stage, team, state or owner."),
        "aiplan.tui.widgets.board_view:BoardView",
        WORK_KINDS,
    ),
    ViewInfo(
        "feasibility",
        N_("Feasibility"),
        "5",
        N_("Is AI needed here, is it feasible, and what would raise the verdict."),
        "aiplan.tui.widgets.feasibility_view:FeasibilityView",
        ("assessments", "datasets"),
    ),
    ViewInfo(
        "experiments",
        N_("Experiments"),
        "6",
        N_("What is tried and what decides it; every metric against its target."),
        "aiplan.tui.widgets.experiment_view:ExperimentView",
        ("experiments", "metrics"),
    ),
    ViewInfo(
        "risks",
        N_("Risks"),
        "7",
        N_("What may go wrong, how bad that is, and what is done about it."),
        "aiplan.tui.widgets.risk_view:RiskView",
        ("risks",),
    ),
    ViewInfo(
        "forecast",
        N_("Forecast"),
        "8",
        N_("When milestones will be reached, how sure that is, and what it hangs on."),
        "aiplan.tui.widgets.forecast_view:ForecastView",
        ("milestones", "experiments", "tasks", "rollout"),
    ),
    ViewInfo(
        "roadmap",
        N_("Roadmap"),
        "9",
        N_("The roadmap as others will read it."),
        "aiplan.tui.widgets.roadmap_view:RoadmapView",
        WORK_KINDS,
    ),
    ViewInfo(
        "review",
        N_("Review"),
        "v",
        N_("What has changed since HEAD, what moves because of it, and the milestone trend."),
        "aiplan.tui.widgets.review_view:ReviewView",
        WORK_KINDS,
    ),
)  # fmt: skip


def view_info(view: ViewId) -> ViewInfo:
    """Return the entry of a view."""
    return next(info for info in VIEWS if info.id == view)


def home_of(section: str) -> ViewId | None:
    """Return the view in which the items of a section are shown, `None` where none is."""
    if section in WORK_KINDS:
        return "timeline"
    if section in ("vision", "project"):
        return "overview"
    later = (info.id for info in reversed(VIEWS) if section in info.kinds)
    return next(later, None)


def factory_of(view: ViewId) -> Callable[..., Widget]:
    """Load the widget of a view."""
    module, _, name = view_info(view).factory.partition(":")
    found: Any = getattr(import_module(module), name)
    return cast("Callable[..., Widget]", found)
