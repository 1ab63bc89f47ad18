"""Random plans mended and formatted: they say the same, every comment stays, and a second time changes nothing."""

from __future__ import annotations

import datetime as dt
import random
import tomllib
from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aiplan.core.calendar import OutOfRangeError
from aiplan.core.checks import Settled, rule_of, run_checks, settle
from aiplan.core.plain import same_plan
from aiplan.core.schedule import schedule_plan
from aiplan.model.reading import read_plan
from aiplan.store.canonical import format_text
from aiplan.store.mending import mended
from aiplan.store.suppressions import remarks
from aiplan.store.text import PlanText
from helpers.hostile_documents import document

SEEDS = st.integers(0, 2**32)
MODEST = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
ASKED = (
    "# aiplan: ignore[AIP208] the guide waits for nobody",
    "# aiplan: ignore[AIP102, AIP214, AIP003]",
    "# aiplan: ignore[AIP501] until=2026-01-01 old",
    "# why # aiplan: ignore[AIP213] one month",
    "# aiplan: ignore nothing",
)


def opened(rng: random.Random) -> PlanText | None:
    """Return a hostile plan with comments that pass findings over, `None` where it is no TOML by accident."""
    lines = document(rng).split("\n")
    for position in range(len(lines) - 1, -1, -1):
        if lines[position].startswith("[") and lines[position].endswith("]") and rng.random() < 0.3:
            asked = rng.choice(ASKED)
            lines[position : position + 1] = (
                [asked, lines[position]] if rng.random() < 0.5 else [f"{lines[position]} {asked}"]
            )
    text = "\n".join(lines)
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None
    return PlanText.from_text(text)


def said(text: PlanText) -> Counter[str]:
    """Return every comment of a text."""
    return Counter(remark.text.strip() for region in text.layout.regions(()) for remark in remarks(region))


def judged(text: PlanText) -> Settled:
    plan, reading = read_plan(text.data, file_order=text.file_order)
    schedule = schedule_plan(plan, today=dt.date(2026, 3, 16))
    found = text.located((*reading, *text.appearance, *run_checks(plan, schedule, pinned=True)))
    return settle(found, text.suppressions, as_of=schedule.as_of, pinned=True)


def mend(text: PlanText) -> PlanText:
    found = judged(text)
    return mended(text, [f for f in found.counted if rule_of(f.code).fixable], found.unused)


@MODEST
@given(SEEDS)
def test_mending_keeps_what_is_said_and_settles_down(seed: int) -> None:
    text = opened(random.Random(seed))
    if text is None:
        return
    try:
        once = mend(text)
    except (OutOfRangeError, OverflowError):
        return
    sorted_before, sorted_after = format_text(text), format_text(once)
    with_format = {**sorted_before.data, "format": sorted_after.data.get("format", 1)}
    fixed = {f.code for f in judged(text).counted} & {"AIP111"}
    assert fixed or same_plan(sorted_after.data, with_format)
    gone = said(text) - said(once)
    assert all("aiplan: ignore[" in comment for comment in gone)
    left = {f.code for f in judged(once).counted if rule_of(f.code).fixable}
    assert left <= {"AIP111", "AIP005"}
    assert mend(once).text == once.text


@MODEST
@given(SEEDS)
def test_formatting_keeps_every_comment(seed: int) -> None:
    text = opened(random.Random(seed))
    if text is None:
        return
    formatted = format_text(text)
    assert said(formatted) == said(text)
    assert format_text(formatted).text == formatted.text
    try:
        before, after = judged(text), judged(formatted)
    except (OutOfRangeError, OverflowError):
        return
    passed = [
        Counter(s.finding.code for s in found.suppressed if s.finding.code[:4] != "AIP5") for found in (before, after)
    ]
    assert passed[0] == passed[1]
