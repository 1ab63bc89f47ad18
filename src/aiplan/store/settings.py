"""The person's own settings: one TOML file in the platform's place, read with clear words, changed without loss."""

from __future__ import annotations

import os
import re
import secrets
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

from aiplan.errors import AiplanError
from aiplan.phrases import Phrase, listed, say

FILE_VARIABLE = "AIPLAN_CONFIG"
"""Names another file than the one in the platform's place."""
LANGUAGES = ("en", "zh")
Links = Literal["critical", "all", "focus", "off"]
LINKS: tuple[Links, ...] = ("critical", "all", "focus", "off")


class SettingsError(AiplanError):
    """The settings cannot be written."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the file says; what it does not say, or says wrongly, is as usual."""

    path: Path
    theme: str = ""
    """Name of a theme; empty for the usual one."""
    language: str = ""
    """`en` or `zh`; empty leaves it to the locale."""
    ascii: bool = False
    """Draw with plain characters."""
    mouse: bool = True
    zoom: float = 0.0
    """Cells a day on the timeline; 0 shows the whole plan."""
    density: int = 1
    """Lines a row on the timeline."""
    links: Links = "critical"
    """Which links the timeline draws."""
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Action → its keys."""
    lines: Mapping[str, int] = field(default_factory=dict)
    """Setting or action → the line it stands on, from 1."""
    problems: tuple[str, ...] = ()
    """What is wrong with the file, with file and line."""

    def place(self, name: str) -> str:
        """Return file and line of a setting or an action."""
        return f"{self.path}:{self.lines.get(name, 1)}"


def _flag(value: object) -> bool:
    return isinstance(value, bool)


_KINDS: dict[str, tuple[Callable[[Any], bool], Phrase]] = {
    "theme": (lambda value: isinstance(value, str), say("the name of a theme")),
    "language": (lambda value: value in LANGUAGES, say('"en" or "zh"')),
    "ascii": (_flag, say("true or false")),
    "mouse": (_flag, say("true or false")),
    "zoom": (
        lambda value: isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 16,
        say("cells a day from 0 to 16; 0 shows the whole plan"),
    ),
    "density": (lambda value: value in (1, 2) and not isinstance(value, bool), say("1 or 2 lines a row")),
    "links": (lambda value: value in LINKS, listed(f'"{name}"' for name in LINKS)),
}
"""Setting → what its value must be, and in words."""


def settings_file() -> Path:
    """Return where the settings are; the file need not exist."""
    given = os.environ.get(FILE_VARIABLE)
    if given:
        return Path(given)
    from platformdirs import user_config_dir

    return Path(user_config_dir("aiplan", appauthor=False)) / "config.toml"


def read_settings(path: Path | None = None) -> Settings:
    """Return the settings; whatever is wrong with the file is told in `problems` and never stops anybody."""
    path = path or settings_file()
    try:
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return Settings(path)
    except (OSError, UnicodeDecodeError, ValueError) as error:
        return Settings(path, problems=(say("{path}: cannot be read: {error}", path=path, error=error),))
    try:
        data = tomllib.loads(text)
    except RecursionError:
        return Settings(
            path,
            problems=(say("{path}: cannot be read: {error}", path=path, error=say("values are nested too deeply")),),
        )
    except ValueError as error:  # not TOML, or a number with too many digits
        return Settings(path, problems=(_place_of(path, text, error),))
    return _read(path, text, data)


def _read(path: Path, text: str, data: dict[str, Any]) -> Settings:
    lines = _lines(text)
    problems, values = [], {}
    for name, value in data.items():
        place = f"{path}:{lines.get(name, 1)}"
        if name == "keys":
            continue
        if name not in _KINDS:
            problems.append(_unknown(place, name))
        elif not _KINDS[name][0](value):
            problems.append(
                say(
                    "{place}: {name} is {value!r}, wanted is {wanted}",
                    place=place,
                    name=name,
                    value=value,
                    wanted=_KINDS[name][1],
                )
            )
        else:
            values[name] = value
    keys = data.get("keys", {})
    if not isinstance(keys, dict):
        problems.append(
            say('{place}: keys is a table: [keys], then "plan.save" = "w"', place=f"{path}:{lines.get('keys', 1)}")
        )
        keys = {}
    wanted: dict[str, tuple[str, ...]] = {}
    for name, value in _flat(keys):
        parts = _keys_of(value)
        if parts is None:
            problems.append(
                say(
                    '{place}: the keys of {name} are a text: "w" or "w,ctrl+w"',
                    place=f"{path}:{lines.get(name, 1)}",
                    name=name,
                )
            )
        else:
            wanted[name] = parts
    return Settings(path, **values, keys=wanted, lines=lines, problems=tuple(problems))


def remember_setting(name: str, value: str) -> None:
    """Write one setting; comments, order and everything else in the file stay as they are.

    Raises:
        SettingsError: where the file cannot be read or written; it stays as it is then.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    path = settings_file()
    try:
        text = path.read_bytes().decode("utf-8") if path.exists() else ""
        document = tomlkit.parse(text)
    except (OSError, ValueError, RecursionError, TOMLKitError) as error:
        raise SettingsError(
            say("{path}: cannot be read, so nothing is remembered: {error}", path=path, error=error)
        ) from None
    if document.get(name) == value:
        return
    document[name] = value
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        target = path.resolve()
        temporary = target.with_name(temporary.name)
        temporary.write_bytes(document.as_string().encode())
        if target.exists():
            temporary.chmod(target.stat().st_mode & 0o777)
        temporary.replace(target)
    except OSError as error:
        raise SettingsError(say("{path}: cannot be written: {error}", path=path, error=error)) from None
    finally:
        temporary.unlink(missing_ok=True)


def _flat(keys: Mapping[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    """Return actions with their keys; `plan.save = "w"` without quotes is a table in a table."""
    found: list[tuple[str, Any]] = []
    for name, value in keys.items():
        if isinstance(value, dict):
            found += _flat(value, f"{prefix}{name}.")
        else:
            found.append((f"{prefix}{name}", value))
    return found


def _keys_of(value: Any) -> tuple[str, ...] | None:
    entries = value.split(",") if isinstance(value, str) and value != "," else [value] if value == "," else value
    if not isinstance(entries, list) or not all(isinstance(entry, str) for entry in entries):
        return None
    found = tuple(entry.strip() for entry in entries if entry.strip())
    return found or None


_ASSIGNED = re.compile(r"[ \t]*([\w.\"'-]+)[ \t]*=")
_HEADER = re.compile(r"[ \t]*\[([\w.\"'-]+)\]")


def _lines(text: str) -> dict[str, int]:
    """Return the line of every setting and every action, from 1."""
    found: dict[str, int] = {}
    above = ""
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            above = _plain(header[1])
            found.setdefault(above, number)
        elif assigned := _ASSIGNED.match(line):
            name = f"{above}.{_plain(assigned[1])}" if above else _plain(assigned[1])
            found.setdefault(name.removeprefix("keys."), number)
    return found


def _plain(name: str) -> str:
    return re.sub(r"[\"']", "", name)


def _place_of(path: Path, text: str, error: ValueError) -> str:
    said, _, place = str(error).rpartition(" (at ")
    at = re.fullmatch(r"line (\d+), column (\d+)\)", place)
    if not isinstance(error, tomllib.TOMLDecodeError):
        return say("{path}: cannot be read: {error}", path=path, error=say("a number has too many digits"))
    if at is not None:
        return f"{path}:{at[1]}:{at[2]}: {said}"
    return f"{path}:{max(1, len(text.splitlines()))}: {said or error}"


def _unknown(place: str, name: str) -> Phrase:
    close = get_close_matches(name, (*_KINDS, "keys"), 1)
    if close:
        return say("{place}: there is no setting {name}; did you mean {near}?", place=place, name=name, near=close[0])
    return say("{place}: there is no setting {name}", place=place, name=name)
