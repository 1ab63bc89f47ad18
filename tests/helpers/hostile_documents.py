"""Plan files as hostile as TOML allows, and edits to make in them, from one random source."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Mapping
from typing import Any

from aiplan.model.address import quote_key
from aiplan.model.edits import (
    AddItem,
    AppendEntry,
    Edit,
    MoveItem,
    RemoveEntry,
    RemoveField,
    RemoveItem,
    RenameItem,
    SetField,
)

IDS = ("label-10k", "cnn-v1", "标注", "a", "b_2", "collect", "tasks", "x1", "data-ready", "model-ready")
TEXTS = (
    "plain", "with # hash", "[tasks.fake]", 'quote " inside', "back\\slash", "标注 万张", "", "it's", "a = 1",
    "two\nlines", "[x]\n# not a comment\n[[y]]\n", 'ends with """', "tab\there", "é́ 🌱", "<<<<<<< ours", "\x01 \x7f",
)  # fmt: skip
DURATIONS = ("5d", "2w", "0d", "13d")


class Writer:
    """One document in the making: every choice comes from one random source."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.lines: list[str] = []
        self.tables: list[list[str]] = []

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def comment(self) -> str:
        return "# " + self.rng.choice(["why", "[tasks.no]", '"""', "key = 1", "标注", "'", "== banner ==", "]"])

    def beside(self) -> str:
        return self.rng.choice([" ", "  ", ""]) + self.comment() if self.chance(0.2) else self.rng.choice(["", "", " "])

    def string(self, value: str) -> str:
        if "\n" in value or self.chance(0.1):
            body = value.replace("\\", "\\\\").replace('"""', '\\"\\"\\"').replace("\x01", "\\u0001")
            body = body.replace("\x7f", "\\u007f")
            if body.endswith('"'):
                body = body[:-1] + '\\"'
            return f'"""\n{body}"""' if self.chance(0.5) or body.startswith("\n") else f'"""{body}"""'
        if "'" not in value and not any(c in value for c in "\t\x01\x7f") and self.chance(0.3):
            return f"'{value}'"
        out = value.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t").replace("\x01", "\\u0001")
        return '"' + out.replace("\x7f", "\\u007F") + '"'

    def array(self, entries: list[str]) -> str:
        style = self.rng.randrange(5)
        if style == 0 or not entries:
            return "[" + ", ".join(entries) + "]" if self.chance(0.8) else "[\n]"
        if style == 1:
            return "[ " + " ,".join(entries) + (", ]" if self.chance(0.5) else " ]")
        if style == 2:
            return "[\n" + "".join(f"    {e},{self.beside()}\n" for e in entries) + "  ]"
        if style == 3:
            inner = "".join(
                (f"  {self.comment()}\n" if self.chance(0.3) else "")
                + ("\n" if self.chance(0.1) else "")
                + f"  {e}{',' if i + 1 < len(entries) else ''}{self.beside()}\n"
                for i, e in enumerate(entries)
            )
            return "[" + (" " + self.comment() if self.chance(0.2) else "") + "\n" + inner + "]"
        half = len(entries) // 2
        return "[" + ", ".join(entries[:half] or entries) + (",\n  " + ", ".join(entries[half:]) if half else "") + "]"

    def inline(self, pairs: Mapping[str, str]) -> str:
        space = self.rng.choice([" ", ""])
        return "{" + space + ", ".join(f"{k}{space}={space}{v}" for k, v in pairs.items()) + space + "}"

    def key(self, name: str) -> str:
        return quote_key(name) if not self.chance(0.1) else f'"{name}"'

    # ------------------------------------------------------------ parts of a plan

    def link(self) -> str:
        return self.string(self.rng.choice(IDS) + self.rng.choice(["", "", " SS", " FS+3d", " FF-1w"]))

    def duration(self) -> str:
        if self.chance(0.3):
            return self.inline({"optimistic": '"2d"', "likely": '"5d"', "pessimistic": '"9d"'})
        return f'"{self.rng.choice(DURATIONS)}"'

    def reading(self) -> dict[str, str]:
        day = f"2026-03-{self.rng.randint(1, 28):02}"
        value = self.rng.choice(["0.8", "1_0.5", "8e-1", "0.80"])
        return {"on": day, "value": value, "from": f'"{self.rng.choice(IDS)}"'}

    def task(self) -> dict[str, Callable[[], str]]:
        rng = self.rng
        every: dict[str, Callable[[], str]] = {
            "title": lambda: self.string(rng.choice(TEXTS)),
            "milestone": lambda: f'"{rng.choice(IDS)}"',
            "duration": self.duration,
            "team": lambda: '"data"',
            "depends_on": lambda: self.array([self.link() for _ in range(rng.randrange(4))]),
            "goals": lambda: self.array([f'"{i}"' for i in rng.sample(IDS, rng.randrange(3))]),
            "uses": lambda: self.inline({"data": "0x2", "gpu": "1"}),
            "started": lambda: "2026-03-02",
            "notes": lambda: self.string(rng.choice(TEXTS)),
            "cost": lambda: rng.choice(["1_000", "1e3", "12.50", "0"]),
            "tags": lambda: self.array(['"t"', "'u'"][: rng.randrange(3)]),
            "own-key": lambda: self.array([self.array(["1", "[2, [3]]"]), "[]"]),
            "fallback": lambda: self.inline({"title": '"x"', "duration": '"2d"'}),
        }
        names = [n for n in every if self.chance(0.5)]
        if self.chance(0.4):
            rng.shuffle(names)
        return {n: every[n] for n in names}

    def body(self, values: Mapping[str, Callable[[], str]], prefix: str = "") -> list[str]:
        indent = self.rng.choice(["", "", "", "  ", "\t"])
        lines = []
        for name, value in values.items():
            if self.chance(0.15):
                lines.append(f"{indent}{self.comment()}")
            if self.chance(0.1):
                lines.append("")
            equals = self.rng.choice([" = ", "=", "   = "])
            lines.append(f"{indent}{prefix}{self.key(name)}{equals}{value()}{self.beside()}")
        if self.chance(0.15):
            lines.append(f"{indent}{self.comment()}")
        return lines

    def header(self, *names: str, array: bool = False) -> list[str]:
        dot = " . " if self.chance(0.1) else "."
        inner = dot.join(self.key(name) for name in names)
        left, right = ("[[", "]]") if array else ("[", "]")
        pad = " " if self.chance(0.1) else ""
        line = f"{'  ' if self.chance(0.1) else ''}{left}{pad}{inner}{pad}{right}{self.beside()}"
        above = [self.comment() for _ in range(self.rng.randrange(3))] if self.chance(0.4) else []
        return [*above, line]

    def add(self, lines: list[str]) -> None:
        self.tables.append([*lines, *([""] * self.rng.choice([0, 1, 1, 1, 2]))])
        if self.chance(0.1):
            self.tables[-1] += [self.comment(), ""]

    def item(self, section: str, name: str) -> None:
        tables = [self.header(section, name) + self.own_lines(section), *self.tables_below(section, name)]
        if len(tables) > 1 and self.chance(0.3):
            tables[0], tables[1] = tables[1], tables[0]
        for table in tables:
            self.add(table)
        if self.chance(0.2) and len(self.tables) > 4 and not any("[[" in line for line in self.tables[-1]):
            self.tables.insert(self.rng.randrange(len(self.tables) - len(tables)), self.tables.pop())

    def own_lines(self, section: str) -> list[str]:
        values = self.task()
        if section in ("metrics", "goals"):
            values = {key: value for key, value in values.items() if key in ("title", "notes")}
        if section == "metrics" and self.chance(0.6):
            readings = [self.inline(self.reading()) for _ in range(self.rng.randrange(4))]
            values["readings"] = lambda: self.array(readings)
        if section == "assessments":
            scores = self.body({"score": lambda: "3", "evidence": lambda: "2"}, "scores.data.")
            return [*self.body({"title": lambda: '"t"'}), *scores, 'gates.no_owner="pass"']
        lines = self.body(values)
        if section == "milestones" and self.chance(0.4):
            lines += self.body(
                {"duration": lambda: '"1d"', "cost": lambda: "5"}, self.rng.choice(["crash.", "crash . "])
            )
        if section == "milestones" and self.chance(0.3):
            lines.append('external = { from = "x", "promised" = 2026-05-05, y.z = 1, y."w.v" = 2 }')
        return lines

    def tables_below(self, section: str, name: str) -> list[list[str]]:
        if section == "scenarios":
            return [[*self.header(section, name, "set"), f'"tasks.{self.rng.choice(IDS)}.duration" = "3d"']]
        if section == "baselines":
            return [self.header(section, name, "start") + [f"{quote_key(i)} = 2026-01-05" for i in IDS[:4]]]
        tables: list[list[str]] = []
        if section in ("tasks", "experiments") and self.chance(0.3):
            crash = {"duration": lambda: '"1d"', "cost": lambda: "5"}
            tables.append(self.header(section, name, "crash") + self.body(crash))
        if section == "experiments" and self.chance(0.4):
            attempts: list[str] = []
            for _ in range(self.rng.randint(1, 3)):
                attempts += self.header(section, name, "attempts", array=True)
                attempts += self.body({"started": lambda: "2026-03-01"})
                if self.chance(0.2):
                    attempts += [*self.header(section, name, "attempts", "own"), "k = [[1],", "[2]", "]"]
            tables.append(attempts)
        return tables

    def document(self) -> str:
        rng = self.rng
        root = [self.comment(), ""] if self.chance(0.5) else []
        root += ["format = 1" + self.beside()] if self.chance(0.9) else []
        if self.chance(0.1):
            root.append('risks.r1 = { title = "R", likelihood = 2 }')
        if self.chance(0.1):
            root.append('monitors = { m1 = { title = "M" } }')
        if self.chance(0.1):
            root += ['insights.i1.said = "S"', 'insights.i1 . answers = ["a"]', 'insights."i.2".said = "dotted"']
        root += [""] if self.chance(0.8) else []
        self.add(self.header("project") + self.body({"name": lambda: '"P"', "start": lambda: "2026-01-05"}))
        names = list(IDS)
        rng.shuffle(names)
        for section in ("milestones", "tasks", "experiments"):
            for _ in range(rng.randrange(3)):
                self.item(section, names.pop())
        for section in ("goals", "metrics", "assessments", "scenarios", "baselines"):
            for name in rng.sample(IDS, rng.randrange(2)):
                self.item(section, name)
        if self.chance(0.15):
            self.add(
                [*self.header("teams"), 'data.title = "Data"', "data.capacity = 2  # two", 'gpu = { title = "G" }']
            )
        if self.chance(0.3):
            rng.shuffle(self.tables)
        text = "\n".join([*root, *(line for table in self.tables for line in table)]) + "\n"
        if self.chance(0.2):
            text = text.rstrip("\n")
        return text.replace("\n", "\r\n") if self.chance(0.25) else text


def document(rng: random.Random) -> str:
    """Return the text of a plan file."""
    return Writer(rng).document()


def random_edit(rng: random.Random, data: Mapping[str, Any]) -> Edit:
    """Return an edit that may or may not make sense on a plan that says `data`."""
    sections = (
        "milestones",
        "tasks",
        "experiments",
        "goals",
        "metrics",
        "scenarios",
        "assessments",
        "teams",
        "risks",
        "insights",
        "monitors",
    )
    present = [(s, i) for s in data if s in sections and isinstance(data[s], dict) for i in data[s]]
    section, name = rng.choice(present) if present else ("tasks", "a")
    item = data.get(section, {}).get(name, {})
    kind = rng.randrange(12)
    if kind == 0:
        values: dict[str, Any] = {"title": rng.choice(TEXTS), "depends_on": ["b", "a SS+1d"][: rng.randrange(3)]}
        place = {rng.choice(["after", "before"]): (section, name)} if rng.random() < 0.3 else {}
        return AddItem(rng.choice(["tasks", "milestones", "experiments"]), rng.choice([*IDS, "new"]), values, **place)
    if kind == 1:
        return RemoveItem(section, name)
    if kind == 2:
        return RenameItem(section, name, rng.choice([*IDS, "new-id", "新"]))
    if kind == 3:
        other = rng.choice(present) if present else ("tasks", "a")
        return MoveItem(section, name, **{rng.choice(["after", "before"]): other})
    if kind == 4 and item:
        return RemoveField((section, name, rng.choice(list(item))))
    lists = [k for k, v in item.items() if isinstance(v, list)] if isinstance(item, dict) else []
    if kind in (5, 6) and lists:
        key = rng.choice(lists)
        if kind == 5 and item[key]:
            return RemoveEntry((section, name, key, rng.randrange(len(item[key]))))
        return AppendEntry((section, name, key), _entry(rng, key))
    return _random_set(rng, section, name, item)


def _entry(rng: random.Random, key: str) -> Any:
    if key == "readings":
        return {"value": 0.5, "on": dt.date(2026, 4, 1)}
    if key == "attempts":
        return {"started": dt.date(2026, 4, 1), "note": rng.choice(TEXTS)}
    return rng.choice(IDS)


def _random_set(rng: random.Random, section: str, name: str, item: Mapping[str, Any]) -> Edit:
    if section == "scenarios":
        return SetField((section, name, "set", f"tasks.{rng.choice(IDS)}.owner"), rng.choice(TEXTS))
    if section == "assessments":
        return SetField((section, name, "scores", rng.choice(["data", "value"]), "score"), rng.randint(1, 5))
    if section not in ("milestones", "tasks", "experiments"):
        return SetField((section, name, rng.choice(["title", "notes"])), rng.choice(TEXTS))
    duration: Any = rng.choice(DURATIONS)
    if rng.random() < 0.4:
        duration = {"optimistic": "1d", "likely": rng.choice(DURATIONS), "pessimistic": "40d"}
    choices: list[tuple[tuple[str, ...], Any]] = [
        (("title",), rng.choice(TEXTS)),
        (("notes",), rng.choice(TEXTS)),
        (("duration",), duration),
        (("cost",), rng.choice([0, 12, 12.5, 1e22])),
        (("deadline",), dt.date(2026, 9, 1)),
        (("crash", "cost"), rng.randrange(9)),
        (("crash",), {"duration": "2d", "cost": 3}),
        (("uses", "data"), rng.randint(1, 9)),
        (("depends_on",), rng.sample(IDS, rng.randrange(5))),
        (("tags",), ["t", "new", "u"][: rng.randrange(4)]),
        (("own-key",), [[1], {"deep": [1, {"x": "y"}]}]),
    ]
    path, value = rng.choice(choices)
    return SetField((section, name, *path), value)
