"""Random plans as TOML data: small, dense, and as awkward as people make them.

`random_plan(rng)` takes its draws from any `random.Random`, so that a seed names a plan; `plans()` hands it one
whose draws hypothesis controls, so that a failing plan shrinks.
"""

from __future__ import annotations

import copy
import datetime as dt
import random
from collections.abc import Callable, Iterator
from typing import Any

from hypothesis import strategies as st

Data = dict[str, Any]

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FIRST = dt.date(2026, 1, 1)
NAMES = (
    "label", "标注", "train", "模型-v2", "eval", "ship_it", "采集数据", "beta", "审核", "Über", "a1", "部署", "probe",
    "c-3", "清洗", "pilot", "z", "灰度",
)  # fmt: skip
SECTIONS = ("milestones", "tasks", "experiments", "rollout")


def plans(*, broken: bool = False, size: tuple[int, int] = (3, 12)) -> st.SearchStrategy[Data]:
    """Return a strategy of plans; `broken` ones have cycles, unknown ids and links to themselves."""
    return st.randoms(use_true_random=False).map(lambda rng: random_plan(rng, broken=broken, size=size))


def random_plan(rng: random.Random, *, broken: bool = False, size: tuple[int, int] = (5, 15)) -> Data:
    """Return one plan of `size` activities with at least three calendars."""
    return _Writer(rng, broken=broken, size=size).plan()


def shuffled(data: Data, rng: random.Random) -> Data:
    """Return the same plan with its sections, tables and links in another order."""
    out: Data = {}
    for key in rng.sample(list(data), len(data)):
        value = copy.deepcopy(data[key])
        if isinstance(value, dict):
            value = {k: value[k] for k in rng.sample(list(value), len(value))}
        out[key] = value
    for section in SECTIONS:
        for table in out.get(section, {}).values():
            if "depends_on" in table:
                rng.shuffle(table["depends_on"])
    return out


class _Writer:
    """One plan in the making."""

    def __init__(self, rng: random.Random, *, broken: bool, size: tuple[int, int]) -> None:
        self.rng, self.broken = rng, broken
        names = rng.sample(NAMES, len(NAMES))
        count = min(rng.randint(*size), len(names))
        self.ids = names[:count]
        self.start = FIRST + dt.timedelta(rng.randint(0, 20))
        self.moving = rng.random() < 0.6
        """Whether work has begun."""
        low, high = (0, 30) if self.moving else (-8, 4)
        self.as_of = self.start + dt.timedelta(rng.randint(low, high))
        self.leads = rng.random() < 0.7
        self.tables: dict[str, tuple[str, Data]] = {}
        self.follow: dict[tuple[str, str], set[tuple[str, str]]] = {}
        """Ends of work that stand after an end of work."""

    def chance(self, probability: float) -> bool:
        return self.rng.random() < probability

    def day(self, low: int, high: int, around: dt.date | None = None) -> dt.date:
        return (around or self.start) + dt.timedelta(self.rng.randint(low, high))

    def plan(self) -> Data:
        data: Data = {
            "format": 1,
            "project": {
                "name": "random",
                "start": self.start,
                "as_of": self.as_of,
                "experiment_basis": self.rng.choice(("expected", "expected", "first_try", "worst")),
            },
            "calendar": self.calendar(plain=0.6),
            "calendars": {name: self.calendar(plain=0.1) for name in ("night", "海外", "weekend")},
            "teams": {
                "core": {},
                "night": {"calendar": "night"},
                "abroad": {"calendar": "海外"},
                "weekend": {"calendar": "weekend"},
            },
        }
        kinds = ("milestones", *["tasks"] * 4, "experiments", "rollout")
        self.tables = {key: (self.rng.choice(kinds), {"title": key}) for key in self.ids}
        self.memberships()
        for key in self.ids:
            self.fill(key)
        self.link()
        for key in self.rng.sample(self.ids, len(self.ids)):
            section, table = self.tables[key]
            data.setdefault(section, {})[key] = table
        return data

    # ------------------------------------------------------------------ calendars

    def calendar(self, *, plain: float) -> Data:
        out: Data = {}
        if not self.chance(plain):
            out["workweek"] = [day for day in WEEK if self.chance(0.65)] or ["wed"]
        holidays: list[Any] = [self.day(-10, 60) for _ in range(self.rng.choice((0, 0, 1, 3)))]
        if self.chance(0.3):
            first = self.day(-5, 40)
            holidays.append({"from": first, "to": first + dt.timedelta(self.rng.randint(0, 8)), "name": "春节"})
        if holidays:
            out["holidays"] = holidays
        if self.chance(0.3):
            out["extra_workdays"] = [self.day(-10, 60) for _ in range(self.rng.randint(1, 4))]
        return out

    # ------------------------------------------------------------------ work

    def memberships(self) -> None:
        milestones = [key for key in self.ids if self.tables[key][0] == "milestones"]
        for key in self.ids:
            section, table = self.tables[key]
            if section != "milestones" and milestones and self.chance(0.45):
                table["milestone"] = self.rng.choice(milestones)
        self.has_members = {table["milestone"] for _, table in self.tables.values() if "milestone" in table}

    def fill(self, key: str) -> None:
        section, table = self.tables[key]
        event = section == "milestones"
        if self.chance(0.6):
            table["team"] = self.rng.choice(("core", "night", "abroad", "weekend"))
        if not event or self.chance(0.15):
            self.duration(table, zero=section == "tasks")
        if section == "experiments":
            self.experiment(table)
        elif self.moving and self.chance(0.45):
            self.progress(table, event=event, alone=key not in self.has_members)
        elif self.chance(0.07):
            table["status"] = "dropped"
        if self.chance(0.15):
            table["not_before"] = self.day(-3, 30)
        if self.chance(0.2):
            table["deadline"] = self.day(3, 70)
        if self.chance(0.07):
            table["external"] = {"from": "法务", "promised": self.day(0, 45)}

    def duration(self, table: Data, *, zero: bool) -> None:
        draw = self.rng.random()
        if draw < 0.06:
            return
        if draw < 0.18 and zero:
            table["duration"] = "0d"
        elif draw < 0.26:
            table["duration"] = f"{self.rng.randint(1, 2)}w"
        elif draw < 0.34:
            likely = self.rng.randint(1, 6)
            table["duration"] = {"optimistic": "1d", "likely": f"{likely}d", "pessimistic": f"{likely + 9}d"}
        else:
            table["duration"] = f"{self.rng.choice((1, 1, 2, 3, 4, 5, 8))}d"

    def progress(self, table: Data, *, event: bool, alone: bool) -> None:
        """Write what happened to a task, a rollout stage or a milestone; now and then it does not add up."""
        draw = self.rng.random()
        before = self.day(-20, -1, self.as_of)
        if draw < 0.08:
            table["status"] = "dropped"
            if not event and self.chance(0.3):
                table["started"] = before
        elif event:
            self.progress_of_event(table, before, alone=alone)
        elif draw < 0.45:
            table["started"] = before
            if self.chance(0.3):
                table["remaining"] = f"{self.rng.randint(0, 6)}d"
            if self.chance(0.5):
                table["status"] = self.rng.choice(("active", "active", "planned"))
        elif draw < 0.9:
            after = before + dt.timedelta(self.rng.randint(0, (self.as_of - before).days - 1))
            if self.chance(0.7):
                table["started"] = before
            if self.chance(0.8):
                table["finished"] = after
            else:
                table["status"] = "done"
        else:
            self.puzzling(table)

    def progress_of_event(self, table: Data, before: dt.date, *, alone: bool) -> None:
        """Write what happened to a milestone; it says little about one with members, and most say nothing."""
        draw = self.rng.random()
        if draw < (0.5 if alone else 0.15):
            table["finished"] = before
        elif draw < (0.65 if alone else 0.3):
            table["status"] = self.rng.choice(("done", "active"))
        elif draw < 0.45:
            table["started"] = before
        elif draw < 0.5:
            table["finished"] = self.day(0, 6, self.as_of)
        elif draw < 0.55:
            table["remaining"] = "2d"

    def puzzling(self, table: Data) -> None:
        """Write progress that contradicts itself or the data date."""
        draw = self.rng.randint(0, 4)
        late = self.day(0, 6, self.as_of)
        if draw == 0:
            table["started"] = late
        elif draw == 1:
            table["finished"] = late
        elif draw == 2:
            table["status"] = "active"
        elif draw == 3:
            table |= {"status": "planned", "finished": self.day(-9, -1, self.as_of)}
        else:
            table |= {"status": "planned", "remaining": "3d"}

    def experiment(self, table: Data) -> None:
        if self.chance(0.8):
            table["success"] = self.rng.choice((0.0, 0.08, 0.25, 0.4, 0.5, 0.9, 1.0))
            if self.chance(0.8):
                table["max_attempts"] = self.rng.randint(1, 4)
        if self.chance(0.6):
            table["fallback"] = {"title": "plan B", "duration": f"{self.rng.randint(0, 7)}d"}
        if self.chance(0.35):
            table["timebox"] = f"{self.rng.randint(1, 14)}d"
        if self.chance(0.25):
            table["parallel"] = 2
        if self.chance(0.08):
            table["take_fallback"] = True
        if self.moving and self.chance(0.4):
            self.attempts(table)
        elif self.chance(0.06):
            table["status"] = "dropped"

    def attempts(self, table: Data) -> None:
        side_by_side = table.get("parallel", 1)
        begun = self.day(-25, -1, self.as_of)
        tried: list[Data] = []
        for _ in range(min(self.rng.randint(0, 2), table.get("max_attempts", 1) // side_by_side)):
            ended = begun + dt.timedelta(self.rng.randint(0, 5))
            if ended >= self.as_of:
                break
            result = self.rng.choice(("missed", "missed", "inconclusive"))
            tried += [{"started": begun, "finished": ended, "result": result} for _ in range(side_by_side)]
            begun = ended + dt.timedelta(1)
        spent = len(tried) + side_by_side > table.get("max_attempts", 1)
        if begun < self.as_of and not spent and (not tried or self.chance(0.5)):
            if self.chance(0.3):
                tried.append({"started": begun, "finished": self.day(-1, -1, self.as_of), "result": "met"})
            else:
                tried += [{"started": begun} for _ in range(side_by_side)]
                if self.chance(0.3):
                    table["remaining"] = f"{self.rng.randint(1, 6)}d"
        if tried:
            table["attempts"] = tried
            if "result" in tried[-1] and self.chance(0.1):
                table["remaining"] = "3d"
        over = bool(tried) and tried[-1].get("result") in ("missed", "inconclusive")
        if over and "fallback" in table and self.chance(0.4):
            table["take_fallback"] = True
            table["fallback"]["started"] = self.day(-3, -1, self.as_of)
            if self.chance(0.3):
                table["fallback"]["finished"] = self.day(-1, -1, self.as_of)

    # ------------------------------------------------------------------ links

    def link(self) -> None:
        for key in self.ids:
            table = self.tables[key][1]
            if milestone := table.get("milestone"):
                self.after((milestone, "start"), (key, ""))
                self.after((key, ""), (milestone, "finish"))
        for milestone in sorted(self.has_members):
            self.after((milestone, "start"), (milestone, "finish"))
        for _ in range(int(len(self.ids) * self.rng.choice((0.7, 1.2, 2)))):
            pred, succ = self.rng.choice(self.ids), self.rng.choice(self.ids)
            kind = self.rng.choice(("FS", "FS", "FS", "SS", "FF", "SF"))
            if self.broken or (pred != succ and self.orderly(pred, succ, kind)):
                self.tables[succ][1].setdefault("depends_on", []).append(self.written(pred, kind))
        if self.broken and self.chance(0.5):
            self.tables[self.ids[0]][1].setdefault("depends_on", []).append("nobody FS+2d")

    def written(self, pred: str, kind: str) -> str:
        lag = self.rng.choice((0, 0, 0, 1, 2, 3, 5, 8))
        lag = -self.rng.randint(1, 6) if self.leads and self.chance(0.2) else lag
        unit = "w" if abs(lag) == 1 and self.chance(0.3) else "d"
        text = f"{pred} {kind if kind != 'FS' or self.chance(0.5) else ''}{f'{lag:+d}{unit}' if lag else ''}"
        return text.strip()

    def ends(self, key: str, part: str) -> tuple[str, str]:
        return (key, part if key in self.has_members else "")

    def after(self, pred: tuple[str, str], succ: tuple[str, str]) -> None:
        self.follow.setdefault(pred, set()).add(succ)

    def orderly(self, pred: str, succ: str, kind: str) -> bool:
        """Add the link where no cycle comes of it; tell whether it was added."""
        target = self.ends(succ, "start" if kind in ("FS", "SS") else "finish")
        sources = [self.ends(pred, "finish")]
        if kind in ("SS", "SF") and pred in self.has_members:
            sources = [(key, "") for key in self.ids if self.tables[key][1].get("milestone") == pred]
        reached, todo = {target}, [target]
        while todo:
            for end in self.follow.get(todo.pop(), ()):
                if end not in reached:
                    reached.add(end)
                    todo.append(end)
        if any(source in reached for source in sources):
            return False
        for source in sources:
            self.after(source, target)
        return True


def minimal(data: Data, fails: Callable[[Data], bool]) -> Data:
    """Return a smaller plan that still fails: tables, keys and entries are taken away while it does."""
    data = copy.deepcopy(data)
    again = True
    while again:
        again = False
        for smaller in _smaller(data):
            if fails(smaller):
                data, again = smaller, True
                break
    return data


def _smaller(data: Data) -> Iterator[Data]:
    for section in ("milestones", "tasks", "experiments", "rollout", "calendars", "teams"):
        for key in data.get(section, {}):
            out = copy.deepcopy(data)
            del out[section][key]
            for table in (t for s in SECTIONS for t in out.get(s, {}).values()):
                table["depends_on"] = [text for text in table.get("depends_on", []) if text.split()[0] != key]
                for reference in ("milestone", "team"):
                    if table.get(reference) == key:
                        del table[reference]
            yield out
    for section in ("milestones", "tasks", "experiments", "rollout", "calendars", "calendar", "project"):
        tables = {"": data.get(section, {})} if section in ("calendar", "project") else data.get(section, {})
        for key, table in tables.items():
            for field in sorted(set(table) - {"start", "as_of", "title", "workweek"}):
                for shorter in [None] if not isinstance(table[field], list) else [None, *range(len(table[field]))]:
                    out = copy.deepcopy(data)
                    inner = out[section] if key == "" else out[section][key]
                    if shorter is None:
                        del inner[field]
                    else:
                        del inner[field][shorter]
                    yield out


def to_toml(data: Data) -> str:
    """Return the plan as TOML text."""
    lines = [f"{key} = {_value(value)}" for key, value in data.items() if not isinstance(value, dict)]
    for key, table in data.items():
        if isinstance(table, dict) and key in ("project", "calendar"):
            lines += _table(key, table)
        elif isinstance(table, dict):
            for name, item in table.items():
                lines += _table(f"{key}.{_key(name)}", item)
    return "\n".join(lines) + "\n"


def _table(header: str, table: Data) -> list[str]:
    return ["", f"[{header}]", *(f"{_key(key)} = {_value(value)}" for key, value in table.items())]


def _key(name: str) -> str:
    return name if name.isascii() else f'"{name}"'


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(k)} = {_value(v)}" for k, v in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_value(v) for v in value) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value)
