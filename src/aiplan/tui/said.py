"""What the fields of an item say, in short."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from aiplan.model.address import Path
from aiplan.tui.i18n import _
from aiplan.tui.items import model_of, table_at


def not_taken(complaints: tuple[str, ...]) -> str:
    """Return what is said of fields that were left with something wrong in them."""
    return _("not taken: {fields}").format(fields="; ".join(complaints))


def fields_of(data: Mapping[str, Any], address: Path) -> Iterator[tuple[str, str]]:
    """Yield label and text of every field of an item that has a value, its title aside."""
    from aiplan.tui.forms.entries import entry_lines
    from aiplan.tui.forms.spec import field_specs
    from aiplan.tui.forms.values import show

    table = table_at(data, address)
    above = None
    for spec in field_specs(model_of(address)):
        value: Any = table
        for part in spec.path:
            value = value.get(part) if isinstance(value, Mapping) else None
        if value in (None, "", [], {}) or spec.path in (("title",), ("said",), ("name",), ("statement",)):
            continue
        text = "; ".join(entry_lines(spec, value)) if spec.listed else " ".join(show(spec, value).split())
        yield spec.shown_label(above if above is not None and above.key == spec.key else None).strip(), text
        above = spec
