"""In a real terminal: each of the ten views alone is enough to change the plan, and one line of the file changes."""

from __future__ import annotations

import re
from pathlib import Path

from helpers.plan_terminal import PLAN, PlanTerminal, taken_back
from helpers.screens import SAMPLE

ESTIMATE = 'duration = { optimistic = "6d", likely = "8d", pessimistic = "16d" }'


def one_line(folder: Path, terminal: PlanTerminal, table: str, old: str, new: str) -> None:
    """Save, and see that in the whole file this one line of one table is another; an empty `old` stands for none."""
    lines = terminal.saved()
    assert lines == [f"{sign}{line}" for sign, line in (("-", old), ("+", new)) if line]
    text = (folder / PLAN).read_text(encoding="utf-8")
    assert taken_back(text, table, old, new) == SAMPLE.read_text(encoding="utf-8")


def test_the_vision_in_the_overview(tmp_path: Path, terminal: PlanTerminal) -> None:
    terminal.opened()
    terminal.press("1")
    terminal.shows("Needs a decision", "is 4d late")
    terminal.press("g", "j", "Enter")
    terminal.shows("Back to list", "Non goals")
    terminal.press("End")
    terminal.write(", gardeners 园丁")
    terminal.shows("gardeners 园丁")
    terminal.press("Escape")
    terminal.until(lambda screen: "Back to list" not in screen)
    old = 'users = ["students learning about plants 学生", "travellers and walkers 游客"]'
    one_line(tmp_path, terminal, "vision", old, f'{old[:-1]}, "gardeners 园丁"]')


def test_the_insight_that_nothing_answers_from_the_overview(tmp_path: Path, terminal: PlanTerminal) -> None:
    terminal.opened()
    terminal.press("1")
    terminal.shows("c shows 2 more")
    terminal.press("c")
    terminal.until(lambda screen: "enter leads there" in screen and "c shows" not in screen)
    # Past vision, users and figures, to the last of seven.
    terminal.press(*"jjjjjjjjj")
    terminal.shows("Nothing answers interview, hiker")
    terminal.press("Enter")
    terminal.shows("Back to list", "Answers")
    terminal.write("come-back")
    terminal.shows("come-back")
    terminal.press("Escape")
    terminal.until(lambda screen: "Back to list" not in screen)
    one_line(tmp_path, terminal, "insights.no-signal", "", 'answers = ["come-back"]')


def test_an_estimate_in_the_timeline(tmp_path: Path, terminal: PlanTerminal) -> None:
    terminal.opened()
    terminal.edit("Duration", "6d/8d/16d", "5d/9d/17d", key="d")
    new = 'duration = { optimistic = "5d", likely = "9d", pessimistic = "17d" }'
    one_line(tmp_path, terminal, "experiments.cnn-v1", ESTIMATE, new)


def test_the_work_that_the_graph_leads_to(tmp_path: Path, terminal: PlanTerminal) -> None:
    terminal.opened()
    terminal.press("3")
    terminal.shows("45 items", "!cnn-v1")
    terminal.press("l")
    terminal.until(lambda screen: re.search(r"^ lily-daylily More data", screen, re.MULTILINE))
    terminal.press("f")
    terminal.until(lambda screen: re.search(r"\d of 45 items", screen))
    terminal.edit("Duration", "4d/5d/9d", "17d", key="d")
    old = 'duration = { optimistic = "4d", likely = "5d", pessimistic = "9d" }'
    one_line(tmp_path, terminal, "experiments.lily-daylily", old, 'duration = "17d"')


def test_a_card_on_the_board(tmp_path: Path, terminal: PlanTerminal) -> None:
    terminal.opened()
    terminal.press("4")
    terminal.shows("7 cards", "Fine-tuned CNN")
    terminal.press(">")
    terminal.shows("moved to Product")
    one_line(tmp_path, terminal, "experiments.cnn-v1", "", 'stage = "product"')


def test_a_score_on_the_scorecard(tmp_path: Path, terminal: PlanTerminal) -> None:
    terminal.opened()
    terminal.press("5")
    terminal.shows("recognition  pilot 66.75 of 100")
    terminal.press("Right")
    terminal.shows("3 loadable")
    terminal.press("+")
    old = 'scores.data = { score = 3, evidence = 2, because = "loadable and labelled, but unbalanced" }'
    one_line(tmp_path, terminal, "assessments.recognition", old, old.replace("score = 3", "score = 4"))


def test_a_reading_among_the_experiments(tmp_path: Path, terminal: PlanTerminal) -> None:
    terminal.opened()
    terminal.press("6")
    terminal.shows("1 running, 3 ready", "running, by chen")
    terminal.press("+")
    terminal.shows("Reading of Top-1 accuracy")
    terminal.write("5500/6000")
    terminal.shows("fail → pass")
    terminal.press("Enter")
    terminal.until(lambda screen: "Reading of" not in screen)
    new = '  { on = 2026-03-16, n = 6000, k = 5500, from = "cnn-v1" },'
    one_line(tmp_path, terminal, "metrics.top1-accuracy", "", new)


def test_a_risk_in_the_matrix(tmp_path: Path, terminal: PlanTerminal) -> None:
    terminal.opened()
    terminal.press("7")
    terminal.shows("open risks before treatment   4 high")
    terminal.press("j", "+")
    one_line(tmp_path, terminal, "risks.summer-drift", "likelihood = 4", "likelihood = 5")


def test_a_deadline_in_the_forecast(tmp_path: Path, terminal: PlanTerminal) -> None:
    terminal.opened()
    terminal.press("8")
    terminal.shows("10,000 runs", "▸ Open to everyone")
    terminal.edit("Deadline", "2026-06-30", "2026-07-15")
    one_line(tmp_path, terminal, "milestones.launched", "deadline = 2026-06-30", "deadline = 2026-07-15")


def test_a_milestone_in_the_roadmap(tmp_path: Path, terminal: PlanTerminal) -> None:
    terminal.opened()
    terminal.press("9")
    terminal.shows("as P writes it", "P Export")
    terminal.press("g")
    terminal.shows("• Finish:")
    terminal.edit("Title", "Open to everyone 全量上线", "Open to all 全量上线")
    old = 'title = "Open to everyone 全量上线"'
    one_line(tmp_path, terminal, "milestones.launched", old, 'title = "Open to all 全量上线"')
