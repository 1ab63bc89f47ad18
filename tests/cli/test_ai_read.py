"""`aiplan read`: evaluation runs and single readings into the plan."""

from __future__ import annotations

import json
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from helpers.command_line import call
from helpers.tools import ROOT


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the sample in the folder the tests run in."""
    path = tmp_path / "aiplan.toml"
    shutil.copy(ROOT / "sample_project.toml", path)
    monkeypatch.chdir(tmp_path)
    return path


def readings(plan: Path, metric: str) -> list[dict[str, Any]]:
    return list(tomllib.loads(plan.read_text(encoding="utf-8"))["metrics"][metric]["readings"])


def test_one_reading_by_hand_settles_a_gate(sample: Path) -> None:
    before = sample.read_text(encoding="utf-8").splitlines()
    done = call("read", "top1-accuracy", "90.9%", "--n", "6000", "--from", "cnn-v1")
    assert done.out.startswith("top1-accuracy 0.909 of 6000 on 2026-03-16, from cnn-v1\n")
    assert "model-ready: top1-accuracy >= 0.90  fail → pass" in done.out
    after = sample.read_text(encoding="utf-8").splitlines()
    assert [line for line in after if line not in before] == [
        '  { on = 2026-03-16, value = 0.909, n = 6000, from = "cnn-v1" },'
    ]
    assert len(after) == len(before) + 1


def test_k_of_n_of_a_segment(sample: Path) -> None:
    done = call(
        "read", "metrics.class-recall", "--k", "335", "--n", "400", "--segment", "daylily", "--on", "2026-03-13"
    )
    assert "class-recall[daylily] 0.8375 (335 of 400) on 2026-03-13" in done.out
    assert readings(sample, "class-recall")[-1]["k"] == 335


def test_a_nested_json_run_with_a_map(sample: Path, tmp_path: Path) -> None:
    run = {"accuracy": 0.884, "cases": 6000, "latency": {"p95": 1420}}
    (tmp_path / "run.json").write_text(json.dumps(run), encoding="utf-8")
    done = call("read", "run.json", "--map", "top1-accuracy=accuracy", "--n-column", "cases", "--from", "cnn-v1")
    assert done.code == 0
    assert readings(sample, "top1-accuracy")[-1]["n"] == 6000
    assert "product-ready: p95-latency <= 1500  fail → pass" in call(
        "read", "run.json", "--map", "p95-latency=latency.p95"
    ).out  # fmt: skip


def test_a_table_by_segment_and_again_is_nothing_new(sample: Path, tmp_path: Path) -> None:
    (tmp_path / "species.csv").write_text(
        "\ufeffspecies;right;photos\nlily;150;171\ndaylily;335;385\n", encoding="utf-8"
    )
    words = ("read", "species.csv", "--metric", "class-recall", "--segment-column", "species", "--k-column", "right",
             "--n-column", "photos", "--from", "lily-daylily")  # fmt: skip
    assert call(*words).code == 0
    assert [r["segment"] for r in readings(sample, "class-recall")[-2:]] == ["lily", "daylily"]
    again = call(*words)
    assert "nothing to change" in again.out
    assert "2 of 2 readings are in the plan already" in again.err


def test_examples_are_counted_whole_and_by_segment(sample: Path, tmp_path: Path) -> None:
    rows = [{"label": s, "guess": s if i % 10 else "rose"} for s in ("lily", "daylily") for i in range(400)]
    (tmp_path / "guesses.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
    done = call(
        "read", "guesses.jsonl", "--map", "top1-accuracy=label==guess,class-recall[label]=label==guess",
        "--from", "cnn-v1",
    )  # fmt: skip
    assert "top1-accuracy 0.9 (720 of 800)" in done.out
    assert [(r["segment"], r["k"], r["n"]) for r in readings(sample, "class-recall")[-2:]] == [
        ("lily", 360, 400), ("daylily", 360, 400),
    ]  # fmt: skip


def test_a_dry_run_writes_nothing(sample: Path) -> None:
    before = sample.read_bytes()
    done = call("read", "top1-accuracy", "0.95", "--n", "6000", "-n")
    assert "fail → pass" in done.out
    assert "nothing written" in done.err
    assert sample.read_bytes() == before


def test_a_day_after_the_data_date_is_said_not_to_count(sample: Path) -> None:
    assert "gates do not count it yet" in call("read", "top1-accuracy", "0.95", "--on", "2026-03-20").err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("top1-acuracy", "0.9"), "did you mean top1-accuracy"),
        (("top1-accuracy",), "has no value"),
        (("top1-accuracy", "91"), "lies outside 0 … 1"),
        (("top1-accuracy", "much"), "is not a number"),
        (("top1-accuracy", "--k", "5"), "k without n"),
        (("top1-accuracy", "--map", "a=b"), "belongs to an evaluation run"),
        (("top1-accuracy", "0.9", "--k-column", "b"), "belongs to an evaluation run"),
        (("run.csv",), "which column is which metric"),
        (("run.csv", "--metric", "top1-accuracy"), "where does the value stand"),
        (("run.csv", "--map", "top1-accuracy=a", "--n", "5"), "belongs to one reading by hand"),
        (("run.csv", "--map", "a=b", "--metric", "c"), "not both"),
        (("run.csv", "--map", "top1-accuracy=b"), "no column b"),
        (("nowhere.csv", "--map", "top1-accuracy=b"), "cannot be read"),
        (("ragged.csv", "--map", "top1-accuracy=a"), "row 2 has not as many cells"),
        (("broken.json", "--map", "top1-accuracy=a"), "is not JSON"),
        (("broken.jsonl", "--map", "top1-accuracy=a"), "broken.jsonl:2 is not JSON"),
        (("list.json", "--map", "top1-accuracy=a"), 'is no row\n  a row is an object: {"accuracy": 0.87}\n'),
        (("digits.json", "--map", "top1-accuracy=a"), "digits.json: a number has too many digits"),
        (("deep.json", "--map", "top1-accuracy=a"), "deep.json is nested too deeply"),
        (("latin.csv", "--map", "top1-accuracy=a"), "is not UTF-8"),
    ],
)
def test_bad_input_is_refused_in_words_and_nothing_is_written(
    sample: Path, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    files = {
        "run.csv": "a\n0.9\n", "ragged.csv": "a,b\n1,2\n3\n", "broken.json": "{", "broken.jsonl": '{"a": 1}\n{"a"\n',
        "list.json": "[1, 2]", "digits.json": f'[{{"a": {"9" * 5000}}}]',
        "deep.json": '{"a":' * 20_000 + "1" + "}" * 20_000,
    }  # fmt: skip
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "latin.csv").write_bytes("a\nfünf\n".encode("latin-1"))
    before = sample.read_bytes()
    done = call("read", *words)
    assert done.code == 2
    assert said in done.err
    assert sample.read_bytes() == before
