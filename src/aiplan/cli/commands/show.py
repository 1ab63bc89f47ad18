"""Show one item, key or section of the plan; of work also its forecast.

aiplan show label-10k
aiplan show label-10k.duration
aiplan show tasks
aiplan show project
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Mapping
from typing import Any

from aiplan.cli import diagnostics, output, prose
from aiplan.cli.addressing import resolve, unknown
from aiplan.cli.notation import inline, shown
from aiplan.cli.opening import Opened, headline, open_plan
from aiplan.cli.options import add_as_of, add_file, add_format
from aiplan.cli.output import Column
from aiplan.core.plain import MISSING, get
from aiplan.errors import UnknownAddress
from aiplan.model.address import Path, format_address
from aiplan.model.plan import WORK_SECTIONS
from aiplan.model.shape import keys, model_at, sections, shape


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "address",
        metavar="ADDRESS",
        nargs="?",
        help="such as label-10k, tasks.label-10k.duration, project, tasks; default: what the plan holds",
    )
    add_file(parser)
    add_as_of(parser)
    add_format(parser, "text", "json")


def run(args: argparse.Namespace) -> int:
    """Print what stands at the address."""
    opened = open_plan(args)
    data = opened.loaded.text.data
    if args.address is None:
        return _overview(opened, args.format)
    path = resolve(args.address, data)
    value = get(data, path)
    if value is MISSING:
        raise _missing(path, data)
    if args.format == "json":
        output.emit_json(_as_json(opened, path, value))
    elif len(path) == 1 and path[0] in sections():
        _print_section(value)
    elif isinstance(value, Mapping):
        _print_table(opened, path, value)
    else:
        output.emit(value if isinstance(value, str) else "\n".join(_lines(value)))
    return diagnostics.OK


def _overview(opened: Opened, form: str) -> int:
    """Print what the plan holds, section by section."""
    data = opened.loaded.text.data
    counts = {name: len(data[name]) for name in sections() if isinstance(data.get(name), Mapping)}
    if form == "json":
        output.emit_json({"file": str(opened.path), "sections": counts})
        return diagnostics.OK
    output.emit(headline(opened) + "\n")
    output.table((Column("section"), Column("items", "right")), [(name, str(n)) for name, n in counts.items()])
    return diagnostics.OK


def _missing(path: Path, data: Mapping[str, Any]) -> UnknownAddress:
    """Return the error for what is not there: a key that could be set, or none of the format."""
    model = model_at(path[:-1])
    address = format_address(path)
    if model is not None and path[-1] in keys(model):
        whole = shape(model, str(path[-1]))[0] in ("table", "section")
        return UnknownAddress(address, f"{address} is not set", hint=f"aiplan set {address}{'.KEY' * whole} VALUE")
    above = get(data, path[:-1])
    known = [*(above if isinstance(above, Mapping) else ()), *(keys(model) if model else ())]
    return unknown(address, str(path[-1]), known)


def _print_section(items: Any) -> None:
    rows = [
        (key, str(item.get("title", item.get("said", ""))) if isinstance(item, Mapping) else "")
        for key, item in (items.items() if isinstance(items, Mapping) else ())
    ]
    output.table((Column("id"), Column("title", flexible=True)), rows)


def _print_table(opened: Opened, path: Path, table: Mapping[str, Any]) -> None:
    line = opened.loaded.text.line_of(path)
    place = f"  {opened.path}:{line}" if line is not None else ""
    output.emit(output.styled(format_address(path), "bold") + place)
    _pairs([(key, value) for key, value in table.items() if value not in ("", {}, [])])
    key = str(path[-1])
    if len(path) == 2 and path[0] in WORK_SECTIONS and key in opened.schedule:
        schedule = opened.schedule
        a = schedule[key]
        output.emit(f"\nforecast as of {schedule.as_of}, basis {schedule.basis}")
        facts: list[tuple[str, Any]] = [
            ("status", a.status), ("early", _span(a.early_start, a.early_finish)),
            ("late", _span(a.late_start, a.late_finish)), ("float", _floats(a.total_float, a.free_float)),
            ("driven by", prose.because(schedule, key, a.driven_by)),
            ("members", ", ".join(schedule.members(key))),
            ("before it", ", ".join(str(link) for _, link in schedule.predecessors(key))),
            ("after it", ", ".join(name for name, _ in schedule.successors(key))),
        ]  # fmt: skip
        _pairs([(name, value) for name, value in facts if value])


def _span(first: dt.date | None, last: dt.date | None) -> str:
    return "" if first is None or last is None else f"{first} → {last}" if first != last else str(first)


def _floats(total: int | None, free: int | None) -> str:
    return "" if total is None else f"{total} total, {free} free"


def _pairs(pairs: list[tuple[str, Any]]) -> None:
    room = max((output.cells(key) for key, _ in pairs), default=0)
    for key, value in pairs:
        body = _lines(value)
        indent = " " * (2 + room + output.GAP)
        text = "\n".join(output.paragraph(line, indent) for line in body)
        output.emit("  " + output.pad(output.clean(key), room + output.GAP) + text.removeprefix(indent))


def _lines(value: Any) -> list[str]:
    """Return a value on as many lines as it has entries or lines."""
    if isinstance(value, list):
        return [output.clean(shown(entry)) for entry in value] or ["[]"]
    if isinstance(value, Mapping):
        return [f"{key} = {output.clean(inline(inner))}" for key, inner in value.items()]
    return [output.clean(line) for line in shown(value).strip().splitlines()] or [""]


def _as_json(opened: Opened, path: Path, value: Any) -> dict[str, Any]:
    out: dict[str, Any] = {
        "address": format_address(path),
        "line": opened.loaded.text.line_of(path),
        "value": _plain(value),
    }
    key = str(path[-1])
    if len(path) == 2 and path[0] in WORK_SECTIONS and key in opened.schedule:
        whole = opened.schedule.as_json(findings=())
        out["schedule"] = next(a for a in whole["activities"] if a["id"] == key)
    return out


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_plain(v) for v in value]
    return value.isoformat() if isinstance(value, dt.date | dt.time) else value
