"""What a field is for, in a sentence or two."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, get_args

from aiplan.core.explain_ai import anchor, dimension, evidence_level
from aiplan.model.ai import Dimension
from aiplan.model.docs import field_docs
from aiplan.model.values import parse_duration
from aiplan.tui import words
from aiplan.tui.forms.spec import FieldSpec
from aiplan.tui.forms.subject import Subject, owner_of
from aiplan.tui.i18n import _, language
from aiplan.tui.items import table_at

if TYPE_CHECKING:
    from aiplan.tui.state import Document


def named_in_field(document: Document, spec: FieldSpec, text: str) -> str:
    """Return what stands behind the ids in a field, or behind an estimate of three durations; empty for nothing."""
    if spec.kind == "estimate":
        return _mean(text)
    if not spec.refers_to or not text:
        return ""
    entries = [entry for part in re.split("[,，、;；]", text) if (entry := part.strip())]
    found = [said for entry in entries if (said := _behind(document, spec, entry))]
    return "; ".join(found)


def _behind(document: Document, spec: FieldSpec, entry: str) -> str:
    key = entry.split(maxsplit=1)[0]
    section = next((s for s in spec.refers_to if key in document.data.get(s, {})), None)
    if section is None:
        return ""
    title = str(table_at(document.data, (section, key)).get("title", ""))
    if spec.kind != "links" or key not in document.schedule:
        return title
    day = words.day(document.schedule[key].early_finish, year=document.schedule.as_of.year)
    return _("{title}, until {day}").format(title=title or key, day=day)


def _mean(text: str) -> str:
    try:
        low, likely, high = (parse_duration(part.strip()).days() for part in text.split("/"))
    except ValueError:
        return ""
    mean = (low + 4 * likely + high) / 6
    return _("mean {days} days (low + 4 × likely + high) / 6").format(days=f"{mean:.1f}")


def help_for(subject: Subject, spec: FieldSpec, text: str) -> str:
    """Return what a field is for; of a score, what the one in `text` stands for."""
    if len(spec.path) == 3 and spec.path[0] == "scores":
        name = next(name for name in get_args(Dimension) if name == spec.path[1])
        said = dimension(name).question.in_(language())
        if spec.path[2] == "score":
            levels = [text] if text else ["1", "3", "5"]
            return " ".join([said, *(f"{level}: {anchor(name, int(level), language())}." for level in levels)])
        if spec.path[2] == "evidence":
            levels = [text] if text else ["0", "2", "4"]
            return " ".join([said, *(f"{level}: {evidence_level(int(level), language())}." for level in levels)])
        return said
    model = owner_of(subject, spec)
    said = "" if model is None else field_docs(model).get(spec.path[-1], "")
    return _(said) if said else ""
