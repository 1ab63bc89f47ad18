"""The whole plan: one immutable value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from aiplan.model.ai import Assessment, Dataset, Monitor, Risk
from aiplan.model.base import Table
from aiplan.model.context import (
    AssessmentPolicy,
    Baseline,
    CalendarSpec,
    Decision,
    Goal,
    Insight,
    Metric,
    Project,
    Resource,
    Scenario,
    Simulation,
    Team,
    Vision,
)
from aiplan.model.work import Experiment, Milestone, Rollout, Task, Work

FORMAT = 1
"""The format this version reads and writes."""


class Plan(Table):
    """Everything a plan file says; inputs only, nothing computed."""

    format: int = FORMAT
    """Version of the file format."""
    project: Project = Project.model_construct()
    """What the plan is of."""
    simulation: Simulation = Simulation.model_construct()
    """How uncertain durations are drawn."""
    calendar: CalendarSpec = CalendarSpec.model_construct()
    """The project calendar."""
    calendars: Mapping[str, CalendarSpec] = Field(default_factory=dict)
    """Further calendars, for teams."""
    vision: Vision | None = None
    """Why the product exists."""
    goals: Mapping[str, Goal] = Field(default_factory=dict)
    """What is to be reached."""
    metrics: Mapping[str, Metric] = Field(default_factory=dict)
    """What tells whether it is good enough."""
    teams: Mapping[str, Team] = Field(default_factory=dict)
    """Who does the work."""
    resources: Mapping[str, Resource] = Field(default_factory=dict)
    """Capacity that is not people."""
    datasets: Mapping[str, Dataset] = Field(default_factory=dict)
    """Data, and how ready it is."""
    assessment_policy: AssessmentPolicy = AssessmentPolicy.model_construct()
    """This project's own weights and bands."""
    assessments: Mapping[str, Assessment] = Field(default_factory=dict)
    """Is AI needed, and feasible?"""
    risks: Mapping[str, Risk] = Field(default_factory=dict)
    """What may go wrong."""
    rollout: Mapping[str, Rollout] = Field(default_factory=dict)
    """Stages of the launch."""
    monitors: Mapping[str, Monitor] = Field(default_factory=dict)
    """What is watched after launch."""
    insights: Mapping[str, Insight] = Field(default_factory=dict)
    """What users said."""
    milestones: Mapping[str, Milestone] = Field(default_factory=dict)
    """Points that are reached."""
    tasks: Mapping[str, Task] = Field(default_factory=dict)
    """Work whose outcome is known."""
    experiments: Mapping[str, Experiment] = Field(default_factory=dict)
    """Work whose outcome is uncertain."""
    decisions: Mapping[str, Decision] = Field(default_factory=dict)
    """What was decided, and why."""
    scenarios: Mapping[str, Scenario] = Field(default_factory=dict)
    """What-if overlays."""
    baselines: Mapping[str, Baseline] = Field(default_factory=dict)
    """Dates frozen on request."""
    x: Mapping[str, Any] = Field(default_factory=dict)
    """Free for other tools."""
    file_order: tuple[str, ...] = Field(default=(), exclude=True, json_schema_extra={"aiplan_internal": True})
    """Ids of all activities in the order of the file; set by reading, not a key of the file."""

    @property
    def work(self) -> Mapping[str, Work]:
        """All activities by id: milestones, tasks, experiments, rollout stages (first of a doubled id)."""
        found: dict[str, Work] = {}
        for section in (self.milestones, self.tasks, self.experiments, self.rollout):
            for key, item in section.items():
                found.setdefault(key, item)
        return found

    def activities(self) -> Iterator[tuple[str, Work]]:
        """Yield (id, activity) in the order of the file."""
        work = self.work
        seen = set()
        for key in self.file_order:
            if key in work and key not in seen:
                seen.add(key)
                yield key, work[key]
        for key, item in work.items():
            if key not in seen:
                yield key, item


WORK_SECTIONS: tuple[str, ...] = ("milestones", "tasks", "experiments", "rollout")
"""Sections that share one namespace of ids."""
