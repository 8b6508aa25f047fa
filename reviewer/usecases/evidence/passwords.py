"""Passwords to try on what is locked: kept in the encrypted case, never shown, never in the trail."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import passwords
from reviewer.errors import InputError


def add(case: Case, texts: Sequence[str], *, reviewer: str) -> int:
    """Add passwords to try from now on; how many were new. The trail says how many, not which."""
    with case.act(reviewer, "password add") as act:
        new = passwords.add(case, texts)
        if new:
            act.facts["passwords"] = new
    return new


def count(case: Case) -> int:
    """How many passwords there are to try."""
    return len(passwords.every(case))


def of_file(file: Path) -> list[str]:
    """The passwords that a text file lists, one a line. InputError when it cannot be read as text."""
    try:
        return file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file} cannot be read as text: {error}", "One password a line, in UTF-8.") from error
