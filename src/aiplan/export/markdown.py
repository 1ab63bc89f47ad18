"""The roadmap as Markdown: what a head of product forwards."""

from __future__ import annotations

from aiplan.core.gantt import GITHUB_CHARS
from aiplan.core.schedule import Schedule
from aiplan.errors import UnknownAddress
from aiplan.export import evidence, facts, sections
from aiplan.export.mermaid import mermaid_gantt
from aiplan.export.page import Compared, Page, RangedDates
from aiplan.export.regions import ROADMAP, region
from aiplan.export.words import words
from aiplan.model.context import Language
from aiplan.model.plan import Plan

NO_BASELINE = ""
"""Asked for as the baseline: compare with none."""


def roadmap_markdown(
    plan: Plan,
    schedule: Schedule,
    *,
    baseline: str | None = None,
    since: Compared | None = None,
    language: Language | None = None,
    forecast: RangedDates | None = None,
    max_chart_chars: int = GITHUB_CHARS,
) -> str:
    """Return the roadmap as GitHub-flavoured Markdown between the marks of its region; same input, same bytes.

    Put it into a file with `replace_region(existing, ROADMAP, roadmap)`, which keeps hand-written text around it.

    Args:
        plan: what the file says.
        schedule: the dates of `plan`; readings and decisions after its data date are not shown.
        baseline: id of the baseline to compare with; by default the one taken last, `NO_BASELINE` for none.
        since: dates of an earlier version, to compare with these instead.
        language: default the project's.
        forecast: ranged dates; without them P50 and P80 are not mentioned.
        max_chart_chars: longest Mermaid chart.

    Raises:
        UnknownAddress: for a baseline that the plan does not have.
    """
    language = language or plan.project.language
    compared = _compared(plan, baseline) if since is None else since
    page = Page(plan, schedule, words(language), compared, forecast)
    blocks = [
        sections.headline(page),
        sections.attention(page),
        sections.changes(page),
        sections.milestones(page),
        sections.goals(page),
        sections.waves(page),
        evidence.experiments(page),
        evidence.feasibility(page),
        evidence.risks(page),
        evidence.decisions(page),
        _timeline(page, language, max_chart_chars),
        _legend(page),
    ]
    body = "\n\n".join("\n".join(block) for block in blocks if block)
    return region(ROADMAP, f"<!-- {page.say.generated} -->\n\n{body}")


def _compared(plan: Plan, baseline: str | None) -> Compared | None:
    name = facts.latest_baseline(plan) if baseline is None else baseline
    if name is None or name == NO_BASELINE:
        return None
    if name not in plan.baselines:
        known = ", ".join(plan.baselines)
        raise UnknownAddress(
            f"baselines.{name}", f"the plan has no baseline {name!r}",
            hint=f"it has {known}" if known else "freeze one with `aiplan baseline NAME`",
        )  # fmt: skip
    return Compared(name, plan.baselines[name])


def _timeline(page: Page, language: Language, max_chars: int) -> list[str]:
    chart = mermaid_gantt(page.schedule, language=language, max_chars=max_chars)
    if chart:
        return [f"## {page.say.timeline}", "", "```mermaid", *chart.rstrip("\n").split("\n"), "```"]
    if any(a.early_finish is not None for a in page.schedule.activities):
        return [f"## {page.say.timeline}", "", page.say.timeline_too_long]
    return []


def _legend(page: Page) -> list[str]:
    lines = list(page.say.legend_lines)
    if page.forecast is not None:
        lines.append(page.say.legend_forecast)
    return [f"## {page.say.legend}", "", *(f"- {line}" for line in lines)]
