"""`aiplan explain` beyond finding codes: the words about AI, in the language of the plan."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from aiplan.cli.topics import GENERAL, names
from aiplan.core.catalogue import catalogue
from aiplan.core.verdict import DIMENSIONS
from helpers.command_line import PLAN, call

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_topic_has_a_page_that_fits(name: str, language: str) -> None:
    done = call("explain", name, "--language", language)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"{name} · ")
    lines = [line for line in done.out.splitlines() if "https://" not in line]
    assert all(len(line) <= 80 for line in lines)
    assert bool(CHINESE.search(done.out)) == (language == "zh")


def test_names_do_not_clash() -> None:
    assert len({name.replace("_", "-") for name in names()}) == len(names())
    assert set(names()) == {*GENERAL, *DIMENSIONS, *catalogue()}


def test_the_language_is_that_of_the_plan_unless_said(tmp_path: Path) -> None:
    assert "Fit for AI" in call("explain", "ai-fit").out
    chinese = PLAN.replace("[project]\n", '[project]\nlanguage = "zh"\n')
    (tmp_path / "aiplan.toml").write_text(chinese, encoding="utf-8")
    assert "AI 适配度" in call("explain", "ai_fit").out
    assert "Fit for AI" in call("explain", "ai_fit", "--language", "en").out


def test_the_weights_and_bands_are_those_of_the_plan(tmp_path: Path) -> None:
    assert "weight 15" in call("explain", "data").out
    own = PLAN + "\n[assessment_policy]\nweights.data = 25\nbands = { go = 80, pilot = 60, explore = 40 }\n"
    (tmp_path / "own.plan.toml").write_text(own, encoding="utf-8")
    assert "weight 25" in call("explain", "data", "-f", "own.plan.toml").out
    assert "go ≥ 80, pilot ≥ 60, explore ≥ 40" in " ".join(call("explain", "assessment").out.split())


def test_a_broken_plan_here_stops_no_page_and_one_that_was_named_does(tmp_path: Path) -> None:
    (tmp_path / "aiplan.toml").write_text("[project\n", encoding="utf-8")
    assert call("explain", "data").code == 0
    assert call("explain", "data", "-f", "aiplan.toml").code == 2
    assert call("explain", "data", "-f", "nowhere.toml").code == 2


def test_json_has_what_the_page_says() -> None:
    dimension = call("explain", "data", "--json").json
    assert (dimension["topic"], dimension["weight"], len(dimension["anchors"])) == ("data", 15.0, 5)
    task = call("explain", "chat-assistant", "--json").json
    assert task["llm"] is True
    assert {"hallucination-rate", "cost-per-request"} <= {m["id"] for m in task["metrics"] + task["guards"]}
    act = call("explain", "eu-ai-act", "--json", "--language", "zh").json
    assert act["last_verified"] == "2026-11-25"
    assert len(act["questions"]) >= 20
    assert "不构成法律意见" in act["disclaimer"]
    assert call("explain", "assessment", "--json").json["gates"]["no_owner"]["kind"] == "hold"


def test_finding_codes_are_explained_as_before_and_topics_are_guessed() -> None:
    assert call("explain", "aip304").out.startswith("AIP304 ")
    wrong = call("explain", "catalog")
    assert (wrong.code, "did you mean catalogue?" in wrong.err) == (2, True)
    listing = call("explain").out
    assert "AIP304" in listing
    assert "eu-ai-act" in listing
