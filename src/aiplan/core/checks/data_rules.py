"""AIP3xx: data sets."""

# ruff: noqa: ARG001 - every check takes the plan and its schedule, whichever it needs

from __future__ import annotations

from collections.abc import Iterator

from aiplan.core.checks.rule import Problem, Rule, rule
from aiplan.core.readiness import bounds_data_score, readiness
from aiplan.core.schedule import Schedule
from aiplan.model.plan import Plan
from aiplan.phrases import Phrase, listed, say, term

UNBALANCED = 1 / 3
"""A smallest class below this share of the average class is too small."""


@rule("AIP333", "personal-data-without-legal-basis", "warning")
def personal_data_without_legal_basis(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """Personal data is used, and nothing says why it may be.

    What: `pii` is pseudonymous, personal or special, and `legal_basis` is empty.
    Why: without a legal basis the data, and what was trained on it, may have to be deleted.
    Fix: write the basis: consent, contract, legitimate interest … ; or make the data anonymous and write pii = "none".

    Example:
        [datasets.field-photos]
        pii = "personal"                   # legal_basis = "opt-in consent in the app"
    """
    for key, dataset in plan.datasets.items():
        if dataset.pii in ("pseudonymous", "personal", "special") and not dataset.legal_basis.strip():
            yield Problem(
                ("datasets", key, "pii"),
                say("{key} holds {pii} data, and nothing says why it may be used", key=key, pii=term(dataset.pii)),
                say('write legal_basis = "…"'),
            )


@rule("AIP334", "dataset-without-band", "info")
def dataset_without_band(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """Nobody has said how ready a data set is.

    What: an assessment stands on a data set without `band`; it does not bound the data score.
    Why: the score of the most common cause of failure rests on nothing.
    Fix: write C4 (hearsay), C3 (access blocked), C2 (unstructured), C1 (loadable), B (validated) or A (fit for this
        question).

    Example:
        [assessments.recognition]
        datasets = ["photos"]
        [datasets.photos]
        title = "Photos"                   # band = "C1"
    """
    wanted = dict.fromkeys(name for item in plan.assessments.values() for name in item.datasets)
    for name in wanted:
        dataset = plan.datasets.get(name)
        if dataset is not None and dataset.band is None and bounds_data_score(dataset):
            yield Problem(
                ("datasets", name),
                say("nobody has said how ready {name} is", name=name),
                say('write band = "C4" … "A"'),
            )


@rule("AIP335", "class-imbalance", "warning")
def class_imbalance(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """One class is much smaller than the others.

    What: the smallest class has less than a third of the average.
    Why: an average hides a class that is never right; people meet single cases, not averages.
    Fix: collect or augment that class, weight it, merge it with its neighbour, and gate on the worst segment.

    Example:
        size = 36000
        classes = 120
        smallest_class = 84                # 300 on average
    """
    for key, dataset in plan.datasets.items():
        balance = readiness(dataset).balance
        if balance is not None and balance < UNBALANCED and dataset.classes and dataset.classes > 1:
            counted = dataset.size if dataset.labelled is None else dataset.labelled
            average = (counted or 0) / dataset.classes
            yield Problem(
                ("datasets", key, "smallest_class"),
                say(
                    "the smallest class of {key} has {smallest_class} items, and the average has {average:.0f}",
                    key=key,
                    smallest_class=dataset.smallest_class,
                    average=average,
                ),
                say("collect more of it, or gate on the worst segment: min(METRIC) >= BAR"),
            )


@rule("AIP336", "band-above-facts", "warning")
def band_above_facts(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """A data set is called fit for the question, and its own fields say otherwise.

    What: band A with `gaps`, with items that have no label, or, for an evaluation set, without `frozen_hash`; or any
        data set that has more labels than items.
    Why: band A lets the data score be 5.
    Fix: write the band it has, or mend what is missing.

    Example:
        [datasets.photos-eval]
        role = "eval"
        band = "A"                         # frozen_hash is missing
    """
    for key, dataset in plan.datasets.items():
        if dataset.labelled is not None and dataset.size is not None and dataset.labelled > dataset.size:
            yield Problem(
                ("datasets", key, "labelled"),
                say(
                    "{key} has {labelled} labels and {size} items",
                    key=key,
                    labelled=dataset.labelled,
                    size=dataset.size,
                ),
            )
            continue
        if dataset.band != "A":
            continue
        against: list[Phrase] = []
        if dataset.gaps:
            against.append(say("it has gaps"))
        if dataset.labelled is not None and dataset.size is not None and dataset.labelled < dataset.size:
            against.append(
                say("only {labelled} of {size} items have a label", labelled=dataset.labelled, size=dataset.size)
            )
        if dataset.role == "eval" and not dataset.frozen_hash:
            against.append(say("it is not frozen"))
        if against:
            yield Problem(
                ("datasets", key, "band"),
                say("{key} is called fit for the question (A), but {against}", key=key, against=listed(against)),
                say("write the band it has, or mend what is missing"),
            )


RULES: tuple[Rule, ...] = (
    personal_data_without_legal_basis,
    dataset_without_band,
    class_imbalance,
    band_above_facts,
)
