"""Passwords to try on every locked item of the case; they lie nowhere but in the encrypted file."""

from __future__ import annotations

from collections.abc import Iterable

from reviewer.casefile.engine.case import Case


def every(case: Case) -> list[str]:
    """All of them, the latest first."""
    return [row["text"] for row in case.rows("SELECT text FROM password ORDER BY id DESC")]


def add(case: Case, texts: Iterable[str]) -> int:
    """Add those that are new; how many were. Within an open transaction."""
    before = int(case.value("SELECT count(*) FROM password"))
    case.executemany("INSERT OR IGNORE INTO password (text) VALUES (?)", [(text,) for text in texts if text])
    return int(case.value("SELECT count(*) FROM password")) - before


def remove(case: Case, texts: Iterable[str]) -> None:
    """Keep these no longer. Within an open transaction."""
    case.executemany("DELETE FROM password WHERE text = ?", [(text,) for text in texts])


def locked(case: Case) -> frozenset[int]:
    """The items that a password is missing for."""
    return frozenset(row["id"] for row in case.rows("SELECT id FROM item WHERE locked"))
