"""Work: milestones, tasks, experiments and rollout stages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from pydantic import Field

from aiplan.model.base import (
    Bar,
    Day,
    Estimated,
    Length,
    Link,
    NotNegative,
    Score5,
    Share,
    Table,
    Tuple,
    Units,
    required,
)

Kind = Literal["milestone", "task", "experiment", "rollout"]
"""The four kinds of activity."""
Status = Literal["planned", "active", "done", "dropped"]
Stage = Literal["problem", "data", "model", "product", "launch"]
Priority = Literal["must", "should", "could"]
Result = Literal["met", "missed", "inconclusive"]
Phase = Literal["shadow", "pilot", "limited", "full"]
VerdictBar = Literal["go", "pilot", "explore", "not_yet"]

WORK_KEYS: tuple[str, ...] = (
    "title", "phase", "status", "stage", "milestone", "duration", "goals", "team", "depends_on", "uses", "started",
    "owner", "finished", "priority", "remaining", "not_before", "deadline", "gates", "needs_verdict", "external",
    "hypothesis", "criteria", "eval_set", "success", "max_attempts", "timebox", "parallel", "fallback",
    "take_fallback", "risk_if_wrong", "share", "audience", "entry_gates", "exit_gates", "rollback_when",
    "kill_switch", "overlap", "crash", "cost", "attempts", "amendments", "learning", "tags", "links", "notes",
)  # fmt: skip
"""Canonical order of the keys of all work; keys that change often stand apart so that git merges them."""


class External(Table):
    """A promise from outside the project."""

    from_: str = Field("", alias="from")
    """Who promised."""
    promised: Day | None = Field(None, json_schema_extra=required())
    """The promised day; the activity cannot finish before its end."""
    confirmed_on: Day | None = None
    """When the promise was last confirmed."""


class Crash(Table):
    """How far work can be shortened, and what that costs."""

    duration: Length = Field(json_schema_extra=required())
    """Shortest length."""
    cost: NotNegative = 0.0
    """Extra cost at the shortest length, linear per day gained."""


class Work(Table):
    """Keys of all work."""

    kind: ClassVar[Kind]

    title: str = Field("", json_schema_extra=required())
    """What it is."""
    status: Status | None = None
    """May be left out where the dates say it."""
    stage: Stage | None = None
    """Stage of the product's making."""
    milestone: str | None = None
    """The milestone this is part of."""
    duration: Estimated | None = None
    """Working days or weeks, or a three-point estimate."""
    goals: Tuple[str] = ()
    """Goals it serves."""
    team: str | None = None
    """Who does it; the team's calendar counts its days."""
    depends_on: Tuple[Link] = ()
    """Links from predecessors: "id", "id SS+3d"."""
    uses: Mapping[str, Units] = Field(default_factory=dict)
    """Units of teams and resources while it runs."""
    started: Day | None = None
    """First day on which work was done."""
    owner: str = ""
    """Who answers for it."""
    finished: Day | None = None
    """Last day on which work was done."""
    priority: Priority | None = None
    """must, should or could."""
    remaining: Length | None = None
    """Working days still needed from the data date on."""
    not_before: Day | None = None
    """It cannot start earlier."""
    deadline: Day | None = None
    """It should be finished by the end of this day; shapes late dates and float only."""
    external: External | None = None
    """A promise from outside."""
    overlap: Share = 0.0
    """Share of its length that a successor may start early when fast-tracked."""
    crash: Crash | None = None
    """Shortest length and its extra cost."""
    cost: NotNegative | None = None
    """Fixed cost besides people and resources."""
    tags: Tuple[str] = ()
    """Words to filter by."""
    links: Tuple[str] = ()
    """URLs."""
    notes: str = ""
    """Anything else."""


class Milestone(Work):
    """`[milestones.ID]`: a point that is reached, with the gates that decide whether it is."""

    kind: ClassVar[Kind] = "milestone"

    gates: Tuple[Bar] = ()
    """Bars that metrics must clear before the milestone counts as passed."""
    needs_verdict: Mapping[str, VerdictBar] = Field(default_factory=dict)
    """Assessment → the least verdict it must have."""


class Task(Work):
    """`[tasks.ID]`: work whose outcome is known."""

    kind: ClassVar[Kind] = "task"


class Attempt(Table):
    """One try of an experiment."""

    started: Day | None = Field(None, json_schema_extra=required())
    """First day."""
    finished: Day | None = None
    """Last day; left out while it runs."""
    result: Result | None = None
    """What came out; any result but `met` uses up an attempt."""
    note: str = ""
    """What was learned."""


class Fallback(Table):
    """What is done when the attempts are used up."""

    title: str = ""
    """What it is."""
    duration: Length | None = None
    """How long it takes."""
    started: Day | None = None
    """First day."""
    finished: Day | None = None
    """Last day."""


class Amendment(Table):
    """A change of criteria, bars or evaluation set after an attempt has started."""

    on: Day | None = Field(None, json_schema_extra=required())
    """When."""
    who: str = ""
    """Who changed it."""
    field: str = ""
    """Which key."""
    old: Any = None
    """What it was."""
    new: Any = None
    """What it is now."""
    why: str = ""
    """The reason."""


class Learning(Table):
    """What a finished experiment taught."""

    observed: str = ""
    """What was seen."""
    insight: str = ""
    """What it means."""
    decision: str = ""
    """What is done about it."""


class Experiment(Work):
    """`[experiments.ID]`: work whose outcome is uncertain."""

    kind: ClassVar[Kind] = "experiment"

    hypothesis: str = ""
    """What is believed, so that it can turn out wrong."""
    criteria: Tuple[Bar] = ()
    """Bars that decide whether an attempt met."""
    eval_set: str | None = None
    """The data set the criteria are measured on."""
    success: Share | None = None
    """Probability that one attempt meets the criteria."""
    max_attempts: Units | None = None
    """Attempts before the fallback; default 1."""
    timebox: Length | None = None
    """Working days for all attempts together, from the first start on."""
    parallel: Units = 1
    """Attempts side by side."""
    fallback: Fallback | None = None
    """What is done when the attempts are used up."""
    take_fallback: bool = False
    """The attempts are over; the fallback is being done."""
    risk_if_wrong: Score5 | None = None
    """1 … 5: how bad it is to believe a wrong result."""
    attempts: Tuple[Attempt] = ()
    """Tries so far, oldest first."""
    amendments: Tuple[Amendment] = ()
    """Changes of criteria after the start."""
    learning: Learning | None = None
    """What it taught; required to close one that ended."""


class KillSwitch(Table):
    """How a launch is stopped at once."""

    how: str = ""
    """What to do."""
    tested_on: Day | None = None
    """When it was last tried."""


class Rollout(Work):
    """`[rollout.ID]`: one stage of the launch; scheduled like a task."""

    kind: ClassVar[Kind] = "rollout"

    phase: Phase | None = None
    """shadow, pilot, limited or full."""
    share: Share | None = None
    """Share of traffic or users."""
    audience: str = ""
    """Who gets it."""
    entry_gates: Tuple[Bar] = ()
    """Bars to clear before it starts."""
    exit_gates: Tuple[Bar] = ()
    """Bars to clear before the next stage."""
    rollback_when: str = ""
    """What makes it go back."""
    kill_switch: KillSwitch | None = None
    """How it is stopped at once."""
