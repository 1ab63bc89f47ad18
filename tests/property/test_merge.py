"""The merge of plan files: nothing of either side is lost without a marker.

AIPLAN_MERGE_CASES sets how many random merges are tried (2,000 unless told).
"""

from __future__ import annotations

import datetime as dt
import os
import random
import re
import tomllib
from typing import Any

import pytest

from aiplan.core.compare import compare
from aiplan.errors import AiplanError
from aiplan.model.address import format_address
from aiplan.model.edits import AddItem, AppendEntry, Edit, RemoveEntry, RemoveField, RemoveItem, SetField
from aiplan.store.merging.merge import Merged, merge_texts
from aiplan.store.merging.soundness import flaws
from aiplan.store.scan import scan
from aiplan.store.settling import Choice, disputes, settle
from aiplan.store.text import PlanText

CASES = int(os.environ.get("AIPLAN_MERGE_CASES", "2000"))
CHUNKS = 10
CONFLICT = re.compile(r"^<{7} current\n(.*?)^={7}\n(.*?)^>{7} incoming\n", re.MULTILINE | re.DOTALL)


def random_base(rng: random.Random) -> str:
    count = rng.randint(2, 6)
    lines = ["# the plan", "format = 1", "", "[project]", 'name = "P" # called so', "start = 2026-01-05", ""]
    for i in range(count):
        lines += [f"# about t{i}", f"[tasks.t{i}]", f'title = "Task {i}"', f'duration = "{rng.randint(1, 9)}d"']
        links = sorted({f"t{rng.randrange(i)}" for _ in range(rng.randint(0, 2))}) if i else []
        if len(links) > 1:
            lines += ["depends_on = [", *(f'  "{k}", # t{i} needs {k}' for k in links), "]"]
        elif links:
            lines.append(f'depends_on = ["{links[0]}"]')
        if rng.random() < 0.5:
            lines += [f"# who does t{i}", 'owner = "wei"']
        if rng.random() < 0.3:
            lines.append(f'tags = ["a{i}", "b"]')
        lines.append("")
    lines += ["[experiments.cnn]", 'title = "CNN"', 'duration = "4d"', "criteria = ["]
    lines += [f'  "acc[s{k}] >= 0.{k}",' for k in range(rng.randint(1, 3))]
    lines += ["]", "attempts = ["]
    lines += [f"  {{ started = 2026-01-{12 + 7 * k} }}," for k in range(rng.randint(1, 2))]
    lines += ["]", ""]
    for k in range(rng.randint(0, 2)):
        lines += ["# said so", "[[experiments.cnn.amendments]]", f"on = 2026-01-2{k}", 'field = "criteria"', ""]
    lines += ["[metrics.acc]", 'title = "Accuracy"', 'better = "higher"', "readings = ["]
    lines += [f"  {{ on = 2026-01-{10 + k}, value = 0.{k}, n = 100 }}," for k in range(rng.randint(1, 3))]
    return "\n".join([*lines, "]", ""])


def random_edit(rng: random.Random, data: dict[str, Any], side: str) -> Edit:
    tasks = list(data.get("tasks", {}))
    key = rng.choice(tasks) if tasks else "t0"
    table = data.get("tasks", {}).get(key, {})
    days, owner = f"{rng.randint(1, 9)}d", rng.choice(["lin", "wei", side])
    bar, name = f"0.{rng.randint(1, 9)}", rng.choice([f"{side}-{rng.randint(1, 4)}", f"new-{rng.randint(1, 3)}"])
    new = {"title": f"New of {side}", "duration": "2d"}
    reading, cnn = {"on": _day(rng), "value": rng.random(), "n": 50}, ("experiments", "cnn")
    edits: list[Edit] = [
        SetField(("tasks", key, "duration"), days),
        SetField(("tasks", key, rng.choice(["owner", "notes", "team"])), owner),
        AddItem("tasks", name, new),
        AddItem("experiments", f"new-{rng.randint(1, 3)}", new),
        AppendEntry(("tasks", key, "depends_on"), rng.choice([*(t for t in tasks if t < key), "t0"])),
        AppendEntry(("tasks", key, "tags"), f"{side}{rng.randint(1, 3)}"),
        AppendEntry(("metrics", "acc", "readings"), reading),
        SetField((*cnn, "criteria", 0), f"acc[s0] >= {bar}"),
        AppendEntry((*cnn, "criteria"), f"acc[{side}] >= {bar}"),
        AppendEntry((*cnn, "attempts"), {"started": _day(rng)}),
    ]
    if len(tasks) > 1:
        edits.append(RemoveItem("tasks", key))
    if table.get("depends_on"):
        edits.append(RemoveEntry(("tasks", key, "depends_on", rng.randrange(len(table["depends_on"])))))
    if "owner" in table:
        edits.append(RemoveField(("tasks", key, "owner")))
    return rng.choice(edits)


def _day(rng: random.Random) -> dt.date:
    return dt.date(2026, 2, rng.randint(1, 3))


def amended(rng: random.Random, text: str) -> str:
    """Add an amendment as a table of its own."""
    table = f'[[experiments.cnn.amendments]]\non = {_day(rng)}\nfield = "criteria"\nwhy = "{rng.choice("ab")}"\n\n'
    return text.replace("[metrics.acc]", f"{table}[metrics.acc]", 1)


def edited(rng: random.Random, text: str, side: str) -> str:
    plan = PlanText.from_bytes((amended(rng, text) if rng.random() < 0.3 else text).encode())
    for _ in range(rng.randint(1, 4)):
        try:
            plan = plan.apply(random_edit(rng, dict(plan.data), side))
        except AiplanError:
            continue
    return plan.to_bytes().decode()


def blocks(text: str) -> dict[tuple[str, ...], str]:
    return {b.keys: b.text for b in scan(text)}


def sides_of(merged: str) -> tuple[str, str]:
    return CONFLICT.sub(r"\1", merged), CONFLICT.sub(r"\2", merged)


def leaves(value: Any, path: tuple[Any, ...] = ()) -> dict[tuple[Any, ...], Any]:
    """Every value by address; entries of lists by what they say."""
    if isinstance(value, dict) and (len(path) < 3 or path[-1] != "duration"):
        found: dict[tuple[Any, ...], Any] = {}
        for key, inner in value.items():
            found |= leaves(inner, (*path, key))
        return found
    if isinstance(value, list):
        return {(*path, repr(entry)): True for entry in value}
    return {path: value}


def check(base: str, current: str, incoming: str, merged: Merged) -> None:
    b, c, i = (leaves(tomllib.loads(t)) for t in (base, current, incoming))
    for side_text, own in zip(sides_of(merged.text), (c, i), strict=True):
        said = leaves(tomllib.loads(side_text))
        if not merged.conflicts:
            for path in {*b, *c, *i}:
                old, ours, theirs = b.get(path), c.get(path), i.get(path)
                wanted = theirs if ours == old else ours
                assert said.get(path) == wanted, path
        for path, value in own.items():
            gone_there = path in b and path not in (i if own is c else c)
            changed_there = b.get(path) != (i if own is c else c).get(path)
            if not gone_there and (not changed_there or value != b.get(path)):
                assert path in said, path
    comments = {line.strip() for t in (current, incoming) for line in re.findall(r"#[^\n]*", t)}
    kept = set(re.findall(r"#[^\n]*", merged.text))
    for comment in comments:
        in_sides = [comment in t for t in (base, current, incoming)]
        if in_sides not in ([True, False, True], [True, True, False]):
            assert comment in {k.strip() for k in kept}, comment
    check_conflicts(merged)
    check_bytes(base, current, incoming, merged)


def check_conflicts(merged: Merged) -> None:
    """Each conflict is about one address, and taking one side of all gives that side of the file."""
    told = disputes(merged.text)
    wanted = [format_address([part for part in (*table, *key) if "[" not in part]) for table, key in merged.conflicts]
    assert [[re.sub(r"\[\d+\]", "", a) for a in d.addresses] for d in told] == [[address] for address in wanted]
    sides: tuple[Choice, Choice] = ("current", "incoming")
    for side, text in zip(sides, sides_of(merged.text), strict=True):
        assert settle(merged.text, dict.fromkeys(range(len(told)), side)) == text


def check_bytes(base: str, current: str, incoming: str, merged: Merged) -> None:
    """The bytes of a table changed on no side or on one are that side's."""
    was, ours_text, theirs_text, result = blocks(base), blocks(current), blocks(incoming), merged.text
    flagged = {table for table, _ in merged.conflicts}
    for name in {*ours_text, *theirs_text}:
        texts = was.get(name), ours_text.get(name), theirs_text.get(name)
        if name in flagged:
            continue
        if None in texts[1:]:
            added = next((t for t in texts[1:] if t is not None), None) if texts[0] is None else None
            assert added is None or added.rstrip("\n") in result
            continue
        if texts[2] in {texts[0], texts[1]}:
            assert texts[1] is not None
            assert texts[1].rstrip("\n") in result
        elif texts[0] == texts[1]:
            assert texts[2] is not None
            assert texts[2].rstrip("\n") in result


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_random_merges_lose_nothing(chunk: int) -> None:
    for seed in range(chunk, CASES, CHUNKS):
        rng = random.Random(seed)
        base = random_base(rng)
        current, incoming = edited(rng, base, "ours"), edited(rng, base, "theirs")
        merged, mirrored = merge_texts(base, current, incoming), merge_texts(base, incoming, current)
        try:
            check(base, current, incoming, merged)
            assert bool(merged.conflicts) == bool(mirrored.conflicts)
            if not merged.conflicts:
                known = flaws(tomllib.loads(current)) | flaws(tomllib.loads(incoming))
                assert flaws(tomllib.loads(merged.text)) <= known
                assert compare(tomllib.loads(merged.text), tomllib.loads(mirrored.text)) == ()
                lists = [tomllib.loads(t)["metrics"]["acc"]["readings"] for t in (merged.text, mirrored.text)]
                assert lists[0] == lists[1]
        except (AssertionError, tomllib.TOMLDecodeError) as error:
            pytest.fail(
                f"seed {seed}: {error!r}\n--- base\n{base}\n--- current\n{current}\n--- incoming\n{incoming}\n"
                f"--- merged\n{merged.text}",
                pytrace=False,
            )
