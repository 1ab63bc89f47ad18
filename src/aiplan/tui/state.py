"""The one state of the interface: frozen values that flow from the app down to every widget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from aiplan.model.address import Path as Address
from aiplan.tui.filters import EVERYTHING, Filter

if TYPE_CHECKING:
    from aiplan.core.schedule import Schedule
    from aiplan.model.context import Baseline
    from aiplan.model.finding import Finding
    from aiplan.model.plan import Plan
    from aiplan.session import Snapshot
    from aiplan.tui.review.found import Review
    from aiplan.tui.review.past import Past
    from aiplan.tui.simulated import Simulated

ViewId = Literal[
    "overview", "timeline", "graph", "board", "feasibility", "experiments", "risks", "forecast", "roadmap", "review",
]  # fmt: skip
Notice = Literal["outside_change", "removed", "conflict"]
"""What the banner says."""


SinceKind = Literal["head", "save", "baseline", "revision", "outside"]


@dataclass(frozen=True, slots=True)
class Since:
    """What the plan is compared with in the review."""

    kind: SinceKind = "head"
    """`outside`: what others wrote into the file, with what was read from it."""
    revision: str = ""
    """Of kind `revision`: what git knows it by."""


@dataclass(frozen=True, eq=False)
class Document:
    """The plan as it stands now, with everything computed from it."""

    path: Path
    plan: Plan
    schedule: Schedule
    snapshot: Snapshot
    data: Mapping[str, Any]
    """The file as plain TOML data."""
    dirty: bool
    read_only: bool
    undo_label: str | None
    """What undo would take back."""
    redo_label: str | None
    revision: int

    @cached_property
    def baseline_name(self) -> str | None:
        """The baseline that dates are compared with: the one taken last."""
        named = [(b.taken.toordinal() if b.taken else 0, key) for key, b in self.plan.baselines.items()]
        return max(named)[1] if named else None

    @property
    def baseline(self) -> Baseline | None:
        """The frozen dates that dates are compared with."""
        return None if self.baseline_name is None else self.plan.baselines[self.baseline_name]


@dataclass(frozen=True, slots=True, eq=False)
class WhatIf:
    """A second document on show: what is tried out beside the plan."""

    base: Document
    """The plan."""
    title: str
    scenario: str = ""
    """Id of the scenario that was opened; empty for a new one."""
    shown: bool = True
    """Whether the comparison with the plan is on screen."""


@dataclass(frozen=True, slots=True, eq=False)
class AppState:
    """What the screen shows. A new one is made for every change; widgets keep nothing of their own."""

    document: Document
    selected: str | None = None
    """Id of the activity under the cursor, or of the one that was there last."""
    item: Address | None = None
    """Address of the table under the cursor: `("tasks", "label-10k")`, `("vision",)`."""
    marked: tuple[Address, ...] = ()
    """Items that the next change is meant for, in the order in which they were marked."""
    view: ViewId = "timeline"
    filter: Filter = EVERYTHING
    """What part of the work is shown."""
    visible: frozenset[str] | None = None
    """Ids of the activities that pass the filter; `None` for all."""
    findings: tuple[Finding, ...] | None = None
    """What is wrong with the plan; of an earlier state until the present one has been looked through."""
    delta: int | None = None
    """Working days by which the last change moved the finish; `None` where nothing was changed."""
    simulated: Simulated | None = None
    """The last forecast; of an earlier state until the present one has been simulated."""
    simulating: float | None = None
    """Share of a simulation that is done, `None` where none is running."""
    since: Since = Since()
    """What the review compares the plan with."""
    review: Review | None = None
    """What has changed; of an earlier state, or since something else, until that has been found out."""
    reviewing: bool = False
    """Whether that is being found out."""
    past: Past | None = None
    """How the milestones moved through git, once that was asked for."""
    whatif: WhatIf | None = None
    """What is tried out, where `document` is not the plan but a what-if on it."""
    notice: Notice | None = None
    show_why: bool | None = None
    """Whether to explain the row; `None` leaves it to the size of the screen."""
    refusals: Mapping[Address, str] = field(default_factory=dict)
    """Why values typed into the form were not taken, by address."""

    @property
    def forecast(self) -> Simulated | None:
        """The forecast of the present schedule, `None` until it has been computed."""
        found = self.simulated
        return found if found is not None and found.schedule is self.document.schedule else None

    @property
    def base(self) -> Document | None:
        """The plan while a what-if is on show."""
        return None if self.whatif is None else self.whatif.base
