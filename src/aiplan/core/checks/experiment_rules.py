"""AIP3xx: experiments."""

# ruff: noqa: ARG001 - every check takes the plan and its schedule, whichever it needs

from __future__ import annotations

import math
from collections.abc import Iterator

from aiplan.core.checks.rule import Problem, Rule, elsewhere, rule
from aiplan.core.experiment_state import experiment_status
from aiplan.core.gates import criteria_decisions
from aiplan.core.schedule import Schedule
from aiplan.model.plan import Plan
from aiplan.model.work import Experiment
from aiplan.phrases import listed, say, say_n, term


@rule("AIP302", "experiment-without-criteria", "warning")
def experiment_without_criteria(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """Nothing says when an experiment has succeeded.

    What: an experiment without `criteria` that is not dropped and has not ended.
    Why: a bar that is chosen after the result is always cleared.
    Fix: write the metrics and bars before the first attempt.

    Example:
        [experiments.cnn-v1]
        hypothesis = "A fine-tuned CNN is good enough."    # criteria = ["top1-accuracy >= 0.90"]
    """
    for key, item in _alive(plan):
        if not item.criteria:
            yield Problem(
                ("experiments", key),
                say("nothing says when the experiment {key} has succeeded", key=key),
                say('write criteria = ["METRIC >= BAR"] before the first attempt'),
            )


@rule("AIP307", "timebox-shorter-than-attempts", "warning")
def timebox_shorter_than_attempts(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """The time box ends before the attempts do.

    What: `timebox` is shorter than all attempts of likely length after (or beside) each other.
    Why: the last attempts will not take place; the chance of success is lower than the numbers suggest.
    Fix: lengthen the time box, or plan fewer attempts.

    Example:
        duration = "8d"
        max_attempts = 3
        timebox = "15d"
    """
    for key, item in _alive(plan):
        if item.timebox is None or item.duration is None or item.success is None:
            continue
        week = schedule.calendar_of(key).week
        rounds = math.ceil((item.max_attempts or 1) / item.parallel)
        needed, box = rounds * item.duration.likely.days(week), item.timebox.days(week)
        if box < needed:
            yield Problem(
                ("experiments", key, "timebox"),
                say(
                    "the attempts of {key} take {needed} working days, and its time box ends after {box}",
                    key=key,
                    needed=needed,
                    box=box,
                ),
                say("lengthen the time box, or plan fewer attempts"),
            )


@rule("AIP312", "success-without-max-attempts", "warning")
def success_without_max_attempts(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """A chance of success is given, and not how often it may be tried.

    What: `success` without `max_attempts`; one attempt is assumed.
    Why: whether there is a second try decides most of the forecast.
    Fix: write `max_attempts`.

    Example:
        success = 0.4                      # max_attempts = 3
    """
    for key, item in _alive(plan):
        if item.success is not None and item.max_attempts is None:
            yield Problem(
                ("experiments", key, "success"),
                say(
                    "{key} has a chance of success, but nobody said how often it may be tried; once is assumed", key=key
                ),
                say("write max_attempts"),
            )


@rule("AIP320", "ended-without-learning", "warning")
def ended_without_learning(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """An experiment is over, and nobody wrote down what it taught.

    What: an experiment that met its criteria, used up its attempts or was closed has no `learning`.
    Why: what was learned is what an experiment is for; in three months nobody remembers.
    Fix: write what was observed, what it means and what is done about it.

    Example:
        attempts = [{ started = 2026-02-02, finished = 2026-02-06, result = "met" }]
        # learning = { observed = "…", insight = "…", decision = "…" }
    """
    for key, item in plan.experiments.items():
        learning = item.learning
        if experiment_status(item).ended and not (learning and (learning.observed or learning.insight)):
            yield Problem(
                ("experiments", key),
                say("the experiment {key} is over, and nobody wrote down what it taught", key=key),
                say('write learning = { observed = "…", insight = "…", decision = "…" }'),
            )


@rule("AIP330", "eval-set-not-frozen", "warning")
def eval_set_not_frozen(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """An experiment is measured on data that may still change.

    What: an attempt has started, and the data set named by `eval_set` has no `frozen_hash`.
    Why: two attempts measured on two versions cannot be compared, and questions can be chosen after the answers.
    Fix: freeze the set and write its hash.

    Example:
        [experiments.cnn-v1]
        eval_set = "photos-eval"
        [datasets.photos-eval]
        role = "eval"                      # frozen_hash = "sha256:…"
    """
    for key, name in _measured_on(plan):
        if not plan.datasets[name].frozen_hash:
            yield Problem(
                ("experiments", key, "eval_set"),
                say("{key} is measured on {name}, which is not frozen", key=key, name=name),
                say("freeze it and write frozen_hash in datasets.{name}", name=name),
            )


@rule("AIP331", "eval-set-is-training-data", "warning")
def eval_set_is_training_data(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """An experiment is measured on the data it learned from.

    What: `eval_set` names a data set whose `role` is train.
    Why: a model knows the answers to its training data; the reading says nothing about new cases.
    Fix: hold data out and name that.

    Example:
        [experiments.cnn-v1]
        eval_set = "photos-train"
        [datasets.photos-train]
        role = "train"
    """
    for key, item in _alive(plan):
        dataset = plan.datasets.get(item.eval_set) if item.eval_set else None
        if dataset is not None and dataset.role == "train":
            yield Problem(
                ("experiments", key, "eval_set"),
                say("{key} is measured on its training data, {eval_set}", key=key, eval_set=item.eval_set),
                say("hold data out, and name that"),
            )


@rule("AIP332", "leakage-unchecked", "warning")
def leakage_unchecked(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """Nobody has checked whether evaluation cases are in the training data.

    What: an attempt has started, and the data set named by `eval_set` does not say `leakage_checked = true`.
    Why: a leak makes every reading too good, and is found only after launch.
    Fix: look for duplicates and near duplicates between the sets, then write it.

    Example:
        [datasets.photos-eval]
        leakage_checked = false
    """
    for key, name in _measured_on(plan):
        if plan.datasets[name].role != "train" and plan.datasets[name].leakage_checked is not True:
            yield Problem(
                ("experiments", key, "eval_set"),
                say(
                    "{key} is measured on {name}, which nobody has checked for overlap with training data",
                    key=key,
                    name=name,
                ),
                say("check, then write leakage_checked = true in datasets.{name}", name=name),
            )


@rule("AIP337", "attempts-beyond-the-last", "warning")
def attempts_beyond_the_last(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """An experiment went on after it was over.

    What: more attempts than `max_attempts`, or an attempt that starts after one has met.
    Why: trying on until something sticks is how chance becomes a result.
    Fix: raise `max_attempts` with an amendment that says why, or make it a new experiment.

    Example:
        max_attempts = 1
        attempts = [
          { started = 2026-02-02, finished = 2026-02-06, result = "missed" },
          { started = 2026-02-09 },
        ]
    """
    for key, item in plan.experiments.items():
        allowed = item.max_attempts or 1
        met = next((i for i, a in enumerate(item.attempts) if a.result == "met"), None)
        end = item.attempts[met].finished if met is not None else None
        for index, attempt in enumerate(item.attempts):
            place = ("experiments", key, "attempts", index)
            if index >= allowed:
                yield Problem(
                    place,
                    say_n(
                        "attempt {index} of {key}, which was to be tried once at most",
                        "attempt {index} of {key}, which was to be tried {count} times at most",
                        allowed,
                        index=index + 1,
                        key=key,
                    ),
                )
            elif met is not None and index > met and end and attempt.started and attempt.started > end:
                yield Problem(
                    place,
                    say(
                        "attempt {index} of {key} started after attempt {met} had met",
                        index=index + 1,
                        key=key,
                        met=met + 1,
                    ),
                )


@rule("AIP338", "attempt-half-recorded", "warning")
def attempt_half_recorded(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """An attempt ended without a result, or has a result without an end.

    What: `finished` without `result`, or `result` without `finished`; or more attempts run at once than `parallel`
        allows.
    Why: whether the next attempt or the fallback comes, and when, hangs on it.
    Fix: `aiplan record` it completely.

    Example:
        attempts = [{ started = 2026-02-02, finished = 2026-02-06 }]       # result = "missed"
    """
    for key, item in plan.experiments.items():
        running = 0
        for index, attempt in enumerate(item.attempts):
            place = ("experiments", key, "attempts", index)
            if attempt.finished is not None and attempt.result is None:
                yield Problem(
                    place,
                    say(
                        "attempt {index} of {key} ended on {finished} without a result",
                        index=index + 1,
                        key=key,
                        finished=attempt.finished,
                    ),
                )
            elif attempt.finished is None and attempt.result is not None:
                yield Problem(
                    place,
                    say(
                        "attempt {index} of {key} {result}, and nobody wrote when it ended",
                        index=index + 1,
                        key=key,
                        result=term(attempt.result),
                    ),
                )
            elif attempt.finished is None:
                running += 1
                if running > item.parallel:
                    yield Problem(
                        place,
                        say(
                            "{running} attempts of {key} run at once, and parallel is {parallel}",
                            running=running,
                            key=key,
                            parallel=item.parallel,
                        ),
                    )


@rule("AIP339", "result-contradicts-readings", "warning")
def result_contradicts_readings(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """The recorded result is not what the readings say.

    What: the last ended attempt `met`, but a criterion fails on the latest reading from this experiment; or it
        `missed`, and all criteria pass.
    Why: a result is decided by its criteria, not by a feeling.
    Fix: correct the result, add the reading that decided it, or amend the criteria and say why.

    Example:
        criteria = ["top1-accuracy >= 0.90"]       # reading from here: 0.842 of 5,000
        attempts = [{ started = 2026-02-02, finished = 2026-02-06, result = "met" }]
    """
    for key, item in plan.experiments.items():
        ended = [(i, a) for i, a in enumerate(item.attempts) if a.finished is not None]
        if not ended or not item.criteria or ended[-1][1].result not in ("met", "missed"):
            continue
        index, attempt = ended[-1]
        decisions = criteria_decisions(plan, key, schedule.as_of)
        failing = [d for d in decisions if d.state == "fail"]
        place = ("experiments", key, "attempts", index, "result")
        if attempt.result == "met" and failing:
            yield Problem(
                place,
                say(
                    "attempt {index} of {key} met, but {gate} fails: {reason}",
                    index=index + 1,
                    key=key,
                    gate=failing[0].gate,
                    reason=failing[0].reason,
                ),
            )
        elif attempt.result == "missed" and all(d.state == "pass" for d in decisions):
            yield Problem(
                place,
                say(
                    "attempt {index} of {key} missed, but every criterion passes by its readings",
                    index=index + 1,
                    key=key,
                ),
            )


@rule("AIP353", "amendment-incomplete", "warning")
def amendment_incomplete(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """A change of criteria does not say who changed what, and why.

    What: an amendment without `field`, `who` or `why`.
    Why: an amendment is there so that others can judge whether the bar was moved for a good reason.
    Fix: complete it.

    Example:
        [[experiments.cnn-v1.amendments]]
        on = 2026-03-06
        field = "criteria"                 # who, why
    """
    for key, item in plan.experiments.items():
        for index, amendment in enumerate(item.amendments):
            missing = [name for name in ("field", "who", "why") if not getattr(amendment, name)]
            if missing:
                yield Problem(
                    ("experiments", key, "amendments", index),
                    say("an amendment of {key} does not say {missing}", key=key, missing=listed(missing)),
                )


@rule("AIP354", "experiment-without-hypothesis", "info")
def experiment_without_hypothesis(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """An experiment does not say what it tests.

    What: no `hypothesis`.
    Why: without a sentence that can turn out wrong, nothing is learned from a failure.
    Fix: write what is believed, with a number.

    Example:
        [experiments.cnn-v1]
        criteria = ["top1-accuracy >= 0.90"]       # hypothesis = "A fine-tuned CNN reaches 90 % …"
    """
    for key, item in _alive(plan):
        if not item.hypothesis.strip():
            yield Problem(
                ("experiments", key),
                say("the experiment {key} does not say what it tests", key=key),
                say("write a hypothesis that can turn out wrong"),
            )


def _alive(plan: Plan) -> Iterator[tuple[str, Experiment]]:
    """Yield the experiments that are neither dropped nor over."""
    for key, item in plan.experiments.items():
        status = experiment_status(item)
        if status.state != "dropped" and not status.ended:
            yield key, item


def _measured_on(plan: Plan) -> Iterator[tuple[str, str]]:
    """Yield (experiment, data set) where an attempt has started and the data set is in the plan."""
    for key, item in plan.experiments.items():
        if item.attempts and item.status != "dropped" and item.eval_set in plan.datasets:
            yield key, str(item.eval_set)


RULES: tuple[Rule, ...] = (
    experiment_without_criteria,
    timebox_shorter_than_attempts,
    elsewhere("AIP308", "bar-changed-after-start", "error", "comparison", """
        A bar was moved after the experiment had begun.

        What: compared with an earlier revision (`check --base REV`), criteria, a metric's target they rely on, or the
            evaluation set have changed after an attempt had started, and no amendment says so. Loosening is an error,
            tightening a warning.
        Why: a bar that moves after the first result decides nothing.
        Fix: put the bar back, or add `[[experiments.ID.amendments]]` with on, who, field, old, new and why.

        Example:
            criteria = ["top1-accuracy >= 0.85"]       # was 0.90 when the first attempt started
    """),
    success_without_max_attempts,
    ended_without_learning,
    eval_set_not_frozen,
    eval_set_is_training_data,
    leakage_unchecked,
    attempts_beyond_the_last,
    attempt_half_recorded,
    result_contradicts_readings,
    amendment_incomplete,
    experiment_without_hypothesis,
)  # fmt: skip
