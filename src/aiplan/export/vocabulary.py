"""What an export says, field by field: one value per language, so that a word missing in one is a type error.

Texts with `{…}` are filled with `str.format`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aiplan.core.experiment_state import ExperimentState
from aiplan.core.gates import Cause, GateStatusState
from aiplan.core.risk import Level
from aiplan.core.verdict import Rule, VerdictName
from aiplan.core.ways_up import ChangeKind
from aiplan.model.ai import Dimension, RiskResponse
from aiplan.model.context import Basis, Horizon
from aiplan.model.work import Stage, Status


@dataclass(frozen=True, slots=True)
class Words:
    """Everything an export says in one language."""

    months: tuple[str, ...]
    date: str
    """day, month, year, name (of the month)."""
    mermaid_axis: str
    percent: str
    comma: str
    list_comma: str
    list_semicolon: str
    working_days: tuple[str, str]
    """One, several."""
    cases: tuple[str, str]
    """One, several."""
    parenthesis: str
    """With the space before it where the language wants one."""
    colon: str

    generated: str
    title: str
    finish: str
    no_date: str
    next_milestones: str
    deadlines: str
    data_date: str
    data_date_text: str
    experiments_planned: str
    basis: Mapping[Basis, str]
    forecast: str
    forecast_text: str
    driving: str
    progress: str
    progress_text: str
    undated_text: str

    attention: str
    late_text: str
    early_text: str
    on_deadline_text: str
    deadline_text: str
    late: str
    gate_of: str
    fallback_due: str
    verdict_unmet: str
    stop_gate: str

    changes: str
    finish_moved: str
    then: str
    now: str
    slip: str
    added: str
    dropped_since: str
    removed: str

    milestones: str
    milestone: str
    stage: str
    stages: Mapping[Stage, str]
    no_stage: str
    state: str
    states: Mapping[Status, str]
    reached: str
    gate_open: str
    blocked: str
    date_head: str
    deadline: str
    total_float: str
    gates: str
    gate_states: Mapping[GateStatusState, str]
    gate_causes: Mapping[Cause, str]
    of_cases: str
    needed: str
    never_settles: str
    and_more: str

    goals: str
    goal: str
    horizon: str
    horizons: Mapping[Horizon, str]
    measured_by: str
    target: str
    wanted_by: str
    expected: str
    not_measured: str
    no_milestone: str
    goal_states: Mapping[GateStatusState, str]

    feasibility: str
    assessed: str
    verdict: str
    verdicts: Mapping[VerdictName, str]
    decided_by: str
    rules: Mapping[Rule, str]
    """{score}, {names}, {verdict}, {bar}."""
    way_up: str
    way_up_text: str
    change_kinds: Mapping[ChangeKind, str]
    dimensions: Mapping[Dimension, str]
    or_: str

    now_head: str
    next_head: str
    later_head: str
    horizon_now: str
    until: str
    critical: str

    experiments: str
    experiment: str
    question: str
    bar: str
    attempts: str
    attempts_text: str
    none_yet: str
    missed_text: str
    running_text: str
    met_text: str
    experiment_states: Mapping[ExperimentState, str]
    ends: str
    if_it_fails: str

    risks: str
    risk: str
    level: str
    levels: Mapping[Level, str]
    response: str
    responses: Mapping[RiskResponse, str]
    owner: str
    trigger: str

    decisions: str
    timeline: str
    timeline_too_long: str
    other_work: str
    legend: str
    legend_lines: tuple[str, ...]
    legend_forecast: str
