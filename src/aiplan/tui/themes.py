"""The looks of the interface: two own themes, and colours of the chart for every theme there is."""

from __future__ import annotations

from textual.color import Color
from textual.theme import Theme

DARK = "aiplan-dark"
LIGHT = "aiplan-light"
CONTRAST = "aiplan-contrast"
ANSI = "ansi-dark"

THEMES: tuple[Theme, ...] = (
    Theme(
        name=DARK,
        primary="#5aa2e0",
        secondary="#a77bd8",
        accent="#f1b45c",
        warning="#f1b45c",
        error="#e0526e",
        success="#4fbf7a",
        foreground="#d8dee6",
        background="#14171c",
        surface="#1a1e25",
        panel="#232933",
        dark=True,
        variables={
            "text-muted": "#8b929b",
            "text-disabled": "#6c7076",
            "border": "#5aa2e0",
            "border-blurred": "#3b3e44",
            "block-cursor-background": "#5aa2e0",
            "block-cursor-foreground": "#101317",
            "input-selection-background": "#3d5a80",
            "footer-key-foreground": "#f1b45c",
            "scrollbar": "#3b3e44",
            "scrollbar-background": "#1a1e25",
            "scrollbar-background-hover": "#1a1e25",
            "scrollbar-background-active": "#1a1e25",
        },
    ),
    Theme(
        name=LIGHT,
        primary="#1f6fb2",
        secondary="#7a4fb5",
        accent="#a75b00",
        warning="#a75b00",
        error="#c22f4d",
        success="#1c7a43",
        foreground="#1d2430",
        background="#fafafa",
        surface="#f0f2f5",
        panel="#e1e6ec",
        dark=False,
        variables={
            "text-muted": "#5c616b",
            "text-disabled": "#80848a",
            "border": "#1f6fb2",
            "border-blurred": "#c2c4c7",
            "block-cursor-background": "#1f6fb2",
            "block-cursor-foreground": "#ffffff",
            "input-selection-background": "#bed0de",
            "footer-key-foreground": "#a75b00",
            "scrollbar": "#bcbec1",
            "scrollbar-background": "#f0f2f5",
            "scrollbar-background-hover": "#f0f2f5",
            "scrollbar-background-active": "#f0f2f5",
        },
    ),
    Theme(
        name=CONTRAST,
        primary="#8cc8ff",
        secondary="#dcb8ff",
        accent="#ffd166",
        warning="#ffd166",
        error="#ffa0ac",
        success="#7ee6a0",
        foreground="#ffffff",
        background="#000000",
        surface="#0a0a0a",
        panel="#1c1c1c",
        dark=True,
        variables={
            "text-muted": "#d8d8d8",
            "text-disabled": "#c8c8c8",
            "border": "#8cc8ff",
            "border-blurred": "#b0b0b0",
            "block-cursor-background": "#ffffff",
            "block-cursor-foreground": "#000000",
            "input-selection-background": "#004a8f",
            "footer-key-foreground": "#ffd166",
            "scrollbar": "#b0b0b0",
            "scrollbar-background": "#1c1c1c",
            "scrollbar-background-hover": "#1c1c1c",
            "scrollbar-background-active": "#1c1c1c",
            "gantt-task": "#8cc8ff",
            "gantt-experiment": "#dcb8ff",
            "gantt-critical": "#ffa0ac",
            "gantt-good": "#7ee6a0",
            "gantt-accent": "#ffd166",
            "gantt-warning": "#ffd166",
            "gantt-error": "#ffa0ac",
            "gantt-now": "#7ee6a0",
            "gantt-ghost": "#ffd166",
            "gantt-link": "#c8c8c8",
            "gantt-link-critical": "#ffa0ac",
            "gantt-link-focus": "#ffd166",
            "gantt-cursor": "#262626",
            "gantt-cursor-alt": "#262626",
            "gantt-alt": "#0a0a0a",
            "gantt-dim": "#d0d0d0",
            "gantt-muted": "#d8d8d8",
            "gantt-faint": "#c8c8c8",
            "gantt-header-dim": "#d8d8d8",
            "gantt-baseline": "#c8c8c8",
            "gantt-tail": "#c8c8c8",
            "gantt-float": "#b0b0b0",
            "gantt-rule": "#808080",
        },
    ),
)
"""Dark, light, and one in which every text stands out at least 7:1 (WCAG 2.2, 1.4.6)."""

_HUES_DARK = {
    "task": "#4b93d1", "experiment": "#a77bd8", "critical": "#e0526e", "good": "#4fbf7a", "accent": "#f1b45c",
}  # fmt: skip
_HUES_LIGHT = {
    "task": "#2f7fc4", "experiment": "#7a4fb5", "critical": "#c22f4d", "good": "#1c7a43", "accent": "#a75b00",
}  # fmt: skip
_HUES_ANSI = {
    "task": "ansi_blue", "experiment": "ansi_magenta", "critical": "ansi_red", "good": "ansi_green",
    "accent": "ansi_yellow",
}  # fmt: skip

_RISK_HUES = {"low": "good", "medium": "accent", "high": "critical", "critical": "critical"}
"""Levels of risk, and the hue of their cells in the matrix."""
_RISK_TINTS = {"low": 0.16, "medium": 0.2, "high": 0.24, "critical": 0.5}


def gantt_variables(theme: Theme) -> dict[str, str]:
    """Return the chart's colours in `theme`, as CSS variables.

    Kinds keep their hue in every theme, so that red always means critical; what is done recedes towards the
    background. A theme may set any of them itself.
    """
    if theme.ansi:
        return _ansi_variables()
    hues = _HUES_DARK if theme.dark else _HUES_LIGHT
    back = Color.parse(theme.background or ("#121212" if theme.dark else "#efefef"))
    text = Color.parse(theme.foreground) if theme.foreground else back.get_contrast_text(0.87)
    panel = Color.parse(theme.panel) if theme.panel else back.blend(text, 0.1)
    cursor = back.blend(Color.parse(theme.primary), 0.22)

    def mixed(share: float) -> str:
        return back.blend(text, share).hex

    found = {f"gantt-{name}": color for name, color in hues.items()}
    for name in ("task", "experiment", "critical"):
        found[f"gantt-{name}-done"] = back.blend(Color.parse(hues[name]), 0.45).hex
    for level, hue in _RISK_HUES.items():
        found[f"risk-{level}"] = back.blend(Color.parse(hues[hue]), _RISK_TINTS[level]).hex
    return found | {
        "gantt-base": back.hex,
        "gantt-alt": mixed(0.07),
        "gantt-cursor": cursor.hex,
        "gantt-cursor-alt": cursor.blend(text, 0.07).hex,
        "gantt-header": panel.hex,
        "gantt-text": text.hex,
        "gantt-dim": mixed(0.5),
        "gantt-muted": mixed(0.62),
        "gantt-faint": mixed(0.45),
        "gantt-header-dim": mixed(0.65),
        "gantt-rule": mixed(0.25),
        "gantt-group": mixed(0.45),
        "gantt-float": mixed(0.4),
        "gantt-baseline": mixed(0.58),
        "gantt-tail": mixed(0.58),
        "gantt-ghost": hues["accent"],
        "gantt-link": mixed(0.42),
        "gantt-link-critical": hues["critical"],
        "gantt-link-focus": hues["accent"],
        "gantt-now": hues["good"],
        "gantt-warning": hues["accent"],
        "gantt-error": hues["critical"],
    }


def _ansi_variables() -> dict[str, str]:
    found = {f"gantt-{name}": color for name, color in _HUES_ANSI.items()}
    for name in ("task", "experiment", "critical"):
        found[f"gantt-{name}-done"] = _HUES_ANSI[name]
    plain = (
        "base",
        "alt",
        "cursor",
        "cursor-alt",
        "header",
        "text",
        "group",
        "header-dim",
        "baseline",
        "tail",
        "link",
        "muted",
    )
    found |= {f"gantt-{name}": "ansi_default" for name in plain}
    found |= {f"gantt-{name}": "ansi_bright_black" for name in ("dim", "faint", "rule", "float")}
    # Levels have letters; a coloured ground could not be told from the text on it.
    found |= {f"risk-{level}": "ansi_default" for level in _RISK_HUES}
    return found | {
        "gantt-link-critical": "ansi_red",
        "gantt-link-focus": "ansi_yellow",
        "gantt-ghost": "ansi_yellow",
        "gantt-now": "ansi_green",
        "gantt-warning": "ansi_yellow",
        "gantt-error": "ansi_red",
    }
