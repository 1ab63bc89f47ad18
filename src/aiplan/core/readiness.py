"""How ready data is, and what that bounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from aiplan.model.ai import Assessment, Dataset, DatasetBand
from aiplan.model.plan import Plan

BAND_SCORES: Mapping[DatasetBand, int] = MappingProxyType({"C4": 1, "C3": 1, "C2": 2, "C1": 3, "B": 4, "A": 5})
"""Readiness band → the data score it allows.

Source: bands after N. D. Lawrence, "Data readiness levels", 2017.
"""


@dataclass(frozen=True, slots=True)
class DataBound:
    """The highest data score an assessment's data sets allow."""

    score: int
    """1 … 5."""
    datasets: tuple[str, ...]
    """The data sets that are no better than this, by id."""


@dataclass(frozen=True, slots=True)
class Readiness:
    """What the fields of a data set add up to; `None` where they do not tell."""

    score: int | None
    """1 … 5, by band."""
    collected: float | None
    """Size over wanted size."""
    labelled: float | None
    """Share of items with a label."""
    balance: float | None
    """Smallest class over the average class: 1 is balanced, 0 an empty class."""


def bounds_data_score(dataset: Dataset) -> bool:
    """Tell whether the data set counts for the data score: all roles but `production`."""
    return dataset.role != "production"


def data_bound(plan: Plan, assessment: Assessment) -> DataBound | None:
    """Return the bound that the worst train, eval or retrieval data set puts on the data score.

    Data sets without a band do not bound it; `None` where none does.
    """
    scores = {
        key: BAND_SCORES[dataset.band]
        for key in assessment.datasets
        if (dataset := plan.datasets.get(key)) is not None and dataset.band and bounds_data_score(dataset)
    }
    if not scores:
        return None
    worst = min(scores.values())
    return DataBound(worst, tuple(sorted(key for key, score in scores.items() if score == worst)))


def bands_for(score: int) -> tuple[DatasetBand, ...]:
    """Return the bands that allow a data score of at least `score`, worst first."""
    return tuple(band for band, allowed in BAND_SCORES.items() if allowed >= score)


def readiness(dataset: Dataset) -> Readiness:
    """Return what the fields of a data set add up to."""
    counted = dataset.size if dataset.labelled is None else dataset.labelled
    balance = None
    if counted and dataset.classes and dataset.smallest_class is not None:
        balance = dataset.smallest_class * dataset.classes / counted
    return Readiness(
        score=BAND_SCORES[dataset.band] if dataset.band else None,
        collected=_share(dataset.size, dataset.target_size),
        labelled=_share(dataset.labelled, dataset.size),
        balance=balance,
    )


def _share(part: int | None, whole: int | None) -> float | None:
    return part / whole if part is not None and whole else None
