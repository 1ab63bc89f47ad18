"""Plan files read table by table say what `tomllib` reads in them, and are refused with its words."""

from __future__ import annotations

import random
import tomllib

import pytest
from bench.generate import Size, plan_text
from hypothesis import given, settings
from hypothesis import strategies as st

from aiplan.store import toml
from aiplan.store.scan import scan
from aiplan.store.toml import read_toml
from helpers.hostile_documents import document
from helpers.tools import ROOT

SEEDS = st.integers(0, 2**32)
SAMPLE = (ROOT / "sample_project.toml").read_text(encoding="utf-8")
PIECES = (
    "", '"', "\n", "'", '"""', "'''", "[", "]", "{", "}", "#", ",", "\\", "\r\n", "\x01", "\x7f", " = ", "= [",
    "[a.b]\n", "[tasks]\n", "[[tasks]]\n", "[tasks.a00003]\n", '[tasks."a00003"]\n', "[ tasks.a00003 ] # so\n",
    "[é.b]\n", "[experiments.a00001.fallback]\n", "[[experiments.a00001.attempts]]\n", "tasks = {}\n",
    "tasks.zz.a = 1\n", "x.y = 1\n", "# \x01\n", "a = 1\n", "a = 01\n", "é = 1\n", "b = 1_0\n", "b = 1e5\n",
    "b = inf\n", "b = 0x1f\n",
    "c = 2026-02-30\n", "c = 2026-02-3\n", "c = 07:30:00\n", 'd = ["a", "b",]\n', 'd = ["a" "b"]\n', "d = [\n\n]\n",
    'e = { a = "b", a = "c" }\n', 'e = { a = "b", }\n', "e = { a = 1, b = true, c = 2026-01-05 }\n", "e = { }\n",
    'title = "x"\n', 'k = """\n', '[[[[ """',
)  # fmt: skip


def outcome(text: str, *, quick: bool) -> tuple[str, str]:
    """Return what reading gives, with types and order, or what it complains of."""
    try:
        return "says", repr(read_toml(text, scan(text)) if quick else tomllib.loads(text))
    except ValueError as error:
        return "fails", str(error)


def spoiled(text: str, rng: random.Random) -> str:
    """Return the text with something put into it, taken out or moved."""
    at = rng.randrange(len(text) + 1)
    if rng.random() < 0.5:
        at = text.rfind("\n", 0, at) + 1
    text = text[:at] + rng.choice(PIECES) + text[at + rng.choice((0, 0, 0, 1, 2, 5, 40)) :]
    if rng.random() < 0.3:
        lines = text.split("\n")
        first, to = rng.randrange(len(lines)), rng.randrange(len(lines))
        lines[to:to] = lines[first : first + rng.choice((1, 3, 8))]
        text = "\n".join(lines)
    return text


@settings(max_examples=300, deadline=None)
@given(SEEDS)
def test_what_is_read_and_what_is_refused_is_what_tomllib_says(seed: int) -> None:
    rng = random.Random(seed)
    cut = rng.randrange(len(SAMPLE))
    sources = (document(rng), plan_text(Size(rng.randint(2, 12), seed=seed)), SAMPLE[cut : cut + 4000])
    text = rng.choice(sources)
    for _ in range(8):
        expected = outcome(text, quick=False)
        assert outcome(text, quick=True) == expected
        changed = spoiled(text, rng)
        if outcome(changed, quick=False)[0] == "says" or rng.random() < 0.3:
            text = changed


@pytest.mark.parametrize("piece", PIECES)
def test_each_piece_at_the_begin_of_each_line(piece: str) -> None:
    text = plan_text(Size(6, seed=3))
    starts = [0, *(at + 1 for at, c in enumerate(text) if c == "\n")]
    for at in starts:
        changed = text[:at] + piece + text[at:]
        assert outcome(changed, quick=True) == outcome(changed, quick=False)


def test_of_an_ordinary_plan_tomllib_reads_little(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def loads(text: str) -> dict[str, object]:
        read.append(text)
        return tomllib.loads(text)

    text = plan_text(Size(300, calendars=3))
    blocks = scan(text)
    monkeypatch.setattr(toml, "tomllib", type("Watched", (), {"loads": staticmethod(loads)}))
    data = read_toml(text, blocks)
    assert len(data["tasks"]) > 200
    assert sum(map(len, read)) < len(text) / 20


def test_values_that_are_nested_too_deeply_are_refused() -> None:
    text = plan_text(Size(6)) + "\n[x.deep]\nvalue = " + "[" * 120 + "]" * 120 + "\n"
    with pytest.raises(RecursionError):
        read_toml(text, scan(text))
