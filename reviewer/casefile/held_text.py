"""Conditions of SQL on short texts that hold another, compared as the index of words does: no case, no diacritics.

SQLite's own LIKE knows the case of ASCII letters alone, so that a search for müller would not find MÜLLER, and say
nothing of it. See :func:`reviewer.casefile.engine.connection.connect` for ``folded``.
"""

from __future__ import annotations

from reviewer.domain.query import folded


def holds(column: str, name: str) -> str:
    """That a column holds the text whose :func:`pattern` a parameter has."""
    like = f"LIKE :{name} ESCAPE '\\'"
    return f"({column} {like} OR {column} GLOB '*[^ -~]*' AND folded({column}) {like})"


def pattern(text: str) -> str:
    """What :func:`holds` asks with for a text anywhere."""
    return f"%{literally(folded(text))}%"


def literally(text: str) -> str:
    """A text in a pattern of LIKE, where no sign stands for others."""
    return text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
