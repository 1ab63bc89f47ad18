"""Opening for editing, one edit, one save."""

from __future__ import annotations

import datetime as dt
import itertools
import os
import tomllib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import tomlkit

from aiplan.model.edits import SetField
from aiplan.model.plan import Plan
from aiplan.session import Session
from bench.generate import Size
from bench.measure import Row, call
from bench.peers import plan_file

TODAY = dt.date(2026, 1, 5)


def rows(folder: Path) -> Iterator[Row]:
    """Yield the rows of opening, editing at 100 to 10,000 activities, and saving."""
    thousand = plan_file(folder, Size(1000))
    text = thousand.read_text(encoding="utf-8")
    yield Row(
        "open for editing, 1,000", "tomllib.loads + model validation", 1.3,
        call(lambda: Session.open(thousand, today=TODAY)), call(lambda: Plan.model_validate(tomllib.loads(text))),
        rounds=15,
    )  # fmt: skip
    for activities, limit in ((100, 1 / 10), (1000, 1 / 30), (10_000, 1 / 100)):
        path = plan_file(folder, Size(activities))
        content = path.read_text(encoding="utf-8")
        yield Row(
            f"one edit, {activities:,}", "tomlkit.parse of the file", limit,
            call(_edit(path), repeat=10), call(partial(tomlkit.parse, content)),
            rounds=5 if activities < 10_000 else 3, slow=activities == 10_000,
        )  # fmt: skip
    yield Row(
        "save, 1,000", "3 × write + fsync + rename, tomllib.loads", 1.0, _save(thousand), _plain_save(folder, text),
        rounds=15,
    )  # fmt: skip


def _edit(path: Path) -> Callable[[], None]:
    """Return work that gives one activity another duration, each time another one."""
    session = Session.open(path, today=TODAY)
    places = itertools.cycle([("tasks", key) for key in session.plan.tasks][::7])
    days = itertools.cycle(range(2, 30))

    def edit() -> None:
        section, key = next(places)
        session.apply(SetField((section, key, "duration"), f"{next(days)}d"))

    return edit


def _save(path: Path) -> Callable[[], float]:
    """Return a measure of a save alone; the edit before it is not counted."""
    copy = path.with_name("saved.toml")
    copy.write_bytes(path.read_bytes())
    session = Session.open(copy, today=TODAY)
    key = next(iter(session.plan.tasks))
    days = itertools.cycle((3, 4))

    def once() -> float:
        session.apply(SetField(("tasks", key, "duration"), f"{next(days)}d"))
        return call(session.save)()

    return once


def _plain_save(folder: Path, text: str) -> Callable[[], float]:
    """Return a measure of three plain saves and one reading back."""
    target, beside = folder / "plain.toml", folder / "plain.tmp"

    def plain() -> None:
        with beside.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)

    write, read = call(plain), call(lambda: tomllib.loads(text))
    return lambda: sum(write() for _ in range(3)) + read()
