"""AIP3xx: gates, bars and what they decide."""

# ruff: noqa: ARG001 - every check takes the plan and its schedule, whichever it needs

from __future__ import annotations

from collections.abc import Iterator

from aiplan.core.blocking import failing_stop_gates, unmet_verdicts
from aiplan.core.checks.look import all_gates, number, status_of
from aiplan.core.checks.rule import Problem, Rule, rule
from aiplan.core.gates import GateStatus, item_gates, milestone_gates, parse_waiver, rollout_gates, waives
from aiplan.core.schedule import Schedule
from aiplan.model.plan import Plan
from aiplan.model.values import Gate
from aiplan.model.work import Experiment
from aiplan.phrases import NOTHING, Phrase, code, listed, say, term


@rule("AIP301", "milestone-without-gate", "warning")
def milestone_without_gate(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """A milestone of an AI product says nothing about what is good enough.

    What: an open milestone of stage model, product or launch, or one with experiments inside, has no `gates`.
    Why: it is reached when the work is over, whatever came out.
    Fix: write the metrics that have to clear their bars.

    Example:
        [milestones.model-ready]
        stage = "model"                    # gates = ["top1-accuracy >= 0.90"]
    """
    for key, milestone in plan.milestones.items():
        if milestone.gates or key not in schedule or status_of(schedule, key) in ("done", "dropped"):
            continue
        work = schedule.network.work
        tries = any(isinstance(work[m], Experiment) for m in schedule.network.members.get(key, ()))
        if tries or milestone.stage in ("model", "product", "launch"):
            yield Problem(
                ("milestones", key),
                say("the milestone {key} has no gate: it is reached whatever comes out", key=key),
                say('write gates = ["METRIC >= BAR"]'),
            )


@rule("AIP304", "verdict-unmet", "warning")
def verdict_unmet(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """A milestone needs a better verdict than its assessment has.

    What: `needs_verdict` asks for more than is computed. The milestone is shown as blocked; its dates stand.
    Why: work towards it goes on although the question whether it should is not settled.
    Fix: `aiplan assess ID` says what raises the verdict; or decide to need less.

    Example:
        [milestones.launched]
        needs_verdict = { recognition = "go" }     # recognition is "pilot"
    """
    for key in plan.milestones:
        if key in schedule and status_of(schedule, key) == "dropped":
            continue
        for assessment, wanted, found, reason in unmet_verdicts(plan, key):
            yield Problem(
                ("milestones", key, "needs_verdict", assessment),
                say(
                    "{key} needs the verdict {wanted} of {assessment}, which is {found}: {reason}",
                    key=key,
                    wanted=_verdict(wanted),
                    assessment=assessment,
                    found=_verdict(found),
                    reason=reason,
                ),
                code(f"aiplan assess {assessment}"),
            )


@rule("AIP309", "gate-inconclusive", "warning")
def gate_inconclusive(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """Too little was measured to decide a gate.

    What: the 95 % interval of the latest reading reaches over the bar. Each gate is reported once, at the first open
        milestone or rollout stage that has it. A gate without any reading is not reported.
    Why: neither pass nor fail can be said; taking the value as it stands would be luck.
    Fix: measure more cases; the message says how many settle it at the observed rate.

    Example:
        gates = ["class-recall[lily] >= 0.80"]     # 43 of 50
    """
    told: dict[tuple[tuple[str, str], float | None], str] = {}
    also: dict[str, list[str]] = {}
    found: list[tuple[str, GateStatus]] = []
    for key in (*plan.milestones, *plan.rollout):
        if key not in schedule or status_of(schedule, key) in ("done", "dropped"):
            continue
        for status in item_gates(plan, key, schedule.as_of):
            if status.state != "inconclusive" or status.decision.cause not in ("spans", "on_the_bar"):
                continue
            what = status.gate.key, status.decision.bar
            if what in told:
                also.setdefault(told[what], []).append(key)
            else:
                told[what] = f"{key}: {status.gate}"
                found.append((key, status))
    for key, status in found:
        others = [k for k in dict.fromkeys(also.get(f"{key}: {status.gate}", ())) if k != key]
        more = say(" (a gate of {names} too)", names=listed(others)) if others else NOTHING
        yield Problem(
            status.path,
            say(
                "the gate {gate} of {key} is inconclusive{more}: {reason}",
                gate=status.gate,
                key=key,
                more=more,
                reason=status.decision.reason,
            ),
            say("measure more cases, or record a decision that waives it"),
        )


@rule("AIP311", "done-with-open-gate", "error")
def done_with_open_gate(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """A milestone is done although a gate has not passed.

    What: a milestone whose work is finished, or that is recorded as reached, has a gate that fails or is inconclusive
        and that no decision waives.
    Why: the plan says that the bar was cleared and that it was not.
    Fix: measure again, keep the milestone open, or record who let it pass: a decision with
        `waives = ["milestone: gate"]`.

    Example:
        [milestones.model-ready]
        finished = 2026-03-13
        gates = ["top1-accuracy >= 0.90"]          # 0.84 of 5,000
    """
    for key in plan.milestones:
        if key not in schedule or status_of(schedule, key) != "done":
            continue
        for status in milestone_gates(plan, key, schedule.as_of):
            if status.open:
                verb = say("fails") if status.state == "fail" else say("is inconclusive")
                yield Problem(
                    status.path,
                    say(
                        "{key} is done, but its gate {gate} {verb}: {reason}",
                        key=key,
                        gate=status.gate,
                        verb=verb,
                        reason=status.decision.reason,
                    ),
                    say('let a decision say so: waives = ["{key}: {gate}"]', key=key, gate=status.gate),
                )


@rule("AIP315", "gate-without-bar", "error")
def gate_without_bar(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """A gate can never be decided.

    What: a gate without a bar of its own, on a metric without a target.
    Why: there is nothing to compare a reading with.
    Fix: write the bar into the gate, or a `target` into the metric.

    Example:
        gates = ["top1-accuracy"]          # [metrics.top1-accuracy] has no target
    """
    for path, gate in all_gates(plan):
        metric = plan.metrics.get(gate.metric)
        if metric is not None and gate.bar is None and metric.target is None:
            yield Problem(
                path,
                say("the gate {gate} has no bar, and the metric {metric} has no target", gate=gate, metric=gate.metric),
                say('write "{gate} >= BAR", or a target in metrics.{metric}', gate=gate, metric=gate.metric),
            )


@rule("AIP316", "gate-against-direction", "warning")
def gate_against_direction(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """A gate points the other way than its metric.

    What: `<=` on a metric where higher is better, or `>=` where lower is; or `max()` where `min()` is the worst
        segment.
    Why: it passes when things get worse, or when the best segment is good enough.
    Fix: turn the sign, or name the worst segment.

    Example:
        gates = ["max(class-recall) >= 0.80"]      # min(class-recall)
    """
    for path, gate in all_gates(plan):
        metric = plan.metrics.get(gate.metric)
        if metric is None or metric.better is None:
            continue
        right, worst = (">=", "min") if metric.better == "higher" else ("<=", "max")
        if gate.operator is not None and gate.operator != right:
            yield Problem(
                path,
                say(
                    "the gate {gate} asks for {operator}, but {better} is better",
                    gate=gate,
                    operator=gate.operator,
                    better=term(metric.better),
                ),
                code(f"{right}?"),
            )
        elif gate.aggregate is not None and gate.aggregate != worst:
            yield Problem(
                path,
                say(
                    "the gate {gate} looks at the best segment, since {better} is better",
                    gate=gate,
                    better=term(metric.better),
                ),
                say("{worst}({metric}) is the worst", worst=worst, metric=gate.metric),
            )


@rule("AIP319", "launch-blocked-by-stop-gate", "error")
def launch_blocked(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """A launch is planned while a stop gate fails.

    What: a launch-stage milestone serves a goal whose assessment has a failing stop gate.
    Why: what is prohibited, has no legal basis or does harm that cannot be undone must not be launched.
    Fix: change the route or the data until the gate passes, or take the goal out of the launch.

    Example:
        [milestones.launched]
        stage = "launch"
        goals = ["everyday-plants"]
        [assessments.recognition]
        goal = "everyday-plants"
        gates.no_legal_basis_for_data = "fail"
    """
    for key in plan.milestones:
        if key in schedule and status_of(schedule, key) == "dropped":
            continue
        for assessment, gate in failing_stop_gates(plan, key):
            yield Problem(
                ("milestones", key, "goals"),
                say(
                    "{key} launches what {assessment} assesses, and its stop gate {gate} fails",
                    key=key,
                    assessment=assessment,
                    gate=term(gate, "gates"),
                ),
                code(f"aiplan assess {assessment}"),
            )


@rule("AIP329", "rollout-past-open-gate", "error")
def rollout_past_open_gate(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """A rollout stage went on although its gate has not passed.

    What: a stage has started with an open entry gate, or is done with an open exit gate, and no decision waives it.
    Why: people are exposed to something that has not cleared its own bar.
    Fix: go back to the stage before, measure, or record who let it pass.

    Example:
        [rollout.pilot]
        started = 2026-03-09
        entry_gates = ["answer-satisfaction >= 0.80"]      # not measured
    """
    for key in plan.rollout:
        if key not in schedule:
            continue
        state = schedule.network.progress[key].status
        for status in rollout_gates(plan, key, schedule.as_of):
            passed_by = state == "done" or (state == "active" and status.role == "entry")
            if status.open and passed_by:
                verb = say("has started") if status.role == "entry" else say("is done")
                yield Problem(
                    status.path,
                    say(
                        "{key} {verb}, but its {role} gate {gate} has not passed: {reason}",
                        key=key,
                        verb=verb,
                        role=_ROLES[status.role],
                        gate=status.gate,
                        reason=status.decision.reason,
                    ),
                    say('let a decision say so: waives = ["{key}: {gate}"]', key=key, gate=status.gate),
                )


@rule("AIP351", "gate-below-floor", "warning")
def gate_below_floor(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """A gate lets pass what must never be crossed.

    What: the bar of a gate is looser than the metric's `floor`.
    Why: the gate could pass and the floor be crossed at the same time.
    Fix: raise the bar to the floor, or reconsider the floor.

    Example:
        [metrics.top1-accuracy]
        floor = 0.85
        [milestones.beta]
        gates = ["top1-accuracy >= 0.80"]
    """
    for path, gate in all_gates(plan):
        metric = plan.metrics.get(gate.metric)
        if metric is None or metric.floor is None or gate.bar is None or gate.operator is None:
            continue
        higher = metric.better == "higher"
        if gate.operator != (">=" if higher else "<=") or metric.better is None:
            continue
        if gate.bar < metric.floor if higher else gate.bar > metric.floor:
            yield Problem(
                path,
                say(
                    "the gate {gate} lets pass what crosses the floor {floor} of {metric}",
                    gate=gate,
                    floor=number(metric.floor),
                    metric=gate.metric,
                ),
                say("raise the bar to the floor, or reconsider the floor"),
            )


@rule("AIP352", "waiver-names-no-gate", "error")
def waiver_names_no_gate(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """A decision waives a gate that nothing has.

    What: an entry of `waives` is not written `"milestone: gate"`, or the milestone or rollout stage has no such gate.
    Why: the gate that was meant stays open, and somebody believes it is waived. A bar that was changed since is a new
        gate.
    Fix: write it as it stands in the milestone.

    Example:
        [decisions.ship-anyway]
        waives = ["model-ready: top1-accuracy >= 0.88"]    # the gate says 0.90
    """
    for key, decision in plan.decisions.items():
        for index, text in enumerate(decision.waives):
            path = ("decisions", key, "waives", index)
            waiver = parse_waiver(text)
            if waiver is None:
                yield Problem(path, say("{text!r} names no gate", text=text), say('write "milestone: gate"'))
            elif waiver[0] in plan.milestones or waiver[0] in plan.rollout:
                gates = _gates_of(plan, waiver[0])
                if not any(waives(waiver[1], gate) for gate in gates):
                    has = (
                        say("it has: {gates}", gates=listed(str(g) for g in gates)) if gates else say("it has no gates")
                    )
                    yield Problem(
                        path,
                        say("{id} has no gate {gate}, which {key} waives", id=waiver[0], gate=waiver[1], key=key),
                        has,
                    )
            elif waiver[0] in schedule:
                yield Problem(
                    path,
                    say("{id} has no gate {gate}, which {key} waives", id=waiver[0], gate=waiver[1], key=key),
                    say("it has no gates"),
                )


_ROLES = {"gate": say("gate"), "entry": say("entry"), "exit": say("exit")}


def _verdict(name: str) -> Phrase:
    return term(name, "verdicts", text=name.replace("_", " "))


def _gates_of(plan: Plan, key: str) -> tuple[Gate, ...]:
    if key in plan.milestones:
        return plan.milestones[key].gates
    return plan.rollout[key].entry_gates + plan.rollout[key].exit_gates


RULES: tuple[Rule, ...] = (
    milestone_without_gate,
    verdict_unmet,
    gate_inconclusive,
    done_with_open_gate,
    gate_without_bar,
    gate_against_direction,
    launch_blocked,
    rollout_past_open_gate,
    gate_below_floor,
    waiver_names_no_gate,
)
