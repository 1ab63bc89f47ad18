"""The one table of everything a person can do with a key.

It feeds the bindings, the line of keys at the bottom, the help page, the command palette and the docs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from textual.binding import Binding, BindingType

Scope = Literal["grid", "views", "app", "form"]
"""Where an action lives: in the grid, in any view, everywhere, in the form."""
Group = Literal["Move", "Timeline", "Plan", "Everywhere", "Form"]

SHOWN: dict[str, str] = {
    "up": "↑", "down": "↓", "left": "←", "right": "→", "plus": "+", "minus": "-", "full_stop": ".",
    "slash": "/", "colon": ":", "question_mark": "?", "pageup": "pgup", "pagedown": "pgdn", "delete": "del",
    "escape": "esc", "equals_sign": "=", "enter": "enter", "space": "space",
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
    """Two words at most."""
    help: str
    """One sentence."""
    chords: str = ""
    """Keys that also work inside a field."""
    footer: int = 0
    """Place in the line of keys, 1 first; 0 leaves it out."""
    shown: str = ""
    """Keys as the line of keys shows them; else the first one."""
    palette: bool = True

    @property
    def all_keys(self) -> tuple[str, ...]:
        """Every key, those for fields last."""
        return tuple(k for k in f"{self.keys},{self.chords}".split(",") if k)

    @property
    def display(self) -> str:
        """The key as the line of keys shows it."""
        return self.shown or key_name(self.all_keys[0])


def key_name(key: str) -> str:
    """Return a key as people write it: `ctrl+z` as `^z`."""
    if key.startswith("ctrl+"):
        return "^" + key.removeprefix("ctrl+")
    return SHOWN.get(key, key)


ACTIONS: tuple[Action, ...] = (
    Action("grid", "Move", "move.up", "up,k", "cursor(-1)", "Up", "Go one row up.", palette=False),
    Action("grid", "Move", "move.down", "down,j", "cursor(1)", "Down", "Go one row down.", palette=False),
    Action("grid", "Move", "move.first", "home,g", "cursor_first", "First row", "Go to the first row."),
    Action("grid", "Move", "move.last", "end,G", "cursor_last", "Last row", "Go to the last row."),
    Action("grid", "Move", "move.page_up", "pageup,ctrl+u", "page(-1)", "Page up", "Go one page up.", palette=False),
    Action("grid", "Move", "move.page_down", "pagedown,ctrl+d", "page(1)", "Page down", "Go one page down.",
           palette=False),
    Action("grid", "Move", "move.earlier", "left,h", "pan(-1)", "Earlier", "Look at earlier days.", palette=False),
    Action("grid", "Move", "move.later", "right,l", "pan(1)", "Later", "Look at later days.", palette=False),
    Action("grid", "Move", "move.fold", "space", "fold", "Fold", "Fold or unfold the milestone of this row."),
    Action("grid", "Move", "move.fold_all", "Z", "fold_all", "Fold all", "Fold every milestone, or unfold them all."),
    Action("grid", "Timeline", "time.zoom_in", "plus,equals_sign", "zoom(1)", "Zoom", "See fewer days, larger.",
           footer=1, shown="+/-"),
    Action("grid", "Timeline", "time.zoom_out", "minus", "zoom(-1)", "Zoom out", "See more days, smaller."),
    Action("grid", "Timeline", "time.fit", "0", "fit", "Fit", "Show the whole plan, now and after resizing.", footer=5),
    Action("grid", "Timeline", "time.today", "t", "today", "Data date", "Bring the data date into view.", footer=12),
    Action("grid", "Timeline", "time.reveal", "full_stop", "reveal", "Find bar", "Bring the bar of the row into view."),
    Action("grid", "Timeline", "time.baseline", "b", "baseline", "Baseline", "Show or hide the baseline.", footer=13),
    Action("grid", "Timeline", "time.links", "c", "links", "Links",
           "Links drawn: critical and this row's, all, only this row's, none.", footer=11),
    Action("grid", "Timeline", "time.density", "z", "density", "Density", "One line a row, or two."),
    Action("views", "Plan", "plan.edit", "e,enter", "app.edit", "Edit", "Edit this item.", footer=2),
    Action("views", "Plan", "plan.duration", "d", "app.edit('duration')", "Duration", "Change how long this takes.",
           footer=9),
    Action("views", "Plan", "plan.depends", "D", "app.edit('depends_on')", "Depends on",
           "Change what this waits for."),
    Action("views", "Plan", "plan.add", "a", "app.add(False)", "Add", "Add work after this row.", footer=6),
    Action("views", "Plan", "plan.add_inside", "A", "app.add(True)", "Add inside", "Add work inside this milestone."),
    Action("views", "Plan", "plan.delete", "x,delete", "app.delete", "Delete", "Delete the item; undo brings it back."),
    Action("views", "Plan", "plan.start", "S", "app.record('start')", "Started", "Record that the work has started."),
    Action("views", "Plan", "plan.finish", "F", "app.record('finish')", "Finished", "Record that it is finished."),
    Action("views", "Plan", "plan.recover", "r", "app.recover", "Ways out",
           "What can be done about a late milestone; takes one and logs the decision.", footer=14),
    Action("views", "Plan", "plan.undo", "u", "app.undo", "Undo", "Take the last change back.", chords="ctrl+z",
           footer=7),
    Action("views", "Plan", "plan.redo", "ctrl+r", "app.redo", "Redo", "Make the change again that was taken back.",
           chords="ctrl+y"),
    Action("views", "Plan", "plan.save", "s", "app.save", "Save", "Write the plan to its file.", chords="ctrl+s",
           footer=8),
    Action("views", "Plan", "plan.reload", "R", "app.reload", "Reload", "Read the file again."),
    Action("views", "Plan", "plan.keep", "K", "app.keep_mine", "Keep mine",
           "Let the next save write over what was changed outside.", palette=False),
    Action("views", "Everywhere", "find.open", "slash", "app.find", "Find", "Find by title or id.", footer=10),
    Action("views", "Everywhere", "find.next", "n", "app.find_next(1)", "Next hit", "Go to the next hit.",
           palette=False),
    Action("views", "Everywhere", "find.previous", "N", "app.find_next(-1)", "Previous hit",
           "Go to the hit before.", palette=False),
    Action("views", "Everywhere", "view.findings", "f", "app.findings", "Findings", "List what is wrong or doubtful."),
    Action("views", "Everywhere", "view.why", "i", "app.toggle_why", "Why",
           "Show or hide why this row has its dates."),
    Action("views", "Everywhere", "view.overview", "1", "app.view('overview')", "Overview",
           "Vision, goals, next milestones and what needs a decision.", palette=False),
    Action("views", "Everywhere", "view.timeline", "2", "app.view('timeline')", "Timeline",
           "The plan as an outline with bars.", palette=False),
    Action("views", "Everywhere", "app.theme", "", "app.next_theme", "Theme", "Change between dark and light."),
    Action("views", "Everywhere", "app.palette", "colon", "app.command_palette", "Palette",
           "Find any command or item by name.", chords="ctrl+p", footer=4),
    Action("views", "Everywhere", "app.help", "question_mark", "app.help", "Help", "The page of keys.", chords="f1",
           footer=3),
    Action("views", "Everywhere", "app.quit", "q", "app.quit", "Quit", "Leave; unsaved changes are asked about.",
           chords="ctrl+q"),
    Action("form", "Form", "form.close", "escape", "close", "Back to list", "Leave the form.", footer=1, palette=False),
    Action("form", "Form", "form.undo", "ctrl+z", "undo", "Undo",
           "Put back what does not read, else take the last change back.", footer=2, palette=False),
    Action("form", "Form", "form.save", "ctrl+s", "save", "Save", "Write the plan, with what was typed just now.",
           footer=3, palette=False),
    Action("form", "Form", "form.more", "f2,ctrl+o", "more", "All fields", "Show every field, also those not set.",
           footer=4, palette=False),
    Action("form", "Form", "form.next", "down", "step(1)", "Next field", "Go to the next field.", palette=False),
    Action("form", "Form", "form.previous", "up", "step(-1)", "Previous field", "Go to the field before.",
           palette=False),
)  # fmt: skip

BY_ID: dict[str, Action] = {action.id: action for action in ACTIONS}


def bindings(scope: Scope) -> list[BindingType]:
    """Return the bindings of a node; those of `app` are the keys that also work inside fields."""
    found: list[BindingType] = []
    for action in ACTIONS:
        keys = action.chords if scope == "app" else action.keys if action.scope == scope else ""
        if keys:
            found.append(
                Binding(keys, action.call, action.label, show=action.footer > 0, tooltip=action.help, id=action.id)
            )
    return found


def by_group(actions: Iterable[Action] = ACTIONS) -> dict[Group, list[Action]]:
    """Return actions under their group, in the order of the table."""
    found: dict[Group, list[Action]] = {}
    for action in actions:
        if action.keys or action.chords:
            found.setdefault(action.group, []).append(action)
    return found
