"""What a plan says about the product and the people: project, calendars, vision, goals, teams, decisions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field, field_validator

from aiplan.model.base import (
    Count,
    Day,
    NotNegative,
    Positive,
    Score5,
    Share,
    Table,
    Tuple,
    Units,
    required,
)

Basis = Literal["expected", "first_try", "worst"]
Language = Literal["en", "zh"]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Distribution = Literal["pert", "triangular"]
Bounds = Literal["extremes", "p10p90"]
Horizon = Literal["short", "long"]
MetricKind = Literal["quality", "safety", "fairness", "latency", "cost", "adoption", "business"]
Better = Literal["higher", "lower"]


class Project(Table):
    """`[project]`: what the plan is of, and the two dates everything hangs on."""

    name: str = Field("", json_schema_extra=required())
    """What the product is called."""
    start: Day | None = Field(None, json_schema_extra=required())
    """First day of the project; rolls forward to a working day."""
    as_of: Day | None = None
    """Data date: progress before it is recorded, unfinished work happens on or after it. Default: today."""
    owner: str = ""
    """Who answers for the plan."""
    language: Language = "en"
    """Language of exports."""
    experiment_basis: Basis = "expected"
    """How long a plan without simulation takes an experiment to be."""
    currency: str = ""
    """Currency of all costs, such as CNY."""
    budget: NotNegative | None = None
    """Money there is, in `currency`."""


class Simulation(Table):
    """`[simulation]`: how uncertain durations are drawn."""

    runs: Units = 10_000
    """Number of simulated projects."""
    seed: Count = 1
    """Same seed, same result."""
    distribution: Distribution = "pert"
    """Shape of a three-point estimate."""
    bounds: Bounds = "extremes"
    """What optimistic and pessimistic are: extremes, or the 10 % and 90 % points."""
    correlation: Share = 0.0
    """Common factor of work done by one team, 0 … 1."""


class Span(Table):
    """A named span of days, both ends included."""

    from_: Day = Field(alias="from")
    """First day."""
    to: Day
    """Last day."""
    name: str = ""
    """What it is called."""


def _as_span(value: object) -> object:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return {"from": value, "to": value}
    return value


class CalendarSpec(Table):
    """`[calendar]` and `[calendars.ID]`: which days are working days."""

    title: str = ""
    """What people call this calendar."""
    workweek: Tuple[Weekday] = ("mon", "tue", "wed", "thu", "fri")
    """Working days of a week."""
    holidays: Tuple[Span] = ()
    """Days off: dates, or named spans `{ from = …, to = …, name = "…" }`."""
    extra_workdays: Tuple[Span] = ()
    """Working days that the week or a holiday would rule out."""
    country: str | None = None
    """Also the public holidays of this country (ISO code), from the package `holidays`."""

    @field_validator("holidays", "extra_workdays", mode="before")
    @classmethod
    def _spans(cls, value: object) -> object:
        return [_as_span(v) for v in value] if isinstance(value, list | tuple) else value


class Vision(Table):
    """`[vision]`: why the product exists."""

    statement: str = ""
    """One sentence that everybody can repeat."""
    problem: str = ""
    """The problem, as users have it."""
    users: Tuple[str] = ()
    """Who has it."""
    value: str = ""
    """What they gain."""
    non_goals: Tuple[str] = ()
    """What the product deliberately leaves out."""
    review_by: Day | None = None
    """When the vision is looked at again."""
    notes: str = ""
    """Anything else."""


class Goal(Table):
    """`[goals.ID]`: something to reach, with the metric that tells."""

    title: str = Field("", json_schema_extra=required())
    """What is to be reached."""
    horizon: Horizon = "short"
    """Short- or long-term."""
    supports: str | None = None
    """The longer goal this one serves."""
    metric: str | None = None
    """The metric that tells."""
    target: float | None = None
    """The value of the metric that reaches it."""
    due: Day | None = None
    """When it is wanted."""
    review_by: Day | None = None
    """When the goal is looked at again."""
    owner: str = ""
    """Who answers for it."""
    notes: str = ""
    """Anything else."""


class Reading(Table):
    """One measured value of a metric."""

    on: Day = Field(json_schema_extra=required())
    """When it was measured."""
    value: float | None = None
    """The value; may be left out where `k` and `n` are given."""
    n: Count | None = None
    """Sample size, for proportions."""
    k: Count | None = None
    """Successes among `n`."""
    segment: str | None = None
    """The part of users or cases it was measured on."""
    from_: str | None = Field(None, alias="from")
    """What produced it: an experiment, a model version."""
    note: str = ""
    """Anything else."""


class Metric(Table):
    """`[metrics.ID]`: one standard for "good enough"."""

    title: str = Field("", json_schema_extra=required())
    """What is measured."""
    kind: MetricKind = "quality"
    """What the metric is about."""
    better: Better | None = Field(None, json_schema_extra=required())
    """Which direction is better."""
    unit: str = ""
    """ratio, count, ms, s, currency, score …"""
    proportion: bool = False
    """Whether a reading is k of n, and so decided with a confidence interval."""
    baseline: float | None = None
    """What the non-AI or current way achieves."""
    target: float | None = None
    """Launch is wanted from here."""
    floor: float | None = None
    """Must never be crossed."""
    readings: Tuple[Reading] = ()
    """Measured values, oldest first."""
    owner: str = ""
    """Who answers for it."""
    notes: str = ""
    """Anything else."""


class CapacityChange(Table):
    """A capacity that holds from a date on."""

    from_: Day = Field(alias="from")
    """First day it holds."""
    capacity: Count
    """Units from then on."""


class Team(Table):
    """`[teams.ID]`: people who do work."""

    title: str = ""
    """What the team is called."""
    capacity: Count = 1
    """How many units of work run side by side."""
    capacity_changes: Tuple[CapacityChange] = ()
    """From a date on: leave, hires, quota windows."""
    calendar: str | None = None
    """The team's calendar; else the project's."""
    cost_per_day: NotNegative | None = None
    """Cost of one unit for one working day."""
    notes: str = ""
    """Anything else."""


class Resource(Table):
    """`[resources.ID]`: capacity that is not people, such as GPUs."""

    title: str = ""
    """What it is called."""
    capacity: Count = 1
    """Units there are."""
    capacity_changes: Tuple[CapacityChange] = ()
    """From a date on."""
    cost_per_day: NotNegative | None = None
    """Cost of one unit for one working day."""
    notes: str = ""
    """Anything else."""


class Insight(Table):
    """`[insights.ID]`: what users said, and what answers it."""

    on: Day | None = None
    """When it was said."""
    source: str = ""
    """Where it comes from."""
    said: str = Field("", json_schema_extra=required())
    """In the user's words."""
    severity: Score5 | None = None
    """1 (nice to know) … 5 (they leave)."""
    answers: Tuple[str] = ()
    """Work or goals that respond to it."""
    notes: str = ""
    """Anything else."""


class Decision(Table):
    """`[decisions.ID]`: what was decided, why, and what else there was."""

    on: Day | None = None
    """When."""
    title: str = Field("", json_schema_extra=required())
    """What was decided."""
    why: str = ""
    """The reason."""
    options: Tuple[str] = ()
    """What was considered."""
    chosen: str = ""
    """Which of them."""
    impact: str = ""
    """What it did to the plan, written at the moment of decision."""
    affects: Tuple[str] = ()
    """Items it changed."""
    waives: Tuple[str] = ()
    """Gates let pass, each `"milestone: gate"`."""
    owner: str = ""
    """Who decided."""
    notes: str = ""
    """Anything else."""


class Scenario(Table):
    """`[scenarios.ID]`: a what-if overlay; only what it sets differs."""

    title: str = ""
    """What if …"""
    set: Mapping[str, Any] = Field(default_factory=dict)
    """Address in the plan → the value it has in this scenario."""
    notes: str = ""
    """Anything else."""


class Baseline(Table):
    """`[baselines.ID]`: dates frozen on request."""

    taken: Day | None = None
    """When it was frozen."""
    start: Mapping[str, Day] = Field(default_factory=dict)
    """Activity → early start then."""
    finish: Mapping[str, Day] = Field(default_factory=dict)
    """Activity → early finish then."""


class AssessmentBands(Table):
    """Scores from which a verdict is given."""

    go: float = 75
    """From here: go."""
    pilot: float = 55
    """From here: pilot."""
    explore: float = 35
    """From here: explore; below: not yet."""


class AssessmentPolicy(Table):
    """`[assessment_policy]`: this project's own weights and bands."""

    weights: Mapping[str, Positive] = Field(default_factory=dict)
    """Dimension → weight."""
    bands: AssessmentBands = AssessmentBands.model_construct()
    """Scores from which a verdict is given."""
