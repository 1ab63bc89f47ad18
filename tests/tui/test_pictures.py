"""Whole screens as pictures: what no text shows, colours and the shapes of bars, on a plan that pins its data date.

After a change that is meant, and when both pictures have been looked at:

    AIPLAN_WRITE_GOLDEN=1 .venv/bin/python -m pytest -n 0 tests/tui/test_pictures.py
"""

from __future__ import annotations

import pytest
from scripts.screenshots import SMALL, Picture, drawn

from helpers.golden import GOLDEN
from helpers.pictures import assert_picture, differences

PICTURES = (
    Picture("timeline", ("2",)),
    Picture("timeline_80x24", ("2",), SMALL),
    Picture("timeline_light", ("2",), light=True),
    Picture("timeline_ansi", ("2",), own_colors=True),
    Picture("timeline_zh", ("2",), language="zh"),
    Picture("overview", ("1",)),
    Picture("graph", ("3",)),
    Picture("forecast", ("8",)),
    Picture("form_80x24", ("2", "d"), SMALL),
)


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
def test_the_screen_looks_as_it_did(picture: Picture) -> None:
    assert_picture(picture.name, drawn(picture))


def test_every_picture_is_one_of_these() -> None:
    assert {path.stem for path in (GOLDEN / "tui").glob("*.svg")} == {picture.name for picture in PICTURES}


def golden(name: str) -> str:
    return (GOLDEN / "tui" / f"{name}.svg").read_text(encoding="utf-8")


def test_another_word_is_told_as_its_line() -> None:
    was = golden("timeline_80x24")
    assert list(differences(was, was)) == []
    (told,) = differences(was, was.replace(">Problem<", ">Trouble<", 1))
    line, gone, come = told.splitlines()
    assert line.startswith("line ")
    assert gone == come.replace("+", "-").replace("Trouble", "Problem")


@pytest.mark.parametrize("kind", ["text", "rect", "path"])
def test_another_colour_is_told_with_its_cells(kind: str) -> None:
    was = golden("timeline")
    begin = was.index(f"<{kind} ", was.index("</style>") + 80)
    shape = was[begin : was.index(">", begin)]
    color = shape[shape.index("#") : shape.index("#") + 7]
    (told,) = differences(was, was.replace(shape, shape.replace(color, "#123456"), 1))
    assert color in told.splitlines()[1]
    assert "#123456" in told.splitlines()[2]
    assert "<" not in told


def test_a_difference_fails_in_a_few_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AIPLAN_WRITE_GOLDEN", raising=False)
    with pytest.raises(pytest.fail.Exception, match=r"timeline\.svg differs") as failed:
        assert_picture("timeline", golden("overview"))
    assert len(str(failed.value).splitlines()) < 45
    with pytest.raises(pytest.fail.Exception, match=r"nowhere\.svg is missing"):
        assert_picture("nowhere", "")
