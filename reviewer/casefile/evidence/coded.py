"""Conditions of SQL on reasons as they are stored: by code, never by words."""

from __future__ import annotations

from collections.abc import Iterable


def among(column: str, codes: Iterable[str]) -> str:
    """That one of the packed reasons in a column has one of these codes, which come from our own vocabulary."""
    wanted = ", ".join(f"'{code}'" for code in sorted(codes))
    return _any(column, f"told.value ->> 0 IN ({wanted})")


def of_code(column: str, name: str) -> str:
    """That one of the packed reasons in a column is of the code, or the family of codes, that a parameter has."""
    return _any(
        column, f"told.value ->> 0 = :{name} OR substr(told.value ->> 0, 1, length(:{name}) + 1) = :{name} || '.'"
    )


def _any(column: str, test: str) -> str:
    packed = f"iif({column} = '', '[]', {column})"
    return f"({column} <> '' AND EXISTS (SELECT 1 FROM json_each({packed}) AS told WHERE {test}))"
