"""What a field is for, in a sentence or two."""

from __future__ import annotations

from typing import get_args

from aiplan.core.explain_ai import anchor, dimension, evidence_level
from aiplan.model.ai import Dimension
from aiplan.model.docs import field_docs
from aiplan.tui.forms.spec import FieldSpec
from aiplan.tui.forms.subject import Subject, owner_of
from aiplan.tui.i18n import language


def help_for(subject: Subject, spec: FieldSpec, text: str) -> str:
    """Return what a field is for; of a score, what the one in `text` stands for."""
    if len(spec.path) == 3 and spec.path[0] == "scores":
        name = next(name for name in get_args(Dimension) if name == spec.path[1])
        said = dimension(name).question.in_(language())
        if spec.path[2] == "score":
            levels = [text] if text else ["1", "3", "5"]
            return " ".join([said, *(f"{level}: {anchor(name, int(level), language())}." for level in levels)])
        if spec.path[2] == "evidence":
            levels = [text] if text else ["0", "2", "4"]
            return " ".join([said, *(f"{level}: {evidence_level(int(level), language())}." for level in levels)])
        return said
    model = owner_of(subject, spec)
    return "" if model is None else field_docs(model).get(spec.path[-1], "")
