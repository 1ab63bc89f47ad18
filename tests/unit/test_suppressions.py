"""Comments that pass findings over: where they may stand, what they cover, when they stop, what is wrong with them."""

from __future__ import annotations

import datetime as dt

import pytest

from aiplan.core.checks import Settled, is_pinned, run_checks, settle
from aiplan.core.schedule import schedule_plan
from aiplan.model.finding import Finding
from aiplan.model.reading import read_plan
from aiplan.store.text import PlanText

HEAD = """\
format = 1

[project]
name = "P"
start = 2026-01-05
as_of = 2026-03-16

[milestones.ready]
title = "Ready"

"""
LATE = """\
[tasks.train]
title = "Train"
milestone = "ready"
duration = "30d"
deadline = 2026-03-20
"""
TODAY = dt.date(2026, 3, 16)


def settled(body: str, *, head: str = HEAD, today: dt.date = TODAY, compared: bool = False) -> Settled:
    text = PlanText.from_text(head + body)
    plan, reading = read_plan(text.data, file_order=text.file_order)
    schedule = schedule_plan(plan, today=today)
    found: tuple[Finding, ...] = (*text.problems, *text.located([*reading, *run_checks(plan, schedule)]))
    return settle(
        found, text.suppressions, as_of=schedule.as_of, pinned=is_pinned(plan), compared=compared
    )  # fmt: skip


def codes(found: Settled) -> tuple[list[str], list[str]]:
    return [f.code for f in found.counted], [s.finding.code for s in found.suppressed]


def test_without_a_comment_it_counts() -> None:
    assert codes(settled(LATE)) == (["AIP201"], [])


@pytest.mark.parametrize(
    "body",
    [
        LATE.replace("2026-03-20", "2026-03-20 # aiplan: ignore[AIP201] vendor contract"),
        LATE.replace("deadline", "# aiplan: ignore[AIP201] vendor contract\ndeadline"),
        "# aiplan: ignore[AIP201] vendor contract\n" + LATE,
        "# Trains.\n# aiplan: ignore[AIP201] vendor contract\n# It does.\n" + LATE,
        LATE.replace("[tasks.train]", "[tasks.train]  # aiplan: ignore[AIP201] vendor contract"),
        LATE.replace("[tasks.train]", "[ tasks . 'train' ]#aiplan:ignore[ aip201 , AIP201 ]: vendor contract"),
        LATE.replace("\n", "\r\n").replace("-20", "-20 # aiplan: ignore[AIP201] vendor contract"),
        LATE.replace("-20\n", "-20 # aiplan: ignore[AIP201] until=2026-03-16 vendor contract"),
    ],
)
def test_places_of_a_comment(body: str) -> None:
    found = settled(body)
    assert codes(found) == ([], ["AIP201"])
    assert found.suppressed[0].by.reason == "vendor contract"


@pytest.mark.parametrize(
    "body",
    [
        LATE + "# aiplan: ignore[AIP201] far below\n",
        "# aiplan: ignore[AIP201] far above\n\n" + LATE,
        LATE.replace("deadline", "# aiplan: ignore[AIP201] set apart\n\ndeadline"),
        LATE.replace('"Train"', '"Train" # aiplan: ignore[AIP201] another key'),
    ],
)
def test_a_comment_elsewhere_is_unused(body: str) -> None:
    assert codes(settled(body)) == (["AIP201", "AIP901"], [])


def test_text_that_looks_like_a_comment_is_none() -> None:
    body = LATE.replace('"Train"', '"# aiplan: ignore[AIP201] no comment"')
    assert codes(settled(body)) == (["AIP201"], [])
    body = LATE + 'notes = """\n# aiplan: ignore[AIP201] no comment\n"""\n'
    assert codes(settled(body)) == (["AIP201"], [])
    assert codes(settled(LATE.replace("-20", "-20 # see aiplan: ignore[AIP201]"))) == (["AIP201"], [])


LINKS = """\
[tasks.a]
title = "A"
milestone = "ready"
duration = "20d"

[tasks.b]
title = "B"
milestone = "ready"
duration = "20d"

[tasks.c]
title = "C"
milestone = "ready"
duration = "2d"
depends_on = [{behind_key}
  "a -8d",{behind_a}{above_b}
  "b -9d",
]
"""


@pytest.mark.parametrize(
    ("places", "counted"),
    [
        ({}, ["a", "b"]),
        ({"behind_a": " # aiplan: ignore[AIP211] agreed"}, ["b"]),
        ({"above_b": "\n  # aiplan: ignore[AIP211] agreed"}, ["a"]),
        ({"behind_key": " # aiplan: ignore[AIP211] agreed"}, []),
    ],
)
def test_entries_of_a_list(places: dict[str, str], counted: list[str]) -> None:
    body = LINKS.format(**({"behind_key": "", "behind_a": "", "above_b": ""} | places))
    found = settled(body)
    assert [f.message.split()[2] for f in found.counted if f.code == "AIP211"] == counted
    assert {f.code for f in found.counted} <= {"AIP211"}


def test_a_comment_on_an_array_table_covers_that_table_alone() -> None:
    body = """\
[[experiments.cnn.attempts]] # aiplan: ignore[AIP003] imported
started = 2026-03-02
finished = 2026-03-06
result = "missed"
run = "a"

[[experiments.cnn.attempts]]
started = 2026-03-09
run = "b"
"""
    found = settled(body)
    assert [f.address for f in found.counted if f.code == "AIP003"] == ["experiments.cnn.attempts[1].run"]
    assert [s.finding.address for s in found.suppressed] == ["experiments.cnn.attempts[0].run"]


def test_only_the_codes_it_names() -> None:
    body = LATE.replace("2026-03-20", "2026-03-20 # aiplan: ignore[AIP213, AIP201] vendor contract")
    found = settled(body)
    assert codes(found) == (["AIP901"], ["AIP201"])
    assert found.counted[0].message == "ignore[AIP213] passes over what is not there"


def test_without_a_reason_it_works_and_is_told() -> None:
    found = settled(LATE.replace("2026-03-20", "2026-03-20 # aiplan: ignore[AIP201] until=2026-06-01"))
    assert codes(found) == (["AIP902"], ["AIP201"])
    assert found.counted[0].line == 15


EXPIRING = LATE.replace("2026-03-20", "2026-03-20 # aiplan: ignore[AIP201] until=2026-03-15 vendor contract")


def test_after_its_day_the_finding_counts_again() -> None:
    assert codes(settled(EXPIRING)) == (["AIP201", "AIP903"], [])


def test_without_a_pinned_data_date_nothing_expires_overnight() -> None:
    head = HEAD.replace("as_of = 2026-03-16\n", "")
    late = EXPIRING.replace("2026-03-20", "2026-01-09")
    outcomes = {str(settled(late, head=head, today=day)) for day in (TODAY, dt.date(2026, 8, 3), dt.date(2031, 1, 6))}
    assert len(outcomes) == 1
    assert codes(settled(late, head=head)) == ([], ["AIP201"])


def test_codes_of_rules_that_are_not_run_are_not_called_unused() -> None:
    head = HEAD.replace("as_of = 2026-03-16\n", "")
    body = "# aiplan: ignore[AIP205, AIP308] known\n" + LATE.replace("deadline = 2026-03-20\n", "")
    assert codes(settled(body, head=head)) == ([], [])
    found = settled(body, compared=True)
    assert [f.message for f in found.counted] == ["ignore[AIP205, AIP308] passes over what is not there"]


@pytest.mark.parametrize(
    ("comment", "trouble"),
    [
        ("# aiplan: ignore", "it names no code in brackets"),
        ("# aiplan: ignore AIP201 later", "it names no code in brackets"),
        ("# aiplan: ignore[] later", "it names no code in brackets"),
        ("# aiplan: ignore[AIP2] later", "AIP2 is not a code"),
        ("# aiplan: ignore[AIP201 AIP202] later", "AIP201 AIP202 is not a code"),
        ("# aiplan: ignore[AIP299] later", "there is no code AIP299"),
        ("# aiplan: ignore[AIP001] later", "AIP001 cannot be passed over"),
        ("# aiplan: ignore[AIP902] later", "AIP902 cannot be passed over"),
        ("# aiplan: ignore[AIP201] until=june later", "until=june is not a date such as 2026-06-01"),
        ("# aiplan: ignore[AIP201] until= later", "until=later is not a date such as 2026-06-01"),
    ],
)
def test_what_cannot_be_understood_has_no_effect(comment: str, trouble: str) -> None:
    found = settled(LATE.replace("2026-03-20", f"2026-03-20 {comment}"))
    assert codes(found) == (["AIP201", "AIP904"], [])
    assert found.counted[1].message == f"this comment passes nothing over: {trouble}"


def test_in_a_conflicted_file_the_conflict_counts() -> None:
    body = LATE.replace("deadline", "<<<<<<< HEAD\ndeadline").rstrip() + " # aiplan: ignore[AIP201] x\n"
    found = settled(body + "=======\ndeadline = 2026-04-01\n>>>>>>> theirs\n")
    assert codes(found) == (["AIP001"], ["AIP201"])
