"""Changing many items at once, as edits; and what is copied of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from aiplan.core.edits import apply_edit
from aiplan.model.address import Path, format_address
from aiplan.model.edits import Edit, RemoveField, SetField, TomlValue
from aiplan.tui import words
from aiplan.tui.forms.spec import FieldSpec, field_specs
from aiplan.tui.forms.subject import TableSubject
from aiplan.tui.i18n import _
from aiplan.tui.items import is_work, item_name, kind_name, model_of, table_at
from aiplan.tui.plan_edits import deletion
from aiplan.tui.said import fields_of

if TYPE_CHECKING:
    from aiplan.tui.state import Document


def common_specs(addresses: Sequence[Path]) -> tuple[FieldSpec, ...]:
    """Return the fields that all these items have and that can be given one value."""
    found = [spec for spec in field_specs(model_of(addresses[0])) if not spec.listed]
    for address in addresses[1:]:
        others = {(spec.path, spec.kind) for spec in field_specs(model_of(address))}
        found = [spec for spec in found if (spec.path, spec.kind) in others]
    return tuple(found)


def field_edits(
    data: Mapping[str, Any], addresses: Sequence[Path], spec: FieldSpec, value: TomlValue | None
) -> tuple[Edit, ...]:
    """Return the edits that give a field of all these items the same value."""
    return tuple(edit for address in addresses for edit in TableSubject(address).edits(data, spec, value))


def move_edits(data: Mapping[str, Any], addresses: Sequence[Path], milestone: str) -> tuple[Edit, ...]:
    """Return the edits that make work part of a milestone, or with an empty one of none."""
    found: list[Edit] = []
    for address in addresses:
        now = table_at(data, address).get("milestone")
        if milestone and now != milestone:
            found.append(SetField((*address, "milestone"), milestone))
        elif not milestone and now is not None:
            found.append(RemoveField((*address, "milestone")))
    return tuple(found)


def deletions(data: Mapping[str, Any], addresses: Sequence[Path]) -> tuple[Edit, ...]:
    """Return the edits that delete these items one after the other, with what names them.

    Raises:
        InvalidEdit: where one cannot be deleted.
    """
    found: list[Edit] = []
    for address in addresses:
        edits = deletion(data, address)
        for edit in edits:
            data = apply_edit(data, edit)
        found += edits
    return tuple(found)


def as_markdown(document: Document, addresses: Sequence[Path]) -> str:
    """Return items as a Markdown list: title, id, and dates of work or the fields of anything else."""
    return "".join(f"- {_markdown(document, address)}\n" for address in addresses)


def _markdown(document: Document, address: Path) -> str:
    table = table_at(document.data, address)
    title = str(table.get("title") or table.get("said") or table.get("name") or kind_name(address))
    said = f"**{title}** (`{format_address(address)}`)"
    key = item_name(address)
    if is_work(address) and key in document.schedule:
        activity, year = document.schedule[key], document.schedule.as_of.year
        start, finish = (words.day(day, year=year) for day in (activity.early_start, activity.early_finish))
        dates = finish if start == finish else f"{start} – {finish}"
        parts = [dates, _(activity.status)]
        if activity.total_float is not None and activity.status not in ("done", "dropped"):
            parts.append(_("float {count}d").format(count=activity.total_float))
        return f"{said}: {', '.join(parts)}"
    fields = [f"{label.lower()} {text}" for label, text in fields_of(document.data, address)]
    return f"{said}: {', '.join(fields)}" if fields else said
