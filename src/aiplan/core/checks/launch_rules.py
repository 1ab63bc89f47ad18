"""AIP3xx: launch, rollout stages and monitors."""

# ruff: noqa: ARG001 - every check takes the plan and its schedule, whichever it needs

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import get_args

from aiplan.core.checks.look import number, status_of
from aiplan.core.checks.rule import Problem, Rule, rule
from aiplan.core.schedule import Schedule
from aiplan.model.plan import Plan
from aiplan.model.work import Milestone, Phase, Rollout
from aiplan.phrases import Phrase, listed, say, term

PHASES: tuple[Phase, ...] = get_args(Phase)
"""From the smallest exposure up."""


@rule("AIP321", "rollout-order", "warning")
def rollout_order(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """The dependencies do not imply the order of the launch.

    What: a rollout stage does not come after any stage of the phase before it: shadow → pilot → limited → full.
        Phases get no links of themselves.
    Why: the schedule may open the product to everyone before the pilot has ended.
    Fix: depend on the stage before.

    Example:
        [rollout.everyone]
        phase = "full"                     # depends_on = ["pilot"]
    """
    stages = _stages(plan, schedule)
    present = [phase for phase in PHASES if any(s.phase == phase for s in stages.values())]
    for before, after in pairwise(present):
        earlier = [key for key, stage in stages.items() if stage.phase == before]
        later = _after(schedule, earlier)
        for key, stage in stages.items():
            if stage.phase == after and key not in later:
                yield Problem(
                    ("rollout", key),
                    say(
                        "nothing says that {key} ({after}) comes after {earlier} ({before})",
                        key=key,
                        after=term(after),
                        earlier=listed(sorted(earlier)),
                        before=term(before),
                    ),
                    say('write depends_on = ["{earlier}"]', earlier=min(earlier)),
                )


@rule("AIP322", "rollout-phase-skipped", "info")
def rollout_phase_skipped(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """The launch skips a phase.

    What: there is a rollout stage, and none of a phase before it (shadow, pilot, limited).
    Why: each phase finds what the one before could not, at a price that is still small.
    Fix: add the stage, or keep the gap and know it.

    Example:
        [rollout.pilot]
        phase = "pilot"                    # no shadow stage before it
    """
    stages = _stages(plan, schedule)
    present = {stage.phase for stage in stages.values()}
    if not present:
        return
    last = max(PHASES.index(phase) for phase in present if phase is not None)
    skipped = [phase for phase in PHASES[:last] if phase not in present]
    if skipped:
        first_after = next(p for p in PHASES[PHASES.index(skipped[0]) :] if p in present)
        key = next(key for key, stage in stages.items() if stage.phase == first_after)
        yield Problem(
            ("rollout", key, "phase"),
            say("the launch has no {skipped} phase", skipped=_none_of(skipped)),
            say("add a rollout stage, or keep the gap and know it"),
        )


@rule("AIP323", "launch-without-rollback", "warning")
def launch_without_rollback(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """A launch cannot be taken back.

    What: a launch-stage milestone, and no rollout stage in the plan says `rollback_when`.
    Why: the moment to agree on when to go back is before anybody is under pressure to stay.
    Fix: write `rollback_when` in each rollout stage: which metric, which value, for how long.

    Example:
        [milestones.launched]
        stage = "launch"                   # no [rollout.*] with rollback_when
    """
    if any(stage.rollback_when.strip() for stage in plan.rollout.values()):
        return
    for key, _ in list(_launches(plan, schedule))[:1]:
        yield Problem(
            ("milestones", key),
            say("{key} is a launch, and nothing says when to go back", key=key),
            say("write rollback_when in the rollout stages"),
        )


@rule("AIP324", "launch-without-monitor", "warning")
def launch_without_monitor(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """Nothing is watched after the launch.

    What: a launch-stage milestone, and the plan has no `[monitors.*]`.
    Why: the world drifts away from the training data; without a monitor users notice first.
    Fix: watch data, quality, cost and safety, each with a threshold and an action.

    Example:
        [milestones.launched]
        stage = "launch"                   # no [monitors.*]
    """
    if plan.monitors:
        return
    for key, _ in list(_launches(plan, schedule))[:1]:
        yield Problem(
            ("milestones", key),
            say("{key} is a launch, and nothing is watched after it", key=key),
            say("add [monitors.ID] with metric, act and action"),
        )


@rule("AIP325", "launch-without-owner", "warning")
def launch_without_owner(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """Nobody answers for a launch.

    What: an open launch-stage milestone without `owner`.
    Why: somebody has to say yes, and to be called at night.
    Fix: write the owner.

    Example:
        [milestones.launched]
        stage = "launch"                   # owner = "lin"
    """
    for key, milestone in _launches(plan, schedule):
        if not milestone.owner.strip():
            yield Problem(
                ("milestones", key), say("nobody answers for the launch {key}", key=key), say('write owner = "…"')
            )


@rule("AIP326", "launch-without-fallback", "warning")
def launch_without_fallback(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """A launch without a word on what happens where the AI falls short.

    What: an open launch-stage milestone, and the plan has no assessment. (An assessment without fallback is AIP306.)
    Why: nobody has assessed what goes out, nor what the product does when it is wrong.
    Fix: `aiplan add assessment`, with goal, baseline and fallback.

    Example:
        [milestones.launched]
        stage = "launch"                   # no [assessments.*]
    """
    if plan.assessments:
        return
    for key, _ in list(_launches(plan, schedule))[:1]:
        yield Problem(
            ("milestones", key),
            say("{key} launches what nobody has assessed; no fallback is known", key=key),
            say("aiplan add assessment ID, with goal, baseline and fallback"),
        )


@rule("AIP327", "rollout-without-kill-switch", "warning")
def rollout_without_kill_switch(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """People see the AI, and it cannot be switched off at once.

    What: an open pilot, limited or full stage without `kill_switch`, or one that has started with an untested one.
    Why: a roll-back takes hours; harm takes minutes. A switch that was never tried does not work.
    Fix: write how it is switched off, try it, and write when.

    Example:
        [rollout.pilot]
        phase = "pilot"                    # kill_switch = { how = "flag off", tested_on = 2026-03-12 }
    """
    for key, stage in _stages(plan, schedule).items():
        state = schedule.network.progress[key].status
        if stage.phase == "shadow" or state == "done":
            continue
        if stage.kill_switch is None or not stage.kill_switch.how.strip():
            yield Problem(
                ("rollout", key),
                say("{key} shows the AI to people, and nothing says how to switch it off at once", key=key),
                say('write kill_switch = { how = "…", tested_on = … }'),
            )
        elif state == "active" and stage.kill_switch.tested_on is None:
            yield Problem(
                ("rollout", key, "kill_switch"),
                say("{key} has started, and its kill switch was never tried", key=key),
                say("try it, then write tested_on"),
            )


@rule("AIP328", "rollout-share-shrinks", "warning")
def rollout_share_shrinks(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """A later phase reaches fewer people than an earlier one.

    What: the `share` of a stage is below that of a stage of an earlier phase.
    Why: the phases are there to widen exposure step by step.
    Fix: correct the shares or the phases.

    Example:
        [rollout.pilot]
        phase = "pilot"
        share = 0.2
        [rollout.limited]
        phase = "limited"
        share = 0.1
    """
    stages = [(k, s) for k, s in _stages(plan, schedule).items() if s.share is not None]
    for key, stage in stages:
        earlier = [
            (s.share or 0.0, k)
            for k, s in stages
            if s.phase and stage.phase and PHASES.index(s.phase) < PHASES.index(stage.phase)
        ]
        largest = max(earlier, default=None)
        if largest is not None and stage.share is not None and stage.share < largest[0]:
            yield Problem(
                ("rollout", key, "share"),
                say(
                    "{key} ({phase}) reaches {share} %, and {earlier} before it {more} %",
                    key=key,
                    phase=term(str(stage.phase)),
                    share=number(stage.share * 100),
                    earlier=largest[1],
                    more=number(largest[0] * 100),
                ),
            )


@rule("AIP340", "monitor-incomplete", "warning")
def monitor_incomplete(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """A monitor does not say what it watches, when it acts, or who does what.

    What: a monitor without `metric`, `act`, `action` or `owner`.
    Why: an alarm that nobody answers is noise.
    Fix: complete it.

    Example:
        [monitors.input-drift]
        metric = "photo-drift"             # act, action, owner
    """
    for key, monitor in plan.monitors.items():
        given = {
            "metric": monitor.metric, "act": monitor.act is not None, "action": monitor.action, "owner": monitor.owner,
        }  # fmt: skip
        missing = [name for name, there in given.items() if not there]
        if missing:
            yield Problem(
                ("monitors", key),
                say("the monitor {key} has no {missing}", key=key, missing=listed(missing)),
                say("complete it"),
            )


@rule("AIP341", "monitor-acts-on-one-window", "warning")
def monitor_acts_on_one_window(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """A monitor acts on a single observation.

    What: `consecutive` is below 2.
    Why: one odd day would roll back a launch; an alarm that cries wolf is switched off.
    Fix: ask for two windows in a row, or make the window longer.

    Example:
        consecutive = 1
    """
    for key, monitor in plan.monitors.items():
        if monitor.consecutive < 2:
            yield Problem(
                ("monitors", key, "consecutive"),
                say("the monitor {key} acts on a single window", key=key),
                say("write consecutive = 2"),
            )


@rule("AIP342", "monitor-thresholds-reversed", "warning")
def monitor_thresholds_reversed(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """A monitor acts before anybody looks.

    What: `act` is reached before `watch`, in the direction in which the metric gets worse.
    Why: the warning comes after the action.
    Fix: swap them.

    Example:
        metric = "photo-drift"             # lower is better
        watch = 0.25
        act = 0.10
    """
    for key, monitor in plan.monitors.items():
        if monitor.watch is None or monitor.act is None:
            continue
        metric = plan.metrics.get(monitor.metric) if monitor.metric else None
        falling = metric is not None and metric.better == "higher"
        if monitor.act > monitor.watch if falling else monitor.act < monitor.watch:
            yield Problem(
                ("monitors", key, "act"),
                say(
                    "the monitor {key} acts at {act} and is watched only from {watch}",
                    key=key,
                    act=number(monitor.act),
                    watch=number(monitor.watch),
                ),
                say("swap watch and act"),
            )


def _none_of(phases: list[Phase]) -> Phrase:
    said: Phrase = term(phases[0])
    for phase in phases[1:]:
        said = say("{one} and no {other}", one=said, other=term(phase))
    return said


def _launches(plan: Plan, schedule: Schedule) -> Iterator[tuple[str, Milestone]]:
    """Yield the launch-stage milestones that are neither done nor dropped."""
    for key, milestone in plan.milestones.items():
        if milestone.stage == "launch" and key in schedule and status_of(schedule, key) in ("planned", "active"):
            yield key, milestone


def _stages(plan: Plan, schedule: Schedule) -> dict[str, Rollout]:
    """Return the rollout stages that have a phase and are not dropped."""
    progress = schedule.network.progress
    return {
        key: stage
        for key, stage in plan.rollout.items()
        if stage.phase is not None and key in progress and progress[key].status != "dropped"
    }


def _after(schedule: Schedule, keys: Iterable[str]) -> set[str]:
    """Return the ids of all work that the network puts after any of `keys`."""
    network = schedule.network
    reached = network.structure.reached_from(network.main[key] for key in keys)
    return {network.nodes[node].id for node in reached}


RULES: tuple[Rule, ...] = (
    rollout_order,
    rollout_phase_skipped,
    launch_without_rollback,
    launch_without_monitor,
    launch_without_owner,
    launch_without_fallback,
    rollout_without_kill_switch,
    rollout_share_shrinks,
    monitor_incomplete,
    monitor_acts_on_one_window,
    monitor_thresholds_reversed,
)
