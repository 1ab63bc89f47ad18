"""What one entry of the table of actions says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from aiplan.tui.i18n import N_
from aiplan.tui.state import ViewId

Scope = Literal["grid", "lines", "views", "whatif", "app", "form", "start"] | ViewId
"""Where an action lives: in the grid, in views made of lines, in any view, everywhere, in the form, on the start
screen, in one view."""
Group = Literal[
    "Move", "Overview", "Timeline", "Graph", "Board", "Feasibility", "Experiments", "Risks", "Forecast", "Roadmap",
    "Review", "Plan", "What-if", "Everywhere", "Form", "Start",
]  # fmt: skip

GROUP_NAMES: tuple[str, ...] = (N_("Plan"), N_("What-if"), N_("Everywhere"), N_("Form"), N_("Review"))
"""Groups that are called neither like an action nor like a view there is: gathered for translation."""

SHOWN: dict[str, str] = {
    "up": "↑", "down": "↓", "left": "←", "right": "→", "plus": "+", "minus": "-", "full_stop": ".",
    "slash": "/", "colon": ":", "question_mark": "?", "pageup": "pgup", "pagedown": "pgdn", "delete": "del",
    "escape": "esc", "equals_sign": "=", "enter": "enter", "space": "space",
    "left_square_bracket": "[", "right_square_bracket": "]", "less_than_sign": "<", "greater_than_sign": ">",
    "comma": ",", "backslash": "\\", "vertical_line": "|", "asterisk": "*", "exclamation_mark": "!", "number_sign": "#",
}  # fmt: skip
"""How key names are shown where they differ."""


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a person can do."""

    scope: Scope
    group: Group
    """Column of the help page."""
    id: str
    """Stable name: keymaps and docs use it."""
    keys: str
    """Keys that work while a view has the focus, comma-separated."""
    call: str
    """What runs, as Textual writes it; `app.` for what the application does."""
    label: str
    """Two words at most; translated where it is shown, as is the help."""
    help: str
    """One sentence."""
    chords: str = ""
    """Keys that also work inside a field."""
    footer: int = 0
    """Place in the line of keys, 1 first; 0 leaves it out."""
    shown: str = ""
    """Keys as the line of keys shows them; else the first one."""
    palette: bool = True
    priority: bool = False
    """Whether its keys come before those of the field one types in."""

    @property
    def usual_keys(self) -> tuple[str, ...]:
        """Every key as it is without settings, those for fields last."""
        return tuple(k for k in f"{self.keys},{self.chords}".split(",") if k)

    @property
    def all_keys(self) -> tuple[str, ...]:
        """Every key there is now, those for fields last."""
        return _own_keys.get(self.id) or self.usual_keys

    @property
    def display(self) -> str:
        """The key as the line of keys shows it."""
        return self.shown if self.shown and self.id not in _own_keys else key_name(self.all_keys[0])


_own_keys: dict[str, tuple[str, ...]] = {}
"""Action → its keys, of those that the person has given others."""


def remap(keys: Mapping[str, tuple[str, ...]]) -> None:
    """Take over the keys of the person's own; what shows keys shows these from now on."""
    _own_keys.clear()
    _own_keys.update(keys)


def is_chord(key: str) -> bool:
    """Tell whether a key also works inside a field: with ctrl, or a function key."""
    return key.startswith("ctrl+") or re.fullmatch(r"f\d+", key) is not None


def key_name(key: str) -> str:
    """Return a key as people write it: `ctrl+z` as `^z`."""
    if key.startswith("ctrl+"):
        return "^" + key.removeprefix("ctrl+")
    return SHOWN.get(key, key)
