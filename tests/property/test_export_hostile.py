"""Whatever the words of a plan are, the roadmap keeps its shape and shows them as they stand."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiplan.core.markup import one_line
from aiplan.export.regions import ROADMAP, region, replace_region
from aiplan.model.reading import read_plan
from helpers.gfm import Rendered, render
from helpers.roadmaps import HOSTILE, TODAY, roadmap_of

NASTY = st.sampled_from([text for text in HOSTILE if one_line(text)]) | st.text(
    st.sampled_from("|`*_[]()<>#!&~$@%^:;=+-\\/.\"' \n0123456789aB植"), min_size=1, max_size=20
).filter(lambda t: bool(one_line(t)))


def roadmap_with(say: list[str]) -> str:
    """The roadmap of a plan in which every text is one of `say`, in turn."""
    words = itertools.cycle(say)

    def text() -> str:
        return next(words)

    data: dict[str, Any] = {
        "format": 1,
        "project": {"name": text(), "start": TODAY, "as_of": TODAY},
        "vision": {"statement": text()},
        "goals": {"g": {"title": text(), "metric": "m"}},
        "metrics": {
            "m": {
                "title": text(), "better": "higher", "target": 2, "unit": text(),
                "readings": [{"on": TODAY, "value": 1.0, "segment": text()}],
            }
        },
        "teams": {"t": {"title": text()}},
        "assessments": {"a": {"title": text()}},
        "risks": {
            "r": {"title": text(), "trigger": text(), "mitigation": text(), "owner": text(), "likelihood": 3,
                  "impact": 3}
        },
        "milestones": {
            "m1": {"title": text(), "stage": "model", "goals": ["g"], "deadline": TODAY, "gates": ["min(m)"],
                   "needs_verdict": {"a": "go"}},
            "m2": {"title": text()},
        },
        "tasks": {"x": {"title": text(), "team": "t", "milestone": "m1", "duration": "5d"}},
        "experiments": {
            "e": {"title": text(), "hypothesis": text(), "criteria": ["m"], "duration": "2d", "milestone": "m1",
                  "fallback": {"title": text(), "duration": "1d"}}
        },
        "decisions": {"d": {"title": text(), "why": text(), "impact": text(), "on": TODAY}},
        "baselines": {"old": {"taken": TODAY, "finish": {"m1": TODAY, "gone": TODAY}}},
    }  # fmt: skip
    plan, findings = read_plan(data)
    assert not findings
    return roadmap_of(plan)


def shape(page: Rendered) -> tuple[Any, ...]:
    """What a document consists of, apart from the words."""
    leaves = {"text", "text_special"}
    return (
        [level for level, _ in page.headings], [[len(row) for row in rows] for rows in page.tables], len(page.items),
        [language for language, _ in page.fences], page.comments, [k for k in page.kinds if k not in leaves],
    )  # fmt: skip


PLAIN = render(roadmap_with(["plain"]))


@pytest.mark.parametrize("words", HOSTILE)
def test_one_hostile_text_everywhere(words: str) -> None:
    if not one_line(words):
        return
    roadmap = roadmap_with([words])
    page = render(roadmap)
    assert shape(page) == shape(PLAIN)
    said = one_line(words)
    assert page.headings[0][1] == f"{said}: roadmap"
    assert page.quotes == [said]
    assert [row[0] for row in page.tables[-1][1:]] == [said]
    assert replace_region(f"above\n\n{roadmap}below", ROADMAP, region(ROADMAP, "x")).count("aiplan:") == 2


@settings(max_examples=60)
@given(st.lists(NASTY, min_size=1, max_size=7))
def test_any_mixture_of_hostile_texts(say: list[str]) -> None:
    page = render(roadmap_with(say))
    assert shape(page) == shape(PLAIN)
    assert page.quotes == [one_line((say * 2)[1])]
