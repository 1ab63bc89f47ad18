"""The settings file: read with clear words, changed without loss."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiplan.store.settings import Settings, SettingsError, read_settings, remember_setting, settings_file


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "conf" / "config.toml"
    monkeypatch.setenv("AIPLAN_CONFIG", str(path))
    return path


def write(file: Path, text: str) -> Path:
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_without_a_file_everything_is_as_usual(file: Path) -> None:
    assert read_settings() == Settings(file)


def test_it_lies_in_the_place_of_the_platform(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("AIPLAN_CONFIG", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert settings_file() == tmp_path / "aiplan" / "config.toml"


def test_every_setting_is_read(file: Path) -> None:
    write(file, 'theme = "t"\nlanguage = "zh"\nascii = true\nmouse = false\nzoom = 2\ndensity = 2\nlinks = "off"\n'
                '[keys]\n"plan.save" = "w, ctrl+w"\nplan.undo = ["z"]\n"view.why" = ","\n')  # fmt: skip
    found = read_settings()
    assert (found.theme, found.language, found.ascii, found.mouse) == ("t", "zh", True, False)
    assert (found.zoom, found.density, found.links, found.problems) == (2, 2, "off", ())
    assert found.keys == {"plan.save": ("w", "ctrl+w"), "plan.undo": ("z",), "view.why": (",",)}
    assert found.place("plan.undo") == f"{file}:10"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("theme = 1", "1: theme is 1, wanted is the name of a theme"),
        ("\nzoom = -1", "2: zoom is -1, wanted is cells a day"),
        ("density = true", "1: density is True"),
        ('links = "some"', "1: links is 'some'"),
        ('langauge = "en"', "1: there is no setting langauge; did you mean language?"),
        ('theme = "a"\nmouse = ', "2: Invalid value"),
        ("theme = x\n", "1:9: Invalid value"),
        ('keys = "w"', "1: keys is a table"),
        ('\n[keys]\n"plan.save" = 3', "3: the keys of plan.save are a text"),
        ('[keys]\n"plan.save" = " "', "2: the keys of plan.save are a text"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(file: Path, text: str, said: str) -> None:
    (problem,) = read_settings(write(file, text)).problems
    assert f"{file}:{said}" in problem


def test_a_file_that_cannot_be_read_is_told(file: Path) -> None:
    write(file, "").write_bytes(b"\xff\xfe")
    assert "cannot be read" in read_settings().problems[0]
    wrong = {"9" * 5000: "a number has too many digits", "[" * 5000: "values are nested too deeply"}
    for value, said in wrong.items():
        text = f"zoom = {value}"
        write(file, text)
        assert read_settings().problems == (f"{file}: cannot be read: {said}",)
        with pytest.raises(SettingsError):
            remember_setting("theme", "x")
        assert file.read_text() == text
    file.unlink()
    file.mkdir()
    assert "cannot be read" in read_settings().problems[0]


@given(st.text())
def test_no_text_makes_it_fail(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("conf") / "config.toml"
    path.write_text(text, encoding="utf-8", errors="replace")
    assert read_settings(path).path == path


KEPT = """\
# mine
language = "en"   # for now
theme = "aiplan-dark"

[keys]  # few
"plan.save" = "w"
"""


def test_one_setting_changes_and_nothing_else(file: Path) -> None:
    write(file, KEPT).chmod(0o600)
    remember_setting("language", "zh")
    assert file.read_text(encoding="utf-8") == KEPT.replace('"en"', '"zh"')
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["config.toml"]


def test_a_new_setting_stands_before_the_tables(file: Path) -> None:
    write(file, '[keys]\n"plan.save" = "w"\n')
    remember_setting("theme", "aiplan-light")
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    assert data == {"theme": "aiplan-light", "keys": {"plan.save": "w"}}


def test_the_first_setting_makes_folder_and_file(file: Path) -> None:
    remember_setting("theme", "aiplan-light")
    assert read_settings().theme == "aiplan-light"


def test_a_broken_file_is_left_alone(file: Path) -> None:
    write(file, "theme = ")
    with pytest.raises(SettingsError, match="nothing is remembered"):
        remember_setting("theme", "x")
    assert file.read_text(encoding="utf-8") == "theme = "
