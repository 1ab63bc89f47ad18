"""Which lists are told to have several entries on one line, and which are not."""

from __future__ import annotations

import pytest

from aiplan.store.canonical import format_text
from aiplan.store.text import PlanText

TASK = '[tasks.a]\ntitle = "A"\n'


@pytest.mark.parametrize(
    "text",
    [
        TASK + 'depends_on = ["b", "c"]\n',
        TASK + 'depends_on = ["b", "c"] # both\n',
        TASK + '  depends_on=[ "b","c" ]\n',
        TASK + 'depends_on = ["b", # one\n "c"]\n',
        '# Above.\n[milestones.m]\ngates = ["a >= 0.8", "b"]\n',
        "[metrics.m]\nreadings = [{ on = 2026-01-05, value = 1 }, { on = 2026-01-06, value = 2 }]\n",
        TASK + 'notes = """\ndepends_on = ["x", "y"]\n"""\ndepends_on = ["b", "c"]\n',
        TASK.replace("\n", "\r\n") + 'depends_on = ["b", "c"]\r\n',
    ],
)
def test_told(text: str) -> None:
    plan = PlanText.from_text("format = 1\n" + text)
    (found,) = plan.appearance
    key = str(found.path[-1])
    lines = plan.text.split("\n")
    assert found.line == max(number for number, line in enumerate(lines, 1) if line.strip().startswith(key))
    assert found.line == plan.line_of(found.path)
    assert format_text(plan).appearance == ()


@pytest.mark.parametrize(
    "text",
    [
        TASK + 'depends_on = ["b"]\n',
        TASK + 'depends_on = ["b", ]\n',
        TASK + 'depends_on = [\n  "b",\n  "c",\n]\n',
        TASK + 'depends_on = [ # two, of them\n  "b", # first, last\n  "c",\n]\n',
        TASK + 'goals = ["b", "c"]\n',
        TASK + 'notes = """\ndepends_on = ["b", "c"]\n"""\n',
        TASK + 'notes = """\ndepends_on = ["b", "c"]\n"""\ndepends_on = [\n  "b",\n  "c",\n]\n',
        TASK + 'odd = ["b", "c"]\n',
        "[metrics.m]\nreadings = [{ on = 2026-01-05, value = 1 }]\n",
        '[x.a]\ndepends_on = ["b", "c"]\n',
    ],
)
def test_not_told(text: str) -> None:
    assert PlanText.from_text("format = 1\n" + text).appearance == ()
