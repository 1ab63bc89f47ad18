"""Keys that come all at once, as on a slow line or from a paste, do what they do for a person who waits for each."""

from __future__ import annotations

from pathlib import Path

from helpers.plan_terminal import PlanTerminal, changed_lines

ESTIMATE = '-duration = { optimistic = "6d", likely = "8d", pessimistic = "16d" }'


def test_an_item_is_added_in_one_burst(terminal: PlanTerminal) -> None:
    terminal.opened()
    terminal.write("/encyclopedia\raAlpha 甲\tbeta-2\t7d\r")
    assert terminal.saved() == [
        "+[tasks.beta-2]", '+title = "Alpha 甲"', '+milestone = "product-ready"', '+duration = "7d"',
        '+depends_on = ["encyclopedia-pages"]', "+",
    ]  # fmt: skip


def test_fields_of_a_form_are_filled_in_one_burst(tmp_path: Path, terminal: PlanTerminal) -> None:
    terminal.opened()
    # The form opens, its first letters take the place of what is selected; an escape that a letter follows at once
    # reaches a terminal program as one key.
    terminal.write("d17d\t4d\tlabel-photos\x1bs")
    terminal.shows("saved")
    terminal.leave()
    assert changed_lines(tmp_path) == [
        ESTIMATE, '+duration = "17d"', '-  "eval-set",', '+remaining = "4d"',
    ]  # fmt: skip


def test_what_is_cleared_and_typed_anew_is_neither_lost_nor_mixed(terminal: PlanTerminal) -> None:
    terminal.opened()
    terminal.press("d", *["BSpace"] * 12, "1", "2", "d", "BSpace", "BSpace", *["BSpace"] * 3, "9", "d")
    terminal.until(lambda screen: "9d" in screen)
    terminal.press("C-u", "1", "C-u", "2", "C-u", "1", "1", "d", "Escape")
    terminal.until(lambda screen: "Back to list" not in screen)
    assert terminal.saved() == [ESTIMATE, '+duration = "11d"']


def test_a_paste_of_many_lines_becomes_one_in_a_field_of_one_line(tmp_path: Path, terminal: PlanTerminal) -> None:
    terminal.opened()
    terminal.press("e")
    terminal.until(lambda screen: "Back to list" in screen)
    terminal.paste("\nA title\tthat was written\n in lines 标题\n")
    terminal.press("Tab", "Escape")
    assert terminal.saved() == [
        '-title = "Fine-tuned CNN 微调卷积网络"',
        '+title = "A title that was written in lines 标题"',
    ]
    assert (tmp_path / "sample_project.toml").read_bytes().count(b"\t") == 0
