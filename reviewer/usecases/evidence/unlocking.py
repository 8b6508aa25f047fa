"""Try passwords on what is locked, say what they opened, and keep those that are worth it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items, passwords
from reviewer.domain.evidence.unpack_limits import UNRAISED, UnpackingLimits
from reviewer.domain.ids import ItemId
from reviewer.domain.progress import Progress
from reviewer.isolation.workers import Workers
from reviewer.usecases.evidence import intake
from reviewer.usecases.evidence.passwords import add


@dataclass(frozen=True, slots=True)
class Passwords:
    """What to try. Those that are ``listed`` are kept for what is taken in later; one that is typed, if it opens.

    Whoever types one wants something opened now, and types another where it does not; who has a list in a file
    gathered it, for more than is there yet.
    """

    texts: tuple[str, ...] = ()
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Unlocked:
    """What came of it: items tried, those read this time, those that were locked and are not, passwords kept anew."""

    tried: int
    recovered: int
    opened: int
    kept: int


def retry(
    case: Case,
    workers: Workers,
    wanted: Passwords,
    *,
    within: Sequence[ItemId] = (),
    reason: str = "",
    limits: UnpackingLimits = UNRAISED,
    reviewer: str,
    progress: Progress | None = None,
) -> Unlocked:
    """Try again what could not be read, as :func:`intake.retry` does, with more passwords.

    They are kept before anything is read with them, since pages are made with them later; what is not worth keeping
    is forgotten in the end, also where it was stopped.
    """
    there = set(passwords.every(case))
    new = [each for each in dict.fromkeys(wanted.texts) if each and each not in there]
    before, held = passwords.locked(case), items.count(case)
    if new:
        add(case, new, reviewer=reviewer)
    opened, kept = 0, len(new)
    try:
        done = intake.retry(
            case, workers, within=within, reason=reason, limits=limits, reviewer=reviewer, progress=progress
        )
    finally:
        opened = len(before - passwords.locked(case))
        if new and not wanted.listed and not opened and items.count(case) == held:
            kept = 0
            with case.act(reviewer, "password remove") as act:
                passwords.remove(case, new)
                act.facts["passwords"] = len(new)
    return Unlocked(done.tried, done.recovered, opened, kept)
