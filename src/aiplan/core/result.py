"""What a schedule says: frozen values, dates last."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal

from aiplan.model.values import LinkType
from aiplan.model.work import Kind, Status

DriverKind = Literal[
    "dependency", "member", "milestone", "external", "not_before", "as_of", "project_start", "team", "actual"
]
DRIVER_KINDS: tuple[DriverKind, ...] = (
    "dependency", "member", "milestone", "external", "not_before", "as_of", "project_start", "team", "actual",
)  # fmt: skip
"""From the strongest down: the order in which equal bounds are named."""


@dataclass(frozen=True, slots=True)
class Driver:
    """What sets an early start."""

    kind: DriverKind
    id: str | None = None
    """The predecessor, member, milestone, or the team or resource."""
    type: LinkType | None = None
    """Of a dependency."""
    lag: int = 0
    """Of a dependency, in project working days."""

    def as_json(self) -> dict[str, Any]:
        """Return the driver as `schedule --json` prints it."""
        out: dict[str, Any] = {"kind": self.kind}
        if self.id is not None:
            out["id"] = self.id
        if self.type is not None:
            out |= {"type": self.type, "lag": self.lag}
        return out


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity with its place in the schedule.

    Durations, `remaining` and floats are working days of the activity's own calendar. All dates are `None`
    for work in a cycle; late dates and floats are `None` for done work too.
    """

    id: str
    kind: Kind
    title: str
    status: Status
    milestone: str | None
    team: str | None
    duration: int
    remaining: int
    early_start: dt.date | None
    early_finish: dt.date | None
    late_start: dt.date | None
    late_finish: dt.date | None
    total_float: int | None
    free_float: int | None
    critical: bool
    deadline: dt.date | None
    incomplete: bool
    driven_by: Driver | None


@dataclass(frozen=True, slots=True)
class Step:
    """One activity on a driving path, with what drives it."""

    id: str
    start: dt.date | None
    finish: dt.date | None
    driven_by: Driver | None
