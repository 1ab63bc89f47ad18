"""Assessments, risks, launch and experiments answer in the language of the plan or the one asked for."""

from __future__ import annotations

import re
import shutil
import string
from pathlib import Path
from typing import get_args

import pytest
from rich.cells import cell_len

from aiplan.cli.ai_words import WORDS
from aiplan.cli.options import LANGUAGES
from aiplan.core import explain_ai
from aiplan.core.experiment_state import ExperimentState
from aiplan.core.launch import MISSING
from aiplan.core.risk import LEVELS
from aiplan.core.verdict import DIMENSIONS, VERDICTS
from aiplan.export.words_zh import CHINESE
from aiplan.model.context import Language
from helpers.command_line import call
from helpers.tools import ROOT

HAN = re.compile(r"[\u4e00-\u9fff]")
COMMANDS = (
    ("assess",), ("assess", "care-tips"), ("risks",), ("risks", "--residual"), ("risks", "class-imbalance"),
    ("risks", "--triage", "recognition", "--answer", "all=no"), ("risks", "--triage", "care-tips"), ("launch",),
    ("experiments",), ("experiments", "cnn-v1"), ("experiments", "hyper-params"),
)  # fmt: skip
ENGLISH = (
    "because:", "  pilot\n", "not yet", "no go", "inconclusive", "evidence", "treatment\n", "finish", "P(fail)",
    "to start", "never tested", "measured yet", "we believe", "read on", "suggested",
)  # fmt: skip
EACH = pytest.mark.parametrize("words", COMMANDS, ids=" ".join)


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the sample in the folder the tests run in."""
    path = tmp_path / "aiplan.toml"
    shutil.copy(ROOT / "sample_project.toml", path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    return path


@EACH
def test_the_language_may_be_asked_for_and_json_is_the_same_in_both(sample: Path, words: tuple[str, ...]) -> None:
    english, chinese = call(*words), call(*words, "--language", "zh")
    assert (english.code, chinese.code) == (0, 0)
    assert english.out != chinese.out
    assert len(HAN.findall(chinese.out)) > len(HAN.findall(english.out)) + 20
    assert call(*words, "--json").out == call(*words, "--json", "--language", "zh").out


@EACH
def test_chinese_fits_and_says_nothing_in_english_but_what_the_plan_says(sample: Path, words: tuple[str, ...]) -> None:
    done = call(*words, "--language", "zh").out
    assert max(cell_len(line) for line in done.splitlines()) <= 80
    assert [word for word in ENGLISH if word in done] == []


def test_the_language_of_the_plan_is_the_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert call("init", "--template", "agent-automation.zh", "--start", "2026-03-02").code == 0
    assert "探索" in call("assess").out
    assert "降一档：可运维性" in call("assess").out
    assert "恶意使用" in call("risks", "obeys-a-ticket").out
    assert "紧急开关从未测试" in call("launch").out
    assert "就绪" in call("experiments").out
    assert "explore" in call("assess", "--language", "en").out


def test_what_the_chinese_says(sample: Path) -> None:
    assessed = call("assess", "recognition", "--language", "zh").out
    for part in (
        "试点",
        "最弱：数据、技术可行性",
        "升为“可行”需要：数据的证据 2 → 3",
        "data 数据",
        "没有负责人 · 由字段得出：lin",
    ):
        assert part in assessed
    assert "✗ 结论 recognition" in call("launch", "--language", "zh").out
    assert "要求“可行”，目前“试点”" in call("launch", "--language", "zh").out
    assert "高 4×3" in call("risks", "--language", "zh").out
    sample.write_text(sample.read_text(encoding="utf-8").replace('owner = "wei"', "", 40), encoding="utf-8")
    assert "class-imbalance：没有负责人" in call("risks", "--language", "zh").out


def test_every_text_has_both_languages_and_the_same_gaps() -> None:
    def gaps(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}

    for name, text in (*WORDS.items(), *MISSING.items()):
        assert gaps(text.en) >= gaps(text.zh), name
        assert gaps(text.en) - gaps(text.zh) <= {"regulation"}, name
        letters = re.sub(r"\{[^}]*\}", "", text.en)
        assert HAN.search(text.zh) or not re.search(r"[A-Za-z]{3}", letters), name


def test_the_program_and_what_it_exports_say_the_same() -> None:
    assert get_args(Language) == LANGUAGES
    for name in VERDICTS:
        assert CHINESE.verdicts[name] == explain_ai.title("verdicts", name, "zh")
    for level in LEVELS:
        assert CHINESE.levels[level] == explain_ai.title("levels", level, "zh")
    for state in get_args(ExperimentState):
        assert CHINESE.experiment_states[state] == explain_ai.title("experiment_states", state, "zh")
    for dimension in DIMENSIONS:
        assert CHINESE.dimensions[dimension] == explain_ai.any_title(dimension, "zh")
