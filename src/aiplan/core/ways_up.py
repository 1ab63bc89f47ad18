"""What would raise a verdict by one band: the fewest changes, each of which a person can work on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from aiplan.core.assessment_gates import GATES, STOP_GATES
from aiplan.core.readiness import BAND_SCORES, bands_for, bounds_data_score
from aiplan.core.verdict import (
    DIMENSIONS,
    EVIDENCE_CAPPED,
    VERDICTS,
    Inputs,
    Verdict,
    VerdictName,
    at_least,
    judge,
    weights_of,
)
from aiplan.model.ai import Dimension
from aiplan.model.plan import Plan

ChangeKind = Literal["score", "evidence", "gate", "dataset"]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing to raise."""

    kind: ChangeKind
    name: str
    """Dimension, gate, or data set."""
    now: str
    """Score, evidence level, state or band; empty where there is none."""
    to: str
    """The least that will do; empty where only the person can say."""

    def __str__(self) -> str:
        what = self.name if self.kind in ("score", "gate") else f"{self.kind} {self.name}"
        return f"{what} {self.now or '–'} → {self.to or '?'}"


@dataclass(frozen=True, slots=True)
class WaysUp:
    """How a verdict gets one band better: all of `required`, and any one of `options` where there are some."""

    target: VerdictName | None
    """What it becomes; `None` where it is go already, or where scores are missing."""
    required: tuple[Change, ...]
    options: tuple[tuple[Change, ...], ...]
    reachable: bool
    """Whether the scores can get there at all under the plan's own bands."""


def ways_up(plan: Plan, verdict: Verdict) -> WaysUp:
    """Return what would raise `verdict` by one band."""
    inputs, now = verdict.inputs, verdict.verdict
    if now == "go":
        return WaysUp(None, (), (), reachable=True)
    if now == "incomplete":
        missing = tuple(Change("score", d, "", "") for d in verdict.missing)
        return WaysUp(None, missing, (), reachable=True)
    if now == "no_go":
        stops = [g for g in STOP_GATES if inputs.gates.get(g) == "fail"]
        lifted = replace(inputs, gates={**inputs.gates, **dict.fromkeys(stops, "pass")})
        changes = tuple(Change("gate", g, "fail", "pass") for g in stops)
        return WaysUp(judge(lifted).verdict, changes, (), reachable=True)
    target = VERDICTS[VERDICTS.index(now) - 1]
    lifted, required = _lift_what_holds(inputs, target)
    options, reachable = _raise_scores(lifted, target)
    return WaysUp(
        target, _with_data(plan, verdict, required), tuple(_with_data(plan, verdict, o) for o in options), reachable
    )


def _lift_what_holds(inputs: Inputs, target: VerdictName) -> tuple[Inputs, list[Change]]:
    """Return `inputs` without the scores of 1 and the caps that keep it under `target`, and what that takes."""
    scores, evidence, gates = dict(inputs.scores), dict(inputs.evidence), dict(inputs.gates)
    required: list[Change] = []
    for dimension in DIMENSIONS:
        if scores[dimension] <= 1:
            required.append(Change("score", dimension, str(scores[dimension]), "2"))
            scores[dimension] = 2
    wanted = {"go": 3, "pilot": 2}.get(target, 0)
    for dimension in EVIDENCE_CAPPED:
        level = evidence.get(dimension, 0)
        if level < wanted:
            required.append(Change("evidence", dimension, str(level), str(wanted)))
            evidence[dimension] = wanted
    if wanted:
        for gate in GATES:
            state = gates.get(gate, "unknown")
            if state != "pass":
                required.append(Change("gate", gate, state, "pass"))
                gates[gate] = "pass"
    return replace(inputs, scores=scores, evidence=evidence, gates=gates), required


def _raise_scores(inputs: Inputs, target: VerdictName) -> tuple[list[tuple[Change, ...]], bool]:
    """Return the ways to reach `target` by scores alone, and whether there is one; no ways where none is needed."""
    if _reaches(inputs, target):
        return [], True
    weights = weights_of(inputs.policy)
    singles: list[tuple[int, int, Change]] = []
    for order, dimension in enumerate(sorted(DIMENSIONS, key=lambda d: -weights[d])):
        now = inputs.scores[dimension]
        to = next((s for s in range(now + 1, 6) if _reaches(_set(inputs, {dimension: s}), target)), None)
        if to is not None:
            singles.append((to - now, order, Change("score", dimension, str(now), str(to))))
    if singles:
        return [(change,) for _, _, change in sorted(singles, key=lambda s: s[:2])], True
    ways = [
        way
        for order in (_weakest_first, _heaviest_first)
        for mend_twos in (False, True)
        if (way := _climb(inputs, target, order, mend_twos=mend_twos)) is not None
    ]
    fewest = min((_points(inputs, way) for way in ways), default=0)
    found: dict[tuple[Change, ...], None] = {}
    for way in ways:
        if _points(inputs, way) == fewest:
            changed = [d for d in DIMENSIONS if way[d] != inputs.scores[d]]
            found[tuple(Change("score", d, str(inputs.scores[d]), str(way[d])) for d in changed)] = None
    return list(found), bool(found)


Scores = dict[Dimension, int]
Rank = tuple[int, Fraction]
Order = Callable[[Inputs, Scores, Dimension], Rank]


def _weakest_first(inputs: Inputs, scores: Scores, dimension: Dimension) -> Rank:
    return scores[dimension], -weights_of(inputs.policy)[dimension]


def _heaviest_first(inputs: Inputs, scores: Scores, dimension: Dimension) -> Rank:
    raised = scores[dimension] - inputs.scores[dimension]
    return raised, -weights_of(inputs.policy)[dimension]


def _climb(inputs: Inputs, target: VerdictName, order: Order, *, mend_twos: bool) -> Scores | None:
    """Return scores that reach `target`, raised point by point in `order`; none of the points is superfluous."""
    scores = dict(inputs.scores)
    if mend_twos:
        scores = {d: max(3, s) for d, s in scores.items()}
    while not _reaches(replace(inputs, scores=scores), target):
        open_to_more = [d for d in DIMENSIONS if scores[d] < 5]
        if not open_to_more:
            return None
        scores[min(open_to_more, key=lambda d: order(inputs, scores, d))] += 1
    for dimension in DIMENSIONS:
        while scores[dimension] > inputs.scores[dimension] and _reaches(
            replace(inputs, scores={**scores, dimension: scores[dimension] - 1}), target
        ):
            scores[dimension] -= 1
    return scores


def _points(inputs: Inputs, way: Scores) -> int:
    return sum(way[d] - inputs.scores[d] for d in way)


def _set(inputs: Inputs, scores: dict[Dimension, int]) -> Inputs:
    return replace(inputs, scores={**inputs.scores, **scores})


def _reaches(inputs: Inputs, target: VerdictName) -> bool:
    return at_least(judge(inputs).verdict, target)


def _with_data(plan: Plan, verdict: Verdict, changes: Iterable[Change]) -> tuple[Change, ...]:
    """Return `changes` with a higher data score spelt out: the bands it needs, and the claim where that is low."""
    found: list[Change] = []
    for change in changes:
        if change.kind != "score" or change.name != "data" or verdict.bound is None:
            found.append(change)
            continue
        to = int(change.to)
        if verdict.claimed["data"] < to:
            found.append(Change("score", "data", str(verdict.claimed["data"]), change.to))
        for key in sorted(plan.assessments[verdict.id].datasets):
            dataset = plan.datasets.get(key)
            if dataset is not None and dataset.band and bounds_data_score(dataset) and BAND_SCORES[dataset.band] < to:
                found.append(Change("dataset", key, dataset.band, bands_for(to)[0]))
    return tuple(found)
