"""Whether a merged plan contradicts itself: unknown references and cycles, on plain data.

A textually clean merge can leave a link to work the other side removed, or close a cycle of which each side made one
half. What a merge must not add is exactly this; everything else is left to `aiplan check`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from aiplan.model.address import parse_address
from aiplan.model.values import parse_dependency, parse_gate

WORK = ("milestones", "tasks", "experiments", "rollout")
_ANYTHING = (*WORK, "goals", "metrics", "datasets", "assessments", "risks", "monitors", "insights", "teams",
             "resources", "calendars", "scenarios", "baselines", "decisions")  # fmt: skip
Notation = Literal["id", "link", "gate", "key", "address", "waiver"]
NAMING: Mapping[str, tuple[Notation, tuple[str, ...]]] = {
    "depends_on": ("link", WORK), "milestone": ("id", ("milestones",)), "goals": ("id", ("goals",)),
    "team": ("id", ("teams",)), "uses": ("key", ("teams", "resources")), "gates": ("gate", ("metrics",)),
    "needs_verdict": ("key", ("assessments",)), "criteria": ("gate", ("metrics",)), "eval_set": ("id", ("datasets",)),
    "entry_gates": ("gate", ("metrics",)), "exit_gates": ("gate", ("metrics",)), "supports": ("id", ("goals",)),
    "metric": ("id", ("metrics",)), "calendar": ("id", ("calendars",)), "answers": ("id", (*WORK, "goals")),
    "affects": ("id", _ANYTHING), "waives": ("waiver", ("milestones", "metrics")), "set": ("address", ()),
    "goal": ("id", ("goals",)), "datasets": ("id", ("datasets",)), "risks": ("id", ("risks",)),
}  # fmt: skip
"""Key → how it names items, and where these stand: `aiplan.core.references` without the models."""
NESTED: Mapping[tuple[str, str], tuple[Notation, tuple[str, ...]]] = {
    ("baseline", "metric"): ("id", ("metrics",)),
    ("schedule", "on"): ("id", WORK),
}
"""The same for keys of tables within tables."""


class Flaw(NamedTuple):
    """One contradiction."""

    kind: str
    """`unknown`, `cycle` or `duplicate`."""
    table: tuple[str, ...]
    key: str
    """Empty where it is the table itself."""
    target: str
    """The missing id, what the link of a cycle leads to, or the other section that has the id."""


def flaws(data: Mapping[str, Any]) -> frozenset[Flaw]:
    """Return every unknown reference, every link of a cycle and every id that stands for two activities."""
    return frozenset({*_unknown(data), *_cycles(data), *_duplicates(data)})


def _duplicates(data: Mapping[str, Any]) -> Iterator[Flaw]:
    taken: dict[str, str] = {}
    for section in WORK:
        for key in _section(data, section):
            if taken.setdefault(key, section) != section:
                yield Flaw("duplicate", (section, key), "", taken[key])


def _tables(data: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], Mapping[str, Any]]]:
    for section, tables in data.items():
        if isinstance(tables, dict) and section != "x":
            for key, table in tables.items():
                if isinstance(table, dict):
                    yield (section, key), table


def _unknown(data: Mapping[str, Any]) -> Iterator[Flaw]:
    for table, values in _tables(data):
        for key, value in values.items():
            naming = NAMING.get(key)
            if naming is not None:
                yield from (Flaw("unknown", table, key, name) for name in _missing(data, value, *naming))
            if isinstance(value, dict):
                for inner, named in value.items():
                    naming = NESTED.get((key, inner))
                    if naming is not None:
                        yield from (Flaw("unknown", table, key, name) for name in _missing(data, named, *naming))


def _missing(data: Mapping[str, Any], value: Any, notation: Notation, sections: Sequence[str]) -> Iterator[str]:
    """Yield the names in a value that stand in none of `sections`."""
    entries = value if isinstance(value, list | dict) else [value]
    for entry in entries if isinstance(value, dict) == (notation in ("key", "address")) else ():
        for name, where in _named(entry, notation, sections) if isinstance(entry, str) else ():
            if not any(name in _section(data, section) for section in where):
                yield name


def _named(text: str, notation: Notation, sections: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield the names in one text with where each may stand; nothing where it is malformed."""
    try:
        if notation == "link":
            yield parse_dependency(text).id, sections
        elif notation == "gate":
            yield parse_gate(text).metric, sections
        elif notation == "waiver":
            milestone, colon, gate = text.partition(":")
            if colon:
                yield milestone.strip(), ("milestones",)
                yield parse_gate(gate).metric, ("metrics",)
        elif notation == "address":
            target = parse_address(text)
            if len(target) > 1 and target[0] in _ANYTHING and isinstance(target[1], str):
                yield target[1], (str(target[0]),)
        else:
            yield text, sections
    except ValueError:
        return


def _section(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = data.get(name)
    return found if isinstance(found, dict) else {}


def _typed_links(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    listed = values.get("depends_on")
    for text in listed if isinstance(listed, list) else ():
        try:
            link = parse_dependency(text) if isinstance(text, str) else None
        except ValueError:
            link = None
        if link is not None:
            yield link.type, link.id


def _cycles(data: Mapping[str, Any]) -> Iterator[Flaw]:
    """Yield the links that are part of a cycle, by the same nodes as the schedule's network."""
    graph, links = _graph(data)
    part = _components(graph)
    for (source, target), (table, key, name) in links.items():
        if part[source] == part[target]:
            yield Flaw("cycle", table, key, name)


_Node = tuple[str, str]
_Links = dict[tuple[_Node, _Node], tuple[tuple[str, ...], str, str]]


def _graph(data: Mapping[str, Any]) -> tuple[dict[_Node, list[_Node]], _Links]:
    work = {key: (section, table) for section in reversed(WORK) for key, table in _section(data, section).items()}
    work = {key: value for key, value in work.items() if isinstance(value[1], dict)}
    members: dict[str, list[str]] = {}
    for key, (section, table) in work.items():
        owner = table.get("milestone")
        if section != "milestones" and isinstance(owner, str) and work.get(owner, ("",))[0] == "milestones":
            members.setdefault(owner, []).append(key)
    graph: dict[_Node, list[_Node]] = {}
    links: _Links = {}
    for key, (section, table) in work.items():
        graph.setdefault((key, ""), [])
        for kind, source in _typed_links(table):
            if source == key or source not in work:
                continue
            tail = (source, "members") if source in members and kind in ("SS", "SF") else (source, "")
            head = (key, "start") if key in members and kind in ("FS", "SS") else (key, "")
            graph.setdefault(tail, []).append(head)
            graph.setdefault(head, [])
            links[tail, head] = ((section, key), "depends_on", source)
    for owner, inside in members.items():
        for name in inside:
            graph.setdefault((owner, "start"), []).append((name, ""))
            graph[name, ""].append((owner, ""))
            graph[name, ""].append((owner, "members"))
            links[(owner, "start"), (name, "")] = ((work[name][0], name), "milestone", owner)
        graph.setdefault((owner, "start"), []).append((owner, ""))
        graph.setdefault((owner, "members"), [])
    return graph, links


def _components(graph: Mapping[_Node, list[_Node]]) -> dict[_Node, int]:
    """Return the strongly connected component of each node. Source: Tarjan 1972, without recursion."""
    index: dict[_Node, int] = {}
    low: dict[_Node, int] = {}
    part: dict[_Node, int] = {}
    stack: list[_Node] = []
    for root in graph:
        if root in index:
            continue
        index[root] = low[root] = len(index)
        stack.append(root)
        walk = [(root, iter(graph[root]))]
        while walk:
            node, following = walk[-1]
            for other in following:
                if other not in index:
                    index[other] = low[other] = len(index)
                    stack.append(other)
                    walk.append((other, iter(graph[other])))
                    break
                if other not in part:
                    low[node] = min(low[node], index[other])
            else:
                walk.pop()
                if walk:
                    low[walk[-1][0]] = min(low[walk[-1][0]], low[node])
                if low[node] == index[node]:
                    while True:
                        other = stack.pop()
                        part[other] = index[node]
                        if other == node:
                            break
    return part
