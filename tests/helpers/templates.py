"""What a good template keeps to: every bar has a source, and nothing is shared with another template."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

from helpers.tools import ROOT

WIDTH = 120
ALIKE = 0.6
"""Share of common pairs of letters from which two sentences are one sentence with other words put in."""

_SOURCED = re.compile(r"\bassumptions?\b|\bsource: \S|假设|来源：\S")
_HEADER = re.compile(r"\[(metrics|goals|monitors|assessments)\.([\w-]+)\]$")
_VALUE = re.compile(r"(baseline|target|floor|watch|act) = (?:\{.*\bvalue = )?([\d._]+)")
_BAR = re.compile(r"\"(?:(?:min|max)\()?([\w-]+)(?:\[[^\]]+\])?\)? (?:>=|<=) ([\d.]+)\"")
_GATES = ("gates", "criteria", "entry_gates", "exit_gates")
_WORDS = {
    "title", "statement", "problem", "users", "value", "non_goals", "owner", "source", "legal_basis",
    "licence", "consent", "gaps", "note", "notes", "fallback", "because", "trigger", "mitigation",
    "hypothesis", "audience", "rollback_when", "how", "said", "why", "from", "name", "language", "currency",
}  # fmt: skip
"""Keys whose text is in the language of the plan; all other text is the same in both."""


@dataclass(frozen=True)
class Template:
    """One file of `templates/`."""

    name: str
    text: str

    @property
    def plan(self) -> dict[str, Any]:
        """What it says."""
        return tomllib.loads(self.text)

    @property
    def chinese(self) -> bool:
        """Whether it is in Chinese."""
        return self.name.endswith(".zh")


def all_templates(folder: Path = ROOT / "templates") -> list[Template]:
    """Return every template there is, by name."""
    return [
        Template(p.name.removesuffix(".toml"), p.read_text(encoding="utf-8")) for p in sorted(folder.glob("*.toml"))
    ]


def bars(plan: Mapping[str, Any]) -> set[str]:
    """Return the bars of a plan as `metric value`: targets, floors, and the numbers of gates and criteria."""
    metrics = plan.get("metrics", {})
    found = {f"{key} {m[k]:g}" for key, m in metrics.items() for k in ("target", "floor") if k in m}
    return found | {f"{metric} {value:g}" for metric, value in _gate_bars(plan)}


def sentences(plan: Mapping[str, Any], kind: str) -> list[str]:
    """Return the sentences under `mitigation` (of risks) or `hypothesis` (of experiments)."""
    tables = plan.get("risks" if kind == "mitigation" else "experiments", {})
    return [item[kind] for item in tables.values() if item.get(kind)]


def shared(templates: Iterable[Template]) -> Iterator[str]:
    """Yield what two templates of one language have in common, or one says twice."""
    for one, other in combinations(templates, 2):
        if one.chinese != other.chinese:
            continue
        pair = f"{one.name} and {other.name}"
        yield from (f"{pair}: the bar {bar}" for bar in sorted(bars(one.plan) & bars(other.plan)))
        for kind in ("mitigation", "hypothesis"):
            for mine in sentences(one.plan, kind):
                yield from (
                    f"{pair}: the {kind} {mine}" for its in sentences(other.plan, kind) if likeness(mine, its) >= ALIKE
                )


def likeness(one: str, other: str) -> float:
    """Return the share of pairs of letters that two sentences have in common: 1 for the same sentence."""
    a, b = _pairs(one), _pairs(other)
    return len(a & b) / len(a | b) if a | b else 1.0


def unsourced(text: str) -> list[str]:
    """Return the lines of a template with a bar whose source is said nowhere.

    It may be said on the line, in a comment further up in the table that repeats the number, or at the metric.
    """
    plan = tomllib.loads(text)
    known: set[tuple[str, float]] = set()
    open_lines: list[tuple[str, str, float]] = []
    section = name = above = ""
    for line in text.splitlines():
        if line.startswith("["):
            found = _HEADER.match(line)
            section, name = found.groups() if found else ("", "")
            above = ""
        if line.startswith("#"):
            above += line
            continue
        for metric, value, written in _numbers(plan, section, name, line):
            beside = line.partition("  # ")[2]
            repeated = above if re.search(rf"(?<![\d.]){re.escape(written)}(?![\d.]*\d)", above) else ""
            said = _SOURCED.search(beside + repeated) is not None
            if section == "metrics" and said:
                known.add((metric, value))
            if not said:
                open_lines.append((line, "" if section == "metrics" else metric, value))
    return [line for line, metric, value in open_lines if (metric, value) not in known]


def too_wide(text: str) -> list[str]:
    """Return the lines that take more than 120 columns, a Chinese character being two."""
    return [line for line in text.splitlines() if sum(1 + (_east_asian(c)) for c in line) > WIDTH]


def skeleton(value: object, key: str = "", above: str = "") -> object:
    """Return a plan without its words: tables, ids, numbers, dates, links and gates."""
    if isinstance(value, Mapping):
        return {k: skeleton(v, k, key) for k, v in value.items()}
    if isinstance(value, list) and key not in _WORDS:
        return [skeleton(v, key, above) for v in value]
    worded = key in _WORDS or (key == "kind" and above == "baseline")
    if worded and isinstance(value, str | list):
        return len(value) if isinstance(value, list) else "…"
    return value


def activities(plan: Mapping[str, Any]) -> int:
    """Return the number of activities."""
    return sum(len(plan.get(section, {})) for section in ("milestones", "tasks", "experiments", "rollout"))


def _numbers(plan: Mapping[str, Any], section: str, name: str, line: str) -> Iterator[tuple[str, float, str]]:
    """Yield (metric, value, value as written) of the bars in a line."""
    for metric, value in _BAR.findall(line):
        yield metric, float(value), value
    written = _VALUE.match(line)
    if section and written:
        item = plan[section][name]
        of_baseline = item["baseline"].get("metric", "") if section == "assessments" else ""
        metric = name if section == "metrics" else of_baseline or item.get("metric", "")
        yield metric, float(written[2]), written[2]


def _gate_bars(plan: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    for section in ("milestones", "experiments", "rollout"):
        for item in plan.get(section, {}).values():
            for key in _GATES:
                for gate in item.get(key, ()):
                    yield from ((metric, float(value)) for metric, value in _BAR.findall(f'"{gate}"'))


def _pairs(sentence: str) -> set[str]:
    letters = [c for c in sentence.casefold() if c.isalpha()]
    return {a + b for a, b in pairwise(letters)}


def _east_asian(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"
