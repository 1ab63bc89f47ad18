"""What the core says keeps what it is made of, and the Chinese interface says all of it in Chinese."""

from __future__ import annotations

import ast
import copy
import datetime as dt
import json
import math
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from aiplan.errors import UnknownAddress, UnreadablePlan
from aiplan.model.base import Table
from aiplan.model.finding import Finding
from aiplan.model.reading import read_plan
from aiplan.model.shape import keys, sections, shape
from aiplan.model.values import parse_duration
from aiplan.phrases import NOTHING, Phrase, code, listed, say, say_n, term
from aiplan.store.problems import syntax_finding
from aiplan.store.text import PlanText
from aiplan.tui.i18n import set_language
from aiplan.tui.phrasing import told, told_error, with_hint
from helpers.chinese import findings_left_in_english
from helpers.tools import ROOT

SOURCE = ROOT / "src" / "aiplan"
SAYING = {
    "Finding": (2, 5), "Problem": (1, 2), "UsageError": (0,), "InvalidEdit": (0,), "UnknownAddress": (1,),
    "EditRefused": (0,), "SaveFailed": (0,), "OutsideChange": (0,), "MissingTool": (0,), "PlanNotFound": (0,),
    "UnreadablePlan": (0,), "DatesOutOfRange": (0,), "GitError": (0,), "NothingToRecover": (0,),
    "CannotMergeError": (0,), "BrokenRegion": (1,), "SettingsError": (0,),
}  # fmt: skip
"""What tells a person something, and which of its arguments are texts; `hint` is one everywhere."""
COMMANDS_ONLY = (
    "core/retraining.py",
    "core/slipping.py",
    "core/run_readings.py",
    "store/canonical.py",
    "store/mending.py",
)
"""What only commands do, which speak English."""


@pytest.fixture
def _in_chinese() -> Iterator[None]:
    set_language("zh")
    yield
    set_language("en")


def plain_texts(root: Path) -> Iterator[str]:
    """Yield where a text for people is a bare one, so that nobody can translate it."""
    for path in sorted(root.rglob("*.py")):
        name = path.relative_to(root).as_posix()
        if name.startswith(("tui/", "cli/", "export/")) and name != "export/regions.py":
            continue
        if name in COMMANDS_ONLY:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and (called := getattr(node.func, "id", "")) in SAYING:
                places = SAYING[called]
                given = [argument for place, argument in enumerate(node.args) if place in places]
                given += [keyword.value for keyword in node.keywords if keyword.arg in ("message", "hint")]
                yield from (f"{name}:{bare.lineno}" for argument in given for bare in bare_texts(argument))


def bare_texts(node: ast.expr) -> Iterator[ast.expr]:
    """Yield the texts that an expression can be, unless they are empty or a phrase."""
    if isinstance(node, ast.IfExp):
        yield from bare_texts(node.body)
        yield from bare_texts(node.orelse)
    elif isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from bare_texts(value)
    elif isinstance(node, ast.JoinedStr | ast.BinOp) or (isinstance(node, ast.Constant) and node.value):
        yield node


def test_findings_and_errors_are_phrases() -> None:
    assert list(plain_texts(SOURCE)) == []


def test_a_bare_text_would_be_seen(tmp_path: Path) -> None:
    lines = [
        'a = Problem(path, f"{key} is late", hint)',
        'b = Finding("AIP001", "error", say("{key} is late", key=key), path, hint="call them" if late else "")',
        'c = InvalidEdit(said, address="x")',
    ]
    (tmp_path / "guinea.py").write_text("\n".join(lines))
    assert list(plain_texts(tmp_path)) == ["guinea.py:1", "guinea.py:2"]


@pytest.mark.parametrize(
    ("message", "left"),
    [
        ("work is late", "work is late"),
        (say("nobody translates this"), "nobody translates this"),
        (say("{key} is done, but {id}, on which it depends, {said}", key="a", id="b", said="is open"), "is open"),
        (say("{dimension} is {score}", dimension=term("no word of any format"), score=1), "no word of any format"),
    ],
)
def test_what_is_left_in_english_would_be_seen(message: str, left: str) -> None:
    assert findings_left_in_english([Finding("AIP999", "error", message)]) == [f"AIP999: {left}"]
    assert findings_left_in_english([Finding("AIP999", "error", say("the vision"), hint=message)]) == [
        f"AIP999: {left}"
    ]


def test_a_phrase_is_its_english_text() -> None:
    said = say("{key} is due on {due}: {names}", key="a", due=dt.date(2026, 3, 2), names=listed(["b", "c"]))
    assert said == "a is due on 2026-03-02: b, c"
    assert json.dumps([said]) == '["a is due on 2026-03-02: b, c"]'
    assert hash(said) == hash(str(said))
    assert say("write { how = … }") == "write { how = … }"
    assert [say_n("{count} day", "{count} days", n) for n in (1, 2)] == ["1 day", "2 days"]
    assert not NOTHING


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda value: pickle.loads(pickle.dumps(value))])
def test_a_phrase_survives_being_copied(copied: object) -> None:
    assert callable(copied)
    finding = Finding("AIP001", "error", say("the goal {key}", key="a")).at(3)
    again = copied(finding).message
    assert isinstance(again, Phrase)
    assert (again, again.template, dict(again.values)) == ("the goal a", "the goal {key}", {"key": "a"})


@pytest.mark.usefixtures("_in_chinese")
def test_phrases_are_told_with_all_that_stands_in_them() -> None:
    late = say_n("{count} working day", "{count} working days", 1)
    said = say(
        "{key} is forecast for {finish}, {late} after its deadline {deadline}",
        key="beta", finish=dt.date(2026, 5, 6), late=late, deadline=dt.date(2026, 5, 5),
    )  # fmt: skip
    assert told(said) == "beta 预测在 2026年5月6日 完成，比截止日期 2026年5月5日 晚 1 个工作日"
    assert told(said, year=2026) == "beta 预测在 5月6日 完成，比截止日期 5月5日 晚 1 个工作日"
    assert told(listed([term("no_owner", "gates"), "a"])) == f"{told(term('no_owner', 'gates'))}、a"
    assert told(term("no_owner", "gates")) != "no_owner"
    assert told(code("aiplan why beta")) == "aiplan why beta"
    assert told("as it stands") == "as it stands"


WRONG: tuple[Any, ...] = (
    -1, 1.5, "x y", True, [1], {"a": 1}, [{"a": 1}], dt.date(2026, 1, 1), dt.datetime(2026, 1, 1), math.nan, 10**30,
)  # fmt: skip


def wrong_tables(model: type[Table], depth: int = 0) -> Iterator[dict[str, Any]]:
    """Yield tables with one key each, whose value is hardly ever one that the model takes."""
    for key in keys(model):
        yield from ({key: value} for value in WRONG)
        inner = shape(model, key)[1]
        if inner is not None and depth < 1:
            for table in wrong_tables(inner, depth + 1):
                yield {key: table}
                yield {key: [table]}


def test_whatever_a_key_does_not_take_is_refused_in_chinese() -> None:
    project = {"name": "P", "start": dt.date(2026, 1, 5)}
    refused: set[str] = set()
    left: set[str] = set()
    for section, model in sections().items():
        for table in wrong_tables(model):
            _, found = read_plan({"format": 1, "project": project, section: {"a": table}})
            refused.update(f.code for f in found)
            left.update(findings_left_in_english(found))
    assert refused >= {"AIP003", "AIP004", "AIP006"}
    assert left == set()


@pytest.mark.usefixtures("_in_chinese")
def test_errors_are_told_with_place_and_way_out() -> None:
    with pytest.raises(UnreadablePlan) as broken:
        PlanText.from_text("[project]\nname = x\n")
    assert told_error(broken.value) == ":2:8: 不是 TOML：这里不是 TOML 的值；文本要加引号"
    assert findings_left_in_english([syntax_finding(broken.value)]) == []
    assert with_hint(UnknownAddress("x", hint=say("did you mean {name}?", name="y"))) == "计划中没有 x。是不是想写 y？"
    with pytest.raises(ValueError, match="is not a duration") as wrong:
        parse_duration("long")
    assert told_error(wrong.value).startswith("'long' 不是工期")
    assert told_error(OSError("disk full")) == "disk full"


def test_in_english_errors_are_told_as_they_are() -> None:
    error = UnreadablePlan(say("the file is empty"), path="a.toml", line=1, hint=say("call them"))
    assert with_hint(error) == "a.toml:1: the file is empty. call them"
