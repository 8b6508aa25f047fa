"""One delivery, from the disk to a case in order: passwords, files, copies and threads, scanned pages."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reviewer.casefile.engine.case import Case
from reviewer.domain.evidence.account import Account
from reviewer.domain.evidence.unpack_limits import UNRAISED, UnpackingLimits
from reviewer.domain.pages.ocr import Outcome
from reviewer.domain.progress import Progress
from reviewer.errors import CancelledError, KnownError
from reviewer.isolation.workers import Workers
from reviewer.usecases.analysis import analysis
from reviewer.usecases.evidence import intake, passwords
from reviewer.usecases.pages import ocr


@dataclass(frozen=True, slots=True)
class Delivery:
    """What was dropped, whose it is and where from.

    Besides a file of passwords, the language of scanned pages to be read, and how far archives are taken apart.
    """

    paths: tuple[Path, ...]
    custodian: str
    source: str
    passwords: Path | None = None
    language: str = ""
    limits: UnpackingLimits = UNRAISED


@dataclass(frozen=True, slots=True)
class Taken:
    """The account; pages read by machine, how many of them in doubt, and what kept pages from being read."""

    account: Account
    recognised: int | None = None
    doubtful: int = 0
    problem: KnownError | None = None


def take_in(case: Case, workers: Workers, delivery: Delivery, *, reviewer: str, progress: Progress) -> Taken:
    """Take a delivery in. CancelledError when stopped on the way, with all that was done kept.

    Pages that cannot be read by machine are a problem of their own: the delivery is in the case all the same.
    """
    if delivery.passwords is not None:
        passwords.add(case, passwords.of_file(delivery.passwords), reviewer=reviewer)
    account = intake.add(
        case,
        workers,
        delivery.paths,
        custodian=delivery.custodian,
        source=delivery.source,
        limits=delivery.limits,
        reviewer=reviewer,
        progress=progress,
    )
    analysis.arrange(case, reviewer=reviewer, progress=progress, workers=workers)
    if not delivery.language:
        return Taken(account)
    try:
        ocr.make_pages(case, workers, reviewer=reviewer, progress=progress)
        done = ocr.run(case, language=delivery.language, reviewer=reviewer, progress=progress)
    except CancelledError:
        raise
    except KnownError as error:
        return Taken(account, problem=error)
    return Taken(account, done.pages[Outcome.RECOGNISED], done.low)
