"""The contract of the process: exit codes, stdout and stderr apart, pipes, colours, widths."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from aiplan.cli.output import cells
from helpers.command_line import PLAN, call_process
from helpers.tools import ROOT

SAMPLE = str(ROOT / "sample_project.toml")
ESCAPE = "\x1b["


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "aiplan.toml"
    path.write_text(PLAN, encoding="utf-8")
    return path


def test_stdout_is_the_result_and_stderr_the_rest(plan: Path) -> None:
    plan.write_text(PLAN.replace('"collect"]', '"colect"]'), encoding="utf-8")
    done = call_process("schedule", "--json", cwd=plan.parent)
    assert done.code == 1
    assert json.loads(done.out)["findings"][0]["code"] == "AIP102"
    assert done.err.startswith("aiplan: aiplan.toml: 1 error; see aiplan check")


def test_pipes_get_no_colours_and_80_columns() -> None:
    for words in (("schedule", SAMPLE), ("why", "cnn-v1", "-f", SAMPLE), ("check", SAMPLE), ("explain", "AIP103")):
        done = call_process(*words)
        assert done.code == 0
        assert ESCAPE not in done.out + done.err
        if words[0] == "schedule":
            assert max(map(cells, done.out.splitlines())) <= 80
            assert "Label 36,000" in done.out


def test_columns_decide_the_width() -> None:
    narrow, wide = (call_process("schedule", SAMPLE, env={"COLUMNS": columns}).out for columns in ("80", "132"))
    assert max(map(cells, narrow.splitlines()[2:])) <= 80
    assert max(map(cells, wide.splitlines()[2:])) <= 132
    assert "Design photo and result screens 拍照与结果页设计" in wide
    assert "Design photo and result screens 拍照与结果页设计" not in narrow


def test_the_columns_of_chinese_titles_line_up() -> None:
    lines = call_process("schedule", SAMPLE).out.splitlines()[3:]
    starts = {cells(line[: line.index("2026-")]) for line in lines[1:]}
    assert len(starts) == 1


def _on_a_terminal(*words: str, env: dict[str, str]) -> str:
    """Return what the command writes to a terminal of 100 columns."""
    master, slave = pty.openpty()
    subprocess.run(["stty", "cols", "100", "rows", "40"], stdin=slave, check=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "aiplan", *words],
        stdin=subprocess.DEVNULL, stdout=slave, stderr=slave, env=os.environ | env,
    )  # fmt: skip
    os.close(slave)
    chunks = []
    while True:
        try:
            chunk = os.read(master, 65536)
        except OSError:  # the other side is closed
            break
        if not chunk:
            break
        chunks.append(chunk)
    process.wait(timeout=30)
    os.close(master)
    return b"".join(chunks).decode()


def test_a_terminal_gets_colours_and_its_own_width() -> None:
    out = _on_a_terminal("schedule", SAMPLE, env={})
    assert ESCAPE in out
    plain = _on_a_terminal("schedule", SAMPLE, env={"NO_COLOR": "1"})
    assert ESCAPE not in plain
    widest = max(map(cells, plain.replace("\r", "").splitlines()))
    assert 80 < widest <= 100
    assert ESCAPE not in _on_a_terminal("schedule", SAMPLE, env={"TERM": "dumb"})


@pytest.mark.parametrize("words", ["schedule", "check", "path", "export markdown", "schema", "explain", "--help"])
def test_a_reader_that_leaves_is_no_error(words: str) -> None:
    # The pipe is closed before a byte is read, and again after the first.
    named = "" if words in ("schema", "explain", "--help") else f"-f {SAMPLE}"
    for reader in ("true", "head -c 1"):
        done = subprocess.run(
            ["bash", "-c", f"'{sys.executable}' -m aiplan {words} {named} | {reader}; exit ${{PIPESTATUS[0]}}"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, "")


def test_a_code_survives_a_reader_that_leaves(plan: Path) -> None:
    unknown = ", ".join(f'"nobody-{n}"' for n in range(3000))
    plan.write_text(PLAN.replace('"collect"]', f"{unknown}]"), encoding="utf-8")
    done = subprocess.run(
        ["bash", "-c", f"'{sys.executable}' -m aiplan check {plan} | head -1; exit ${{PIPESTATUS[0]}}"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, "")


def test_a_closed_stdout_or_stderr_is_no_crash(plan: Path) -> None:
    for closing in (">&-", "2>&-", ">&- 2>&-"):
        line = f"'{sys.executable}' -m aiplan schedule {plan} {closing}"
        done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=False)
        assert done.returncode == 0
        assert "Traceback" not in done.stderr


def test_an_encoding_without_chinese_is_no_crash(plan: Path) -> None:
    env = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = call_process("schedule", cwd=plan.parent, env=env)
    assert done.code == 0
    assert "\\u690d\\u8bc6" in done.out
    assert (
        json.loads(call_process("schedule", "--json", cwd=plan.parent, env=env).out)["project"]["name"]
        == "PlantLens 植识"
    )


def test_python_dash_m_and_the_script_are_the_same(plan: Path) -> None:
    script = Path(sys.executable).parent / "aiplan"
    if not script.exists():
        pytest.skip("aiplan is not installed as a script")
    done = subprocess.run([script, "schedule"], cwd=plan.parent, capture_output=True, check=False)
    assert done.stdout.decode() == call_process("schedule", cwd=plan.parent).out


def test_the_same_plan_and_date_give_the_same_bytes(plan: Path) -> None:
    first = call_process("schedule", "--json", cwd=plan.parent, env={"PYTHONHASHSEED": "1"}).out
    assert call_process("schedule", "--json", cwd=plan.parent, env={"PYTHONHASHSEED": "2"}).out == first
