"""Looks, language and keys: chosen here, remembered in the person's settings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from textual.binding import Binding
from textual.dom import DOMNode

from aiplan.tui.actions import remap
from aiplan.tui.choice_actions import ChoiceActions
from aiplan.tui.i18n import LANGUAGES, _, language, set_language
from aiplan.tui.phrasing import told, told_error
from aiplan.tui.themes import CONTRAST, DARK, LIGHT

if TYPE_CHECKING:
    from aiplan.store.settings import Settings
    from aiplan.tui.i18n import Language

OWN_THEMES = (DARK, LIGHT, CONTRAST)
NAMES: dict[Language, str] = {"en": "English", "zh": "中文"}


class SettingsActions(ChoiceActions):
    """What is chosen once and kept."""

    remembering = True
    """Whether choices are written to the settings file."""

    def use(self, settings: Settings) -> None:
        """Take over what the settings say, and tell what of them cannot be taken."""
        problems = [told(problem) for problem in settings.problems]
        if settings.keys:
            from aiplan.tui.keymap import resolve

            found = resolve(settings.keys)
            remap(found.keys)
            self.set_keymap(found.keymap)
            problems += [f"{settings.place(name)}: {trouble}" for name, trouble in found.problems]
        else:
            remap({})
        if settings.theme and settings.theme not in self.available_themes:
            problems.append(f"{settings.place('theme')}: " + _("there is no theme {name}").format(name=settings.theme))
        if problems:
            self.call_after_refresh(self.tell, "\n".join(problems), bad=True)
        self.recall_choices(settings)

    def handle_bindings_clash(self, clashed_bindings: set[Binding], node: DOMNode) -> None:
        """Say which keys have lost what they did; those of the settings are looked through before they are taken."""
        said = ", ".join(sorted(f"{binding.key} ({binding.id or binding.action})" for binding in clashed_bindings))
        self.tell(_("keys that mean two things in {place}: {keys}").format(place=node.css_identifier, keys=said),
                  bad=True)  # fmt: skip

    # ------------------------------------------------------------ looks

    def themes_to_choose(self) -> list[str]:
        """Return the themes that can be shown here; those of the terminal's own colours need colours."""
        others = sorted(
            name for name, theme in self.available_themes.items()
            if name not in OWN_THEMES and not (theme.ansi and self.no_color)
        )  # fmt: skip
        return [*OWN_THEMES, *others]

    def action_pick_theme(self) -> None:
        """Choose how the interface looks."""
        if self.ansi_color:
            self.tell(_("these are the terminal's own colours"))
            return
        from aiplan.tui.screens.pick import Choosable, PickScreen

        said = {DARK: _("dark"), LIGHT: _("light"), CONTRAST: _("high contrast")}
        themes = self.available_themes
        choices = [
            Choosable(name, said.get(name) or (_("the terminal's own colours") if themes[name].ansi else
                                               said[DARK] if themes[name].dark else said[LIGHT]))
            for name in self.themes_to_choose()
        ]  # fmt: skip
        self.push_screen(PickScreen(_("Theme"), choices, chosen=(self.theme,), glyphs=self.glyphs), self._take_theme)

    def _take_theme(self, chosen: tuple[str, ...] | None) -> None:
        if chosen:
            self.theme = chosen[0]
            self._remember("theme", chosen[0])

    # ------------------------------------------------------------ language

    def action_next_language(self) -> None:
        """Change to the other language."""
        wanted = LANGUAGES[(LANGUAGES.index(language()) + 1) % len(LANGUAGES)]
        set_language(wanted)
        self.say_again()
        self.tell(_("the language is {name}").format(name=NAMES[wanted]))
        self._remember("language", wanted)

    def say_again(self) -> None:
        """Draw everything that holds text, in the present language."""
        if self.opened:
            self.desk.state = replace(self.desk.state)
            self.publish()
        for screen in self.screen_stack:
            for widget in screen.query("*"):
                widget.refresh(layout=True)
            if hasattr(screen, "fill"):
                cast("object", screen.fill())
        if self.main.form_open:
            self.run_worker(self._reopen_form(), exclusive=True, group="form")

    async def _reopen_form(self) -> None:
        await self.main.close_form()
        self.main.open_form("")

    def _remember(self, name: str, value: str) -> None:
        if not self.remembering:
            return
        from aiplan.store.settings import SettingsError, remember_setting

        try:
            remember_setting(name, value)
        except SettingsError as error:
            self.tell(told_error(error), bad=True)
