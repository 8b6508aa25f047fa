"""Somebody who has the key changes a case by another program."""

from __future__ import annotations

from contextlib import closing

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.connection import connect
from reviewer.casefile.engine.credential import Key


def by_other_means(case: Case, key: Key, statement: str) -> None:
    """Change rows of an open case behind its back."""
    with closing(connect(case.path, key)) as connection:
        connection.execute(statement)
