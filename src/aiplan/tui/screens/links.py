"""Choosing what a piece of work waits for: which work, the type of each link, and its lag."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding

from aiplan.model.values import LINK_TYPES, Dependency, parse_dependency
from aiplan.tui.glyphs import UNICODE, Glyphs
from aiplan.tui.i18n import _
from aiplan.tui.screens.pick import Choosable, PickScreen


class LinkScreen(PickScreen):
    """Returns the links as they stand in the file."""

    BINDINGS: ClassVar = [
        Binding("ctrl+t", "type", show=False, priority=True),
        Binding("shift+right,ctrl+right", "lag(1)", show=False, priority=True),
        Binding("shift+left,ctrl+left", "lag(-1)", show=False, priority=True),
    ]

    def __init__(
        self, title: str, choices: Sequence[Choosable], *, links: Sequence[str] = (), glyphs: Glyphs = UNICODE
    ) -> None:
        self._links: dict[str, str] = {}
        for text in links:
            link = parse_dependency(text)
            self._links[link.id] = str(link)
        super().__init__(title, choices, chosen=tuple(self._links), many=True, glyphs=glyphs)

    def _keys(self) -> str:
        return _("tab marks, ^t changes the type, shift+right and shift+left the lag, enter takes, esc leaves")

    def said_of(self, key: str) -> str:
        """Return the link to an id."""
        return self._links.get(key, key) if key in self._marked else key

    def action_type(self) -> None:
        """Step through the types of the link under the cursor: FS, SS, FF, SF."""
        link = self._link()
        if link is not None:
            following = LINK_TYPES[(LINK_TYPES.index(link.type) + 1) % len(LINK_TYPES)]
            self._put(_written(link.id, following, link.lag.days()))

    def action_lag(self, days: int) -> None:
        """Make the lag of the link under the cursor longer or shorter; a negative one is a lead."""
        link = self._link()
        if link is not None:
            self._put(_written(link.id, link.type, link.lag.days() + days))

    def _link(self) -> Dependency | None:
        key = self.here
        return None if key is None else parse_dependency(self._links.get(key, key))

    def _put(self, text: str) -> None:
        key = parse_dependency(text).id
        self._links[key] = text
        if key not in self._marked:
            self._marked.append(key)
        self._fill(key)

    def result(self, chosen: tuple[str, ...]) -> tuple[str, ...]:
        """Return the links to the ids that were chosen."""
        return tuple(self._links.get(key, key) for key in chosen)


def _written(key: str, kind: str, lag: int) -> str:
    """Return a link as the file writes it, from days of a five-day week."""
    suffix = f"{kind}{lag:+d}d" if lag else kind
    return str(parse_dependency(f"{key} {suffix}"))
