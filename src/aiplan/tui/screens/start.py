"""What is shown where there is no plan yet: ways to get one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.containers import Center, Middle, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from aiplan.tui.actions import BY_ID, bindings
from aiplan.tui.cells import clean, fit
from aiplan.tui.glyphs import UNICODE, Glyphs
from aiplan.tui.i18n import N_, _
from aiplan.tui.widgets.key_bar import KeyBar
from aiplan.tui.widgets.line import part
from aiplan.tui.widgets.row_list import RowList

OFFERED: tuple[tuple[str, str], ...] = (
    ("start.new", N_("four questions, each with a default")),
    ("start.template", N_("assistant, document search, fine-tuning and more")),
    ("start.open", N_("a plan file that is somewhere else")),
    ("start.import", N_("a spreadsheet as CSV, a Gantt chart in Mermaid")),
    ("start.demo", N_("a copy of the sample, to try things on")),
)
"""Actions with what is said beside them."""
_KEY, _LABEL, _NAME = 4, 18, 30


class StartScreen(Screen[None]):
    """A list of ways to begin: by key, or with arrows and enter."""

    BINDINGS = bindings("start")
    DEFAULT_CSS = """
    StartScreen Middle { height: 1fr; }
    StartScreen Vertical { width: 76; max-width: 96%; height: auto; }
    StartScreen RowList { height: auto; max-height: 16; background: $gantt-base; }
    StartScreen Static { margin: 0 0 1 0; padding: 0 1; }
    """

    def __init__(
        self, folder: Path, plans: Sequence[Path], recent: Sequence[Path], *, glyphs: Glyphs = UNICODE
    ) -> None:
        super().__init__()
        self._folder = folder
        self._plans = plans
        self._recent = [path for path in recent if path not in plans]
        self._glyphs = glyphs

    def compose(self) -> ComposeResult:
        """Yield what is missing and what can be done."""
        with Middle(), Center(), Vertical():
            yield Static(id="start-title")
            yield RowList()
        yield KeyBar()

    def on_mount(self) -> None:
        """Fill the list once its width is known."""
        self.query_one(RowList).focus()
        self.call_after_refresh(self.fill)

    def on_resize(self) -> None:
        """Fit the lines."""
        self.call_after_refresh(self.fill)

    def fill(self) -> None:
        """Say everything in the present language and width."""
        title = _("Several plans are here; which one?") if self._plans else _("No plan here yet")
        head = Content("\n").join(
            (part(f"aiplan  {title}", "bold $foreground"), part(clean(_short(self._folder)), "$gantt-muted"))
        )
        self.query_one("#start-title", Static).update(head)
        rows = self.query_one(RowList)
        at = rows.highlighted or 0
        rows.clear_options()
        rows.add_options(self._options(max(30, rows.size.width - 2)))
        rows.highlighted = at

    def _options(self, width: int) -> Iterator[Option]:
        for path in self._plans:
            yield Option(part(fit(f"    {clean(path.name)}", width, self._glyphs.ellipsis)), id=f"plan:{path}")
        if self._plans:
            yield Option("", disabled=True)
        for key, said in OFFERED:
            action = BY_ID[key]
            label = fit(_(action.label), _LABEL, self._glyphs.ellipsis)
            room = max(0, width - _KEY - _LABEL - 1)
            yield Option(
                part(fit(action.display, _KEY), "bold $footer-key-foreground")
                + part(label + " ", "bold $foreground")
                + part(fit(_(said), room, self._glyphs.ellipsis), "$gantt-muted"),
                id=key,
            )
        if self._recent:
            yield Option("", disabled=True)
            yield Option(part(_("Open lately"), "bold $accent"), disabled=True)
        for path in self._recent:
            name = fit(f"{'':{_KEY}}{clean(path.name)}", _NAME, self._glyphs.ellipsis)
            folder = fit(clean(_short(path.parent)), max(0, width - _NAME - 1), self._glyphs.ellipsis)
            yield Option(part(f"{name} ") + part(folder, "$gantt-muted"), id=f"plan:{path}")

    @on(OptionList.OptionSelected)
    async def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        key = event.option_id or ""
        if key.startswith("plan:"):
            await self.run_action(f"app.open_path({key.removeprefix('plan:')!r})")
        elif key in BY_ID:
            await self.run_action(BY_ID[key].call)


def _short(path: Path) -> str:
    """Return a path with `~` for the home folder."""
    try:
        return str(Path("~") / path.relative_to(Path.home()))
    except (ValueError, RuntimeError):
        return str(path)
