"""Running the command line: in this process for speed, in one of its own where the process is what is tested."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiplan.__main__ import main

PLAN = """\
format = 1

[project]
name = "PlantLens 植识"
start = 2026-01-05
as_of = 2026-01-12   # Monday

[teams.data]
title = "Data"

[milestones.data-ready]
title = "Data ready"

# Labelling sets the pace.
[tasks.label]
title = "Label photos 标注"
milestone = "data-ready"
duration = "8d"
team = "data"
depends_on = ["collect"]

[tasks.collect]
title = "Collect photos"
milestone = "data-ready"
duration = "5d"
started = 2026-01-05

[tasks.write]
title = "Write the guide"
milestone = "data-ready"
duration = "3d"

[experiments.cnn]
title = "Baseline CNN"
duration = "4d"
max_attempts = 2
success = 0.5
depends_on = ["data-ready"]
hypothesis = "It works."

[milestones.launched]
title = "Launched"
depends_on = ["cnn"]
"""
"""A small plan: label drives, write has float, cnn is an experiment."""


@dataclass(frozen=True)
class Outcome:
    """What a command line did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Its result as JSON."""
        return json.loads(self.out)


def call(*words: str) -> Outcome:
    """Run the command line in this process."""
    out, err = _stream(), _stream()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(list(words))
    return Outcome(code, _text(out), _text(err))


def call_process(
    *words: str, cwd: Path | None = None, env: dict[str, str] | None = None, stdin: int | None = subprocess.DEVNULL
) -> Outcome:
    """Run the command line in a process of its own, its output in pipes."""
    done = subprocess.run(
        [sys.executable, "-m", "aiplan", *words],
        cwd=cwd, env=os.environ | (env or {}), stdin=stdin, capture_output=True, check=False,
    )  # fmt: skip
    return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())


def _stream() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="")


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode()
