"""Roadmaps, byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from aiplan.loading import load
from aiplan.model.context import Language
from helpers.golden import GOLDEN, assert_golden
from helpers.roadmaps import roadmap_of, sample_plan

SMALL = GOLDEN / "roadmap" / "small.toml"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_roadmap_of_a_small_plan(language: Language) -> None:
    assert_golden(f"roadmap/small.{language}.md", roadmap_of(load(SMALL).plan, language=language))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_roadmap_of_the_sample(language: Language) -> None:
    assert_golden(f"roadmap/sample.{language}.md", roadmap_of(sample_plan(), language=language))


def test_same_plan_same_bytes_whatever_the_order_of_sections(tmp_path: Path) -> None:
    text = SMALL.read_text(encoding="utf-8")
    head, _, rest = text.partition("# ---\n")
    turned = tmp_path / "turned.toml"
    turned.write_text(head + "# ---\n".join(reversed(rest.split("# ---\n"))), encoding="utf-8")
    assert turned.read_text(encoding="utf-8") != text
    assert roadmap_of(load(turned).plan) == roadmap_of(load(SMALL).plan)
