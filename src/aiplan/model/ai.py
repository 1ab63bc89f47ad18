"""The AI half of a plan: assessments, data sets, risks and monitors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from aiplan.model.base import Count, Day, Length, Score5, Share, Table, Tuple, Units, required

Route = Literal["human_operated", "non_ai_automation", "ai_assist", "ai_autonomous"]
Dimension = Literal[
    "value", "ai_fit", "data", "technical", "evaluability", "error_tolerance", "risk_compliance", "oversight",
    "economics", "operability",
]  # fmt: skip
GateName = Literal[
    "prohibited_use", "no_legal_basis_for_data", "irreversible_autonomous_harm", "critical_residual_risk_untreated",
    "no_owner", "no_non_ai_baseline", "no_eval_metric", "no_fallback", "no_human_review_for_high_impact",
    "third_party_terms_unknown",
]  # fmt: skip
GateState = Literal["pass", "fail", "unknown"]
AiActTier = Literal["prohibited", "high_annex_i", "high_annex_iii", "gpai", "transparency", "minimal", "not_classified"]
DatasetRole = Literal["train", "eval", "retrieval", "production"]
DatasetBand = Literal["C4", "C3", "C2", "C1", "B", "A"]
Pii = Literal["none", "pseudonymous", "personal", "special"]
RiskCategory = Literal[
    "discrimination", "privacy_security", "misinformation", "malicious_use", "human_computer", "socioeconomic",
    "ai_safety", "data", "schedule", "vendor_model", "cost", "adoption",
]  # fmt: skip
RiskCause = Literal["human", "ai"]
RiskTiming = Literal["pre", "post"]
RiskResponse = Literal["mitigate", "transfer", "avoid", "accept"]
RiskStatus = Literal["open", "closed", "happened"]
Signal = Literal["data", "concept", "quality", "guardrail", "cost", "latency", "safety"]
MonitorAction = Literal["alert", "rollback", "retrain", "review"]


class Score(Table):
    """One dimension of an assessment."""

    score: Score5 = Field(json_schema_extra=required())
    """1 … 5, by the anchors of the dimension."""
    evidence: int = Field(0, ge=0, le=4)
    """0 absent, 1 assumed, 2 partial, 3 evidenced, 4 independently validated."""
    because: str = ""
    """What the score rests on."""


class NonAiBaseline(Table):
    """What the best way without AI achieves."""

    kind: str = ""
    """heuristic, human, rules, current product …"""
    metric: str | None = None
    """The metric it is measured by."""
    value: float | None = None
    """Its value."""
    note: str = ""
    """What it is."""


class AiAct(Table):
    """Triage under the EU AI Act; an aid, not advice."""

    tier: AiActTier = "not_classified"
    """The tier it seems to fall into."""
    note: str = ""
    """Why."""


class Assessment(Table):
    """`[assessments.ID]`: is AI needed here, and feasible?"""

    title: str = Field("", json_schema_extra=required())
    """What is assessed."""
    ai_task: str | None = None
    """A task type of the catalogue, such as image-classification."""
    goal: str | None = None
    """The goal it serves."""
    route: Route | None = None
    """How much is left to the AI."""
    users: Tuple[str] = ()
    """Who is affected."""
    baseline: NonAiBaseline | None = None
    """What the best way without AI achieves."""
    false_positive_cost: Score5 | None = None
    """1 … 5."""
    false_negative_cost: Score5 | None = None
    """1 … 5."""
    fallback: str = ""
    """What the product does where the AI falls short."""
    eu_ai_act: AiAct | None = None
    """Triage under the EU AI Act."""
    datasets: Tuple[str] = ()
    """Data it stands on."""
    risks: Tuple[str] = ()
    """Risks it carries."""
    owner: str = ""
    """Who answers for it."""
    assessed_on: Day | None = None
    """When."""
    review_by: Day | None = None
    """When it is looked at again."""
    scores: Mapping[Dimension, Score] = Field(default_factory=dict)
    """Dimension → score, evidence and reason."""
    gates: Mapping[GateName, GateState] = Field(default_factory=dict)
    """Stop and hold gates; a gate named for the bad state fails when that state holds."""
    notes: str = ""
    """Anything else."""


class Dataset(Table):
    """`[datasets.ID]`: data, and how ready it is."""

    title: str = Field("", json_schema_extra=required())
    """What it holds."""
    role: DatasetRole | None = None
    """What it is for."""
    band: DatasetBand | None = None
    """Readiness: C4 hearsay, C3 blocked, C2 unstructured, C1 loadable, B validated, A fit for this question."""
    owner: str = ""
    """Who answers for it."""
    source: str = ""
    """Where it comes from."""
    legal_basis: str = ""
    """Why it may be used."""
    licence: str = ""
    """Terms of use."""
    consent: str = ""
    """What the people in it agreed to."""
    pii: Pii | None = None
    """Personal data in it."""
    size: Count | None = None
    """Items there are."""
    target_size: Count | None = None
    """Items wanted."""
    labelled: Count | None = None
    """Items with a label."""
    label_agreement: Share | None = None
    """Agreement between annotators."""
    classes: Count | None = None
    """Number of classes."""
    smallest_class: Count | None = None
    """Items in the smallest class."""
    freshness_days: Count | None = None
    """Age of the newest data, in days."""
    leakage_checked: bool | None = None
    """Whether train and evaluation data were checked for overlap."""
    frozen_hash: str = ""
    """Hash of the frozen version."""
    datasheet: str = ""
    """Where its data sheet is."""
    gaps: Tuple[str] = ()
    """What is missing."""
    assessed_on: Day | None = None
    """When it was looked at."""
    notes: str = ""
    """Anything else."""


class RiskSchedule(Table):
    """What a risk does to the schedule if it happens."""

    probability: Share = Field(json_schema_extra=required())
    """Probability that it happens."""
    impact: Length = Field(json_schema_extra=required())
    """Working days added."""
    on: Tuple[str] = ()
    """To which activities."""


class Risk(Table):
    """`[risks.ID]`: something that may go wrong, and what is done about it."""

    title: str = Field("", json_schema_extra=required())
    """What may happen."""
    category: RiskCategory | None = None
    """MIT AI risk domain or delivery category."""
    cause: RiskCause | None = None
    """Whether people or the AI cause it."""
    timing: RiskTiming | None = None
    """Before or after launch."""
    likelihood: Score5 | None = None
    """1 <5 %, 2 5–20, 3 20–50, 4 50–80, 5 >80."""
    impact: Score5 | None = None
    """1 … 5."""
    response: RiskResponse | None = None
    """What is done about it."""
    owner: str = ""
    """Who answers for it."""
    trigger: str = ""
    """What tells that it is happening."""
    mitigation: str = ""
    """What makes it less likely or less bad."""
    residual_likelihood: Score5 | None = None
    """Likelihood after treatment."""
    residual_impact: Score5 | None = None
    """Impact after treatment."""
    accepted_by: str = ""
    """Who accepted it; needed for high and critical risks that are accepted."""
    schedule: RiskSchedule | None = None
    """What it does to the schedule."""
    review_by: Day | None = None
    """When it is looked at again."""
    status: RiskStatus = "open"
    """open, closed or happened."""
    notes: str = ""
    """Anything else."""


class Monitor(Table):
    """`[monitors.ID]`: what is watched after launch, and what it triggers."""

    title: str = ""
    """What is watched."""
    metric: str | None = None
    """The metric watched."""
    signal: Signal | None = None
    """What kind of signal it is."""
    watch: float | None = None
    """Value from which somebody looks."""
    act: float | None = None
    """Value from which the action is taken."""
    window: Length | None = None
    """Length of one observation."""
    consecutive: Units = 2
    """Windows in a row before it acts; at least 2."""
    action: MonitorAction | None = None
    """What is done."""
    owner: str = ""
    """Who does it."""
    notes: str = ""
    """Anything else."""
