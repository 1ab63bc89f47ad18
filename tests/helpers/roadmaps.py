"""Roadmaps of plans that stand in the tests as text."""

from __future__ import annotations

import datetime as dt

from aiplan.core.schedule import schedule_plan
from aiplan.export.markdown import roadmap_markdown
from aiplan.export.page import RangedDates
from aiplan.loading import load
from aiplan.model.context import Language
from aiplan.model.plan import Plan
from helpers.tools import ROOT

SAMPLE = ROOT / "sample_project.toml"
TODAY = dt.date(2026, 3, 16)


def sample_plan() -> Plan:
    """Return the plan of the sample project."""
    return load(SAMPLE).plan


def roadmap_of(
    plan: Plan, *, baseline: str | None = None, language: Language | None = None, forecast: RangedDates | None = None
) -> str:
    """Return the roadmap of `plan`, scheduled on a fixed day."""
    schedule = schedule_plan(plan, today=TODAY)
    return roadmap_markdown(plan, schedule, baseline=baseline, language=language, forecast=forecast)


HOSTILE = (
    "a | b",
    "a || b |",
    "`code` and ``more``",
    "<script>alert(1)</script>",
    "<b>bold</b> & <!-- hidden -->",
    "@name",
    "ping @org/team-x",
    "#1 and GH-7",
    "!12 %3 ~bug &5 $9",
    "owner/repo#12",
    "[link](http://x.y)",
    "![img](x)",
    "*star* _under_ **bold**",
    "snake_case and __dunder__",
    "~~gone~~",
    "http://example.org/a_b",
    "www.example.org",
    "mail me@example.org",
    "# heading",
    "- item",
    "1. item",
    "> quote",
    "===",
    "---",
    "| --- |",
    "trailing \\",
    "\\| \\` \\\\",
    "&amp; &lt; &#35; &copy;",
    ":tada: :x:",
    "$x^2$ and $$y$$",
    "a\tb  c",
    "line\nbreak\r\nand more",
    "```mermaid",
    "~~~",
    "<!-- aiplan:end roadmap -->",
    "{+ added +}",
    "\u202eevil",
    "zero\u200bwidth",
    "植物：识别 %% 50 %",
    "a: b: c",
    "done, crit, 2026-01-01",
    "title x",
    "section y",
    "click z",
    "50% of #3; done",
    "%%{init: {}}%%",
    "end",
    "\xa0",
    "'quotes' \"double\"",
    "^alert#3",
    "a<br>b",
    "\u2028sep",
)
"""Titles that would break a careless export."""
