"""Keys of the person's own: which action has which keys now, and what of the settings cannot be taken."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import combinations

from textual.keys import Keys, _character_to_key

from aiplan.tui.actions import ACTIONS, BY_ID, FIELD, Action, is_chord, scopes_of
from aiplan.tui.i18n import N_, _
from aiplan.tui.views import VIEWS

RESERVED: dict[str, str] = {
    "ctrl+q": N_("always leaves"), "ctrl+c": N_("belongs to the terminal"), "tab": N_("goes on to the next field"),
    "ctrl+m": N_("is enter in a terminal"), "ctrl+i": N_("is tab in a terminal"),
    "ctrl+h": N_("is backspace in a terminal"), "ctrl+j": N_("is enter in a terminal"),
}  # fmt: skip
"""Keys that cannot be given, with the reason."""
_NAMED = frozenset(key.value for key in Keys)
_COMPOSED = re.compile(r"(?:(?:ctrl|shift|alt)\+)*(?:[a-z0-9_@]+)\Z")


@dataclass(frozen=True, slots=True)
class Clash:
    """One key that means two things at one place."""

    key: str
    place: str
    first: str
    """Id of an action."""
    second: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """What was wanted, as far as it can be had."""

    keys: Mapping[str, tuple[str, ...]]
    """Action → its keys, of those that are not as usual."""
    problems: tuple[tuple[str, str], ...] = ()
    """Action and what is wrong with what was wanted for it; it keeps its usual keys."""

    @property
    def keymap(self) -> dict[str, str]:
        """Binding id → keys, as Textual takes them."""
        found: dict[str, str] = {}
        for name, keys in self.keys.items():
            action = BY_ID[name]
            chords = [key for key in keys if is_chord(key)] if action.chords else []
            inside = [key for key in keys if key not in chords]
            if inside and action.keys:
                found[name] = ",".join(inside)
            if chords:
                found[name + FIELD] = ",".join(chords)
        return found


def actions() -> tuple[Action, ...]:
    """Return every action there is, in the order of the help page."""
    return ACTIONS


def resolve(wanted: Mapping[str, tuple[str, ...]]) -> Resolved:
    """Return which of the wanted keys can be given: every action keeps a key, and no key means two things at a place.

    Args:
        wanted: action → keys, as people write them.
    """
    problems: list[tuple[str, str]] = []
    taken: dict[str, tuple[str, ...]] = {}
    for name, written in wanted.items():
        keys = tuple(map(normal, written))
        trouble = _trouble(name, keys)
        if trouble:
            problems.append((name, trouble))
        else:
            taken[name] = _with_usual(BY_ID[name], keys)
    usual = set(clashes({}))
    order = list(wanted)
    while fresh := [clash for clash in clashes(taken) if clash not in usual]:
        clash = fresh[0]
        loser = max((name for name in (clash.first, clash.second) if name in taken), key=order.index)
        other = clash.second if loser == clash.first else clash.first
        del taken[loser]
        problems.append((loser, _("{key} is the key of {other} already ({place})").format(
            key=clash.key, other=other, place=clash.place)))  # fmt: skip
    return Resolved(taken, tuple(problems))


def clashes(keys: Mapping[str, tuple[str, ...]]) -> Iterator[Clash]:
    """Yield every key that means two things at one place.

    Args:
        keys: action → its keys, of those that have not their usual ones.
    """
    for place, heard in _places():
        owners: dict[str, list[str]] = {}
        for action in heard:
            for key in dict.fromkeys(keys.get(action.id, action.usual_keys)):
                owners.setdefault(normal(key), []).append(action.id)
        for key, names in owners.items():
            for first, second in combinations(names, 2):
                yield Clash(key, place, first, second)


def normal(key: str) -> str:
    """Return a key as Textual names it: `slash` for `/`."""
    plain = key.strip()
    if len(plain) == 1:
        return _character_to_key(plain)
    return re.sub(r"^\^", "ctrl+", plain)


def _places() -> Iterator[tuple[str, list[Action]]]:
    """Yield where keys are pressed, with the actions that hear them there."""
    everywhere = [action for action in ACTIONS if action.chords]
    for view in VIEWS:
        yield view.id, [a for a in ACTIONS if a.scope in scopes_of(view.id) or a in everywhere]
    yield "form", [a for a in ACTIONS if a.scope == "form"]
    yield "start", [a for a in ACTIONS if a.scope == "start"]


def _trouble(name: str, keys: tuple[str, ...]) -> str:
    """Return why these keys cannot be those of an action, empty where they can."""
    if name not in BY_ID:
        close = get_close_matches(name, BY_ID, 1)
        said = _("there is no action {name}").format(name=name)
        return said + (" - " + _("did you mean {id}?").format(id=close[0]) if close else "")
    for key in keys:
        if key in RESERVED:
            return _("{key} cannot be given: it {reason}").format(key=key, reason=_(RESERVED[key]))
        if key not in _NAMED and not (len(key) == 1 or _COMPOSED.match(key)):
            return _("there is no key {key}").format(key=key)
        if BY_ID[name].scope == "form" and not is_chord(key) and key not in _NAMED:
            return _("{key} would be typed into the field: ctrl+… or f1 … f12 work there").format(key=key)
    return ""


def _with_usual(action: Action, keys: tuple[str, ...]) -> tuple[str, ...]:
    """Return `keys` with the usual ones of the kind that was not given: those for lists, or those for fields."""
    usual_inside = tuple(k for k in action.keys.split(",") if k)
    usual_chords = tuple(k for k in action.chords.split(",") if k)
    if not action.chords or not action.keys:
        return keys
    inside = tuple(key for key in keys if not is_chord(key)) or usual_inside
    return (*inside, *(tuple(key for key in keys if is_chord(key)) or usual_chords))
