"""What stands in the way of a milestone or launch stage although its work may be finished; dates stand all the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from aiplan.core.assessment_gates import read_gates
from aiplan.core.gates import GateStatus, item_gates
from aiplan.core.verdict import at_least, verdict
from aiplan.model.plan import Plan
from aiplan.phrases import Phrase, say, term

BlockKind = Literal["gate", "verdict", "stop_gate"]


@dataclass(frozen=True, slots=True)
class Block:
    """One thing that stands in the way."""

    kind: BlockKind
    name: str
    """The gate as written, the assessment, or `assessment: stop gate`."""
    reason: str
    """One sentence."""


def blocks(plan: Plan, item_id: str, as_of: dt.date) -> tuple[Block, ...]:
    """Return what stands in the way of a milestone or rollout stage at `as_of`; gates first."""
    found = [Block("gate", str(s.gate), s.decision.reason) for s in open_gates(plan, item_id, as_of)]
    found += [
        Block(
            "verdict",
            assessment,
            say(
                "needs {wanted}, is {found}: {why}",
                wanted=term(wanted, "verdicts"),
                found=term(is_now, "verdicts"),
                why=why,
            ),
        )
        for assessment, wanted, is_now, why in unmet_verdicts(plan, item_id)
    ]
    found += [
        Block(
            "stop_gate",
            f"{assessment}: {gate}",
            say("the stop gate {gate} of {assessment} fails", gate=term(gate, "gates"), assessment=assessment),
        )
        for assessment, gate in failing_stop_gates(plan, item_id)
    ]
    return tuple(found)


def open_gates(plan: Plan, item_id: str, as_of: dt.date) -> tuple[GateStatus, ...]:
    """Return the gates that have neither passed nor been waived."""
    return tuple(status for status in item_gates(plan, item_id, as_of) if status.open)


def unmet_verdicts(plan: Plan, milestone_id: str) -> Iterator[tuple[str, str, str, Phrase]]:
    """Yield (assessment, wanted verdict, verdict, reason) for each verdict a milestone needs and does not have."""
    milestone = plan.milestones.get(milestone_id)
    if milestone is None:
        return
    for assessment, wanted in milestone.needs_verdict.items():
        if assessment in plan.assessments:
            found = verdict(plan, assessment)
            if not at_least(found.verdict, wanted):
                yield assessment, wanted, found.verdict, found.reason


def failing_stop_gates(plan: Plan, milestone_id: str) -> Iterator[tuple[str, str]]:
    """Yield (assessment, stop gate) for each stop gate that fails on an assessment of a launch milestone's goals."""
    milestone = plan.milestones.get(milestone_id)
    if milestone is None or milestone.stage != "launch":
        return
    for key, assessment in plan.assessments.items():
        if assessment.goal in milestone.goals:
            for gate in read_gates(plan, assessment):
                if gate.stop and gate.state == "fail":
                    yield key, gate.name
