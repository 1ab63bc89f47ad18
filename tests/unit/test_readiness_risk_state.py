from __future__ import annotations

import pytest

from aiplan.core.experiment_state import experiment_status
from aiplan.core.readiness import bands_for, readiness
from aiplan.core.risk import LEVELS, Rating, inherent, matrix, needs_acceptance, residual, treated
from aiplan.model.ai import Risk
from helpers.plans import plan_of


@pytest.mark.parametrize(
    ("score", "level"), [(1, "low"), (4, "low"), (5, "medium"), (9, "medium"), (10, "high"), (15, "high"),
                         (16, "critical"), (25, "critical")],
)  # fmt: skip
def test_levels(score: int, level: str) -> None:
    ratings = [Rating(a, b) for a in range(1, 6) for b in range(1, 6) if a * b == score]
    assert {r.level for r in ratings} == {level}
    assert level in LEVELS


def test_residual_falls_back_to_what_was_before() -> None:
    risk = Risk(title="R", likelihood=4, impact=5, residual_likelihood=2)
    assert inherent(risk) == Rating(4, 5)
    assert residual(risk) == Rating(2, 5)
    assert residual(Risk(title="R", likelihood=4)) is None
    assert inherent(Risk(title="R", impact=4)) is None


def test_acceptance_and_treatment() -> None:
    accepted = Risk(title="R", likelihood=3, impact=4, response="accept")
    assert needs_acceptance(accepted)
    assert not treated(accepted)
    assert treated(accepted.model_copy(update={"accepted_by": "ceo"}))
    assert not needs_acceptance(Risk(title="R", likelihood=3, impact=3, response="accept"))
    assert treated(Risk(title="R", mitigation="m"))


def test_the_matrix_holds_open_risks() -> None:
    plan = plan_of("""
        [risks.a]
        title = "A"
        likelihood = 5
        impact = 1
        [risks.b]
        title = "B"
        likelihood = 5
        impact = 1
        residual_likelihood = 1
        [risks.c]
        title = "C"
        likelihood = 5
        impact = 1
        status = "closed"
        [risks.d]
        title = "D"
    """)
    before, after = matrix(plan), matrix(plan, after_treatment=True)
    assert before[0][0].risks == ("a", "b")
    assert (after[0][0].risks, after[4][0].risks) == (("a",), ("b",))
    assert [row[0].rating.likelihood for row in before] == [5, 4, 3, 2, 1]
    assert sum(len(cell.risks) for row in before for cell in row) == 2


def test_readiness_adds_up() -> None:
    plan = plan_of("""
        [datasets.d]
        title = "D"
        band = "C1"
        size = 1000
        target_size = 4000
        labelled = 500
        classes = 10
        smallest_class = 5
        [datasets.empty]
        title = "E"
        size = 0
        target_size = 0
        classes = 0
        smallest_class = 0
    """)
    found = readiness(plan.datasets["d"])
    assert (found.score, found.collected, found.labelled, found.balance) == (3, 0.25, 0.5, 0.1)
    empty = readiness(plan.datasets["empty"])
    assert (empty.score, empty.collected, empty.labelled, empty.balance) == (None, None, None, None)
    assert bands_for(3) == ("C1", "B", "A")


READY = """
    [experiments.e]
    title = "E"
    hypothesis = "H"
    criteria = ["m >= 0.9"]
    duration = "5d"
    max_attempts = 2
    fallback = { title = "F", duration = "3d" }
"""


@pytest.mark.parametrize(
    ("more", "state", "used", "running", "left", "fallback"),
    [
        ("", "ready", 0, 0, 2, "open"),
        ("started = 2026-02-02", "running", 0, 1, 1, "open"),
        ("attempts = [{ started = 2026-02-02 }]", "running", 0, 1, 1, "open"),
        ('attempts = [{ started = 2026-02-02, result = "missed" }]', "missed", 1, 0, 1, "open"),
        (
            'attempts = [{ started = 2026-02-02, result = "missed" }, { started = 2026-02-09 }]',
            "running", 1, 1, 0, "open",
        ),
        ('attempts = [{ started = 2026-02-02, result = "met" }]', "met", 0, 0, 0, "not_needed"),
        (
            'attempts = [{ started = 2026-02-02, result = "missed" }, { started = 2026-02-09, result = "missed" }]',
            "exhausted", 2, 0, 0, "due",
        ),
        ('take_fallback = true\nattempts = [{ started = 2026-02-02, result = "missed" }]', "exhausted", 1, 0, 0, "due"),
        ("take_fallback = true\nfallback.started = 2026-03-02", "exhausted", 0, 0, 0, "running"),
        ("fallback.started = 2026-03-02\nfallback.finished = 2026-03-04", "exhausted", 0, 0, 0, "done"),
        ("finished = 2026-03-04", "ended", 0, 0, 0, "not_needed"),
        ('status = "done"', "ended", 0, 0, 0, "not_needed"),
        ('status = "dropped"', "dropped", 0, 0, 0, "not_needed"),
        (
            'finished = 2026-03-04\nattempts = [{ started = 2026-02-02, result = "missed" }]',
            "exhausted", 1, 0, 0, "done",
        ),
    ],
)  # fmt: skip
def test_states(more: str, state: str, used: int, running: int, left: int, fallback: str) -> None:
    text = READY.replace("    ", "")
    if "fallback." in more:
        text = text.replace('fallback = { title = "F", duration = "3d" }', 'fallback.duration = "3d"')
    found = experiment_status(plan_of(text + more + "\n").experiments["e"])
    assert (found.state, found.used, found.running, found.left, found.fallback) == (
        state, used, running, left, fallback,
    )  # fmt: skip
    assert found.ended == (state in ("met", "exhausted", "ended"))


def test_a_draft_says_what_is_missing() -> None:
    found = experiment_status(plan_of('[experiments.e]\ntitle = "E"\nhypothesis = " "').experiments["e"])
    assert (found.state, found.missing) == ("draft", ("hypothesis", "criteria", "duration"))
    assert found.fallback == "none"
    running = experiment_status(plan_of('[experiments.e]\ntitle = "E"\nstarted = 2026-02-02').experiments["e"])
    assert (running.state, running.missing) == ("running", ())
