"""Values of the plan file as text in a field, and back."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aiplan.core.calendar import Calendar
from aiplan.model.edits import TomlValue
from aiplan.model.values import parse_dependency, parse_duration, parse_gate
from aiplan.store.spelling import inline_value
from aiplan.tui import words
from aiplan.tui.forms.dates import parse_date
from aiplan.tui.forms.spec import FieldSpec
from aiplan.tui.i18n import _


@dataclass(frozen=True, slots=True)
class Setting:
    """What reading a field needs to know besides its text."""

    as_of: dt.date
    calendar: Calendar


def show(spec: FieldSpec, value: Any) -> str:
    """Return the text of a field for `value`, plain TOML data; empty for a missing one."""
    if value is None:
        return ""
    shown = _SHOW.get(spec.kind)
    try:
        return shown(value) if shown else str(value)
    except (AttributeError, TypeError, KeyError, ValueError):
        return str(value)


def read(spec: FieldSpec, text: str, setting: Setting) -> TomlValue | None:
    """Return the value that `text` means, as it is written in the file; `None` takes the key away.

    Raises:
        ValueError: with what to write instead.
    """
    stripped = text.strip()
    if not stripped:
        if spec.required:
            raise ValueError(_("{field} is needed").format(field=spec.shown_label()))
        return None
    return text if spec.kind == "long" else _READ[spec.kind](stripped, spec, setting)


def _show_estimate(value: Any) -> str:
    if isinstance(value, str):
        return value
    likely = value["likely"]
    return f"{value.get('optimistic', likely)}/{likely}/{value.get('pessimistic', likely)}"


def show_value(value: Any) -> str:
    """Return a value of any type as TOML writes it; text without quotes where it reads back as that text."""
    if isinstance(value, str):
        return value if any_value(value) == value else inline_value(value)
    return inline_value(value)


def any_value(text: str) -> Any:
    """Return the value that `text` is in TOML, the text itself where it is none."""
    try:
        return tomllib.loads(f"value = {text}\n")["value"]
    except (ValueError, RecursionError):
        return text


def _joined(value: Any) -> str:
    """Return entries between commas, between semicolons where one of them holds a comma."""
    entries = [str(entry) for entry in value]
    if any(re.search(r"[,，、]", entry) for entry in entries):
        return "; ".join(entries) + (";" if len(entries) == 1 else "")
    return ", ".join(entries)


_SHOW: dict[str, Callable[[Any], str]] = {
    "flag": lambda value: "yes" if value else "no",
    "date": lambda value: value.isoformat(),
    "estimate": _show_estimate,
    "links": _joined,
    "gates": _joined,
    "list": _joined,
    "counts": lambda value: ", ".join(f"{key} {count}" for key, count in value.items()),
    "mapping": lambda value: ", ".join(f"{key} {word}" for key, word in value.items()),
    "tables": lambda _value: "",
    "pairs": lambda _value: "",
    "value": show_value,
    "number": lambda value: f"{value:g}" if isinstance(value, float) and abs(value) < 1e6 else str(value),
}


def _entries(text: str) -> list[str]:
    separators = r"[;；\n]" if re.search(r"[;；]", text) else r"[,，、\n]"
    return [entry for part in re.split(separators, text) if (entry := part.strip())]


def _read_estimate(text: str, _spec: FieldSpec, _setting: Setting) -> TomlValue:
    parts = [part.strip() for part in re.split(r"[/,，]|\s+-\s+", text)]
    if len(parts) == 1:
        return str(parse_duration(_with_unit(parts[0])))
    if len(parts) != 3:
        raise ValueError(_("write one duration (8d) or three: optimistic/likely/pessimistic (5d/8d/20d)"))
    low, likely, high = (parse_duration(_with_unit(part)) for part in parts)
    if not low.days() <= likely.days() <= high.days():
        raise ValueError(_("need optimistic ≤ likely ≤ pessimistic"))
    return {"optimistic": str(low), "likely": str(likely), "pessimistic": str(high)}


def _with_unit(text: str) -> str:
    """Take a bare number for working days, as people type it."""
    return f"{text}d" if text.isdecimal() else text


def _read_duration(text: str, _spec: FieldSpec, _setting: Setting) -> TomlValue:
    return str(parse_duration(_with_unit(text)))


def _read_date(text: str, _spec: FieldSpec, setting: Setting) -> TomlValue:
    return parse_date(text, as_of=setting.as_of, add=setting.calendar.add, week=setting.calendar.week)


def _read_links(text: str, _spec: FieldSpec, _setting: Setting) -> TomlValue:
    return [str(parse_dependency(entry)) for entry in _entries(text)]


def _read_gates(text: str, _spec: FieldSpec, _setting: Setting) -> TomlValue:
    return [parse_gate(entry).text for entry in _entries(text)]


def _read_list(text: str, _spec: FieldSpec, _setting: Setting) -> TomlValue:
    return list(_entries(text))


def _pairs(text: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for entry in _entries(text):
        match = re.match(r"(\S+?)\s*(?:=|:|\s)\s*(\S+)\Z", entry)
        if match is None:
            raise ValueError(_("write a name and a value: {name} 1").format(name=entry))
        found[match[1]] = match[2]
    return found


def _read_counts(text: str, _spec: FieldSpec, _setting: Setting) -> TomlValue:
    found = {}
    for key, value in _pairs(text).items():
        if not value.isdecimal():
            raise ValueError(_("a whole number is wanted for {name}").format(name=key))
        found[key] = int(value)
    return found


def _read_mapping(text: str, spec: FieldSpec, _setting: Setting) -> TomlValue:
    found = dict(_pairs(text))
    for value in found.values():
        if spec.choices and value not in spec.choices:
            raise ValueError(f"{value}: " + _("one of {values} is wanted").format(values=words.listed(spec.choices)))
    return found


def _read_choice(text: str, spec: FieldSpec, _setting: Setting) -> TomlValue:
    if text not in spec.choices:
        raise ValueError(_("one of {values} is wanted").format(values=words.listed(spec.choices)))
    return text


def _read_flag(text: str, _spec: FieldSpec, _setting: Setting) -> TomlValue:
    if text.lower() not in ("yes", "no", "true", "false"):
        raise ValueError(_("yes or no is wanted"))
    return text.lower() in ("yes", "true")


def _read_value(text: str, _spec: FieldSpec, _setting: Setting) -> TomlValue:
    found: TomlValue = any_value(text)
    return found


def _read_level(text: str, spec: FieldSpec, setting: Setting) -> TomlValue:
    return int(str(_read_choice(text, spec, setting)))


def _read_integer(text: str, _spec: FieldSpec, _setting: Setting) -> TomlValue:
    try:
        return int(text.replace("_", "").replace(" ", ""))
    except ValueError:
        raise ValueError(_("a whole number is wanted")) from None


def _read_number(text: str, _spec: FieldSpec, _setting: Setting) -> TomlValue:
    share = text.endswith("%")
    try:
        value = float(text.removesuffix("%").replace("_", "").replace(" ", ""))
    except ValueError:
        raise ValueError(_("a number is wanted")) from None
    return round(value / 100, 12) if share else value


_READ: dict[str, Callable[[str, FieldSpec, Setting], TomlValue]] = {
    "value": _read_value,
    "level": _read_level,
    "id": lambda text, _spec, _setting: text,
    "text": lambda text, _spec, _setting: text,
    "choice": _read_choice,
    "flag": _read_flag,
    "date": _read_date,
    "duration": _read_duration,
    "estimate": _read_estimate,
    "links": _read_links,
    "gates": _read_gates,
    "list": _read_list,
    "counts": _read_counts,
    "mapping": _read_mapping,
    "integer": _read_integer,
    "number": _read_number,
}
