"""Passwords to try on what is locked: kept in the encrypted case, never shown, never in the trail."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.casefile import passwords
from reviewer.casefile.case import Case


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
