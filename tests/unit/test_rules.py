"""Every rule has a page and a fixture that triggers it and nothing else."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from pathlib import Path

import pytest

from aiplan.core.checks import RULES, Rule, is_pinned, rule_of, run_checks, settle
from aiplan.core.checks.comparison import run_comparison
from aiplan.core.checks.style_rules import link_order
from aiplan.core.edits import sort_key
from aiplan.core.references import reference_of
from aiplan.core.schedule import schedule_plan
from aiplan.errors import UnreadablePlan
from aiplan.loading import load
from aiplan.model.finding import SEVERITIES, Finding
from aiplan.model.reading import read_plan
from aiplan.model.values import parse_dependency
from aiplan.model.work import Work
from aiplan.store.text import PlanText
from helpers.chinese import findings_left_in_english
from helpers.tools import ROOT

Findings = tuple[Finding, ...]

FIXTURES = Path(__file__).parents[1] / "fixtures" / "rules"
PLANS = [ROOT / "sample_project.toml", *sorted((ROOT / "templates").glob("*.toml"))]
TODAY = dt.date(2026, 7, 1)
UNREADABLE = "AIP002"


def found_in(path: Path, text: str | None = None, *, today: dt.date = TODAY, pinned: bool | None = None) -> Findings:
    """Return what counts in the plan at `path`, or in `text` in its place, compared with the base beside it."""
    shown = PlanText.from_bytes(path.read_bytes() if text is None else text.encode())
    plan, reading = read_plan(shown.data, file_order=shown.file_order)
    schedule = schedule_plan(plan, today=today)
    base = path.with_name(f"{path.stem}.base.toml")
    compared = run_comparison(load(base).plan, plan) if base.exists() else ()
    found = shown.located((*reading, *run_checks(plan, schedule, pinned=pinned), *compared))
    settled = settle(
        (*shown.problems, *shown.appearance, *found), shown.suppressions, as_of=schedule.as_of,
        pinned=is_pinned(plan) if pinned is None else pinned, compared=base.exists(),
    )  # fmt: skip
    assert findings_left_in_english(settled.counted) == []
    return settled.counted


@pytest.mark.parametrize("rule", [r for r in RULES if r.code != UNREADABLE], ids=lambda r: r.code)
def test_the_fixture_triggers_exactly_its_rule(rule: Rule) -> None:
    found = found_in(FIXTURES / f"{rule.code}.toml")
    assert {f.code for f in found} == {rule.code}, "\n".join(f"{f.code} {f.address}: {f.message}" for f in found)
    assert {f.severity for f in found} == {rule.severity}


def test_a_base_alone_is_clean() -> None:
    for base in FIXTURES.glob("*.base.toml"):
        assert found_in(base) == ()


def test_every_fixture_belongs_to_a_rule() -> None:
    codes = {rule.code for rule in RULES}
    stray = [path.name for path in FIXTURES.iterdir() if path.name.split(".")[0] not in codes]
    assert stray == []
    assert codes == {path.stem for path in FIXTURES.glob("AIP???.toml")}


def test_codes_and_names_are_unique_and_sorted() -> None:
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert isinstance(RULES, tuple)


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.code)
def test_the_page_says_what_why_and_how_to_fix(rule: Rule) -> None:
    assert rule.severity in SEVERITIES
    assert rule.name == rule.name.lower().replace("_", "-").replace(" ", "-")
    lines = rule.page.splitlines()
    assert lines[0].endswith(".")
    assert lines[1] == ""
    for part in ("What:", "Why:", "Fix:", "Example:"):
        assert sum(line.startswith(part) for line in lines) == 1, part
    assert not any(line.startswith(" ") for line in rule.page.partition("Example:\n")[0].splitlines())
    example = rule.page.partition("Example:\n")[2]
    assert example.strip()
    assert all(line.startswith("    ") for line in example.splitlines() if line)
    assert (rule.check is None) == (rule.found_by != "check")


@pytest.mark.parametrize("rule", [r for r in RULES if r.found_by == "check"], ids=lambda r: r.code)
def test_a_finding_names_a_place_that_exists(rule: Rule) -> None:
    data = tomllib.loads((FIXTURES / f"{rule.code}.toml").read_text(encoding="utf-8"))
    for finding in found_in(FIXTURES / f"{rule.code}.toml"):
        at: object = data
        for part in finding.path:
            assert isinstance(at, dict | list)
            at = at[part]  # type: ignore[index]
        assert finding.message
        assert not finding.message.endswith(".")


@pytest.mark.parametrize("rule", [r for r in RULES if r.time_dependent], ids=lambda r: r.code)
def test_time_dependent_rules_need_a_pinned_data_date(rule: Rule) -> None:
    path = FIXTURES / f"{rule.code}.toml"
    text = path.read_text(encoding="utf-8").replace("as_of = 2026-03-16\n", "")
    on = dt.date(2026, 3, 16)
    assert found_in(path, text, today=on) == ()
    assert {f.code for f in found_in(path, text, today=on, pinned=True)} == {rule.code}


@pytest.mark.parametrize("path", [*sorted(FIXTURES.glob("AIP???.toml")), *PLANS], ids=lambda p: p.stem)
def test_without_a_pinned_data_date_no_day_changes_what_is_found(path: Path) -> None:
    if path.stem == UNREADABLE:
        return
    text = re.sub(r"^as_of = .*\n", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    days = [dt.date(2025, 12, 1), dt.date(2026, 1, 5), dt.date(2026, 2, 20), dt.date(2026, 6, 1), dt.date(2031, 1, 6)]
    assert len({found_in(path, text, today=day) for day in days}) == 1


def test_a_clean_plan_has_no_findings() -> None:
    plan, _ = read_plan(
        tomllib.loads("""
            format = 1
            [project]
            name = "Clean"
            start = 2026-01-05
            [milestones.ready]
            title = "Ready"
            [tasks.label]
            title = "Label"
            milestone = "ready"
            duration = "5d"
        """)
    )
    assert run_checks(plan, schedule_plan(plan, today=TODAY)) == ()


@pytest.mark.parametrize("texts", [["b", "a"], ["a SS", "a"], ["a +1w", "a +4d", "a -2d"], ["a FF", "a SF", "a SS"]])
def test_the_order_of_links_is_the_one_edits_keep(texts: list[str]) -> None:
    reference = reference_of(Work, "depends_on")
    assert reference is not None
    by_rule = sorted(texts, key=lambda text: link_order(parse_dependency(text)))
    assert by_rule == sorted(texts, key=lambda text: sort_key(text, reference))


def test_an_unknown_rule() -> None:
    with pytest.raises(KeyError):
        rule_of("AIP999")
    assert rule_of("AIP309").title == "Too little was measured to decide a gate."


def test_conflict_markers_are_found_in_the_text() -> None:
    assert [f.line for f in found_in(FIXTURES / "AIP001.toml")] == [15]


def test_what_is_not_toml_is_refused_with_its_line() -> None:
    with pytest.raises(UnreadablePlan) as caught:
        load(FIXTURES / "AIP002.toml")
    assert caught.value.line == 15
