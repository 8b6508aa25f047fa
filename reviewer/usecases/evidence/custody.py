"""The custody record: each intake, and a manifest by which anybody can check what was delivered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import account, intakes
from reviewer.domain.evidence.account import Account
from reviewer.domain.evidence.custody import IntakeRecord, manifest_line
from reviewer.errors import NotFoundError


def records(case: Case) -> list[IntakeRecord]:
    """The record of every intake, the first first."""
    return intakes.records(case)


def failure_count(case: Case) -> int:
    """How many files and items could not be read, of all intakes."""
    return account.failure_count(case)


def brought(case: Case, before: Sequence[IntakeRecord]) -> tuple[IntakeRecord | None, Account]:
    """The intake that has begun, or gone on, since the records were ``before``, with the account of what it brought.

    None, and an empty account, when there was none.
    """
    left = {each.id: each for each in records(case) if each not in before}
    if not left:
        return None, Account((), ())
    last = left[max(left)]
    return last, account.account(case, last.id)


def manifest(case: Case, root: str = "") -> Iterator[str]:
    """Lines in the format of ``sha256sum``, for every file that was taken in.

    With absolute names, or, for one root, with names below it, so that they can be checked wherever the medium is
    mounted. NotFoundError for a root that was never named to an intake.
    """
    if root and root not in {path for record in intakes.records(case) for path, _ in record.media}:
        raise NotFoundError(f"“{root}” was never taken in", "`reviewer intake list CASE` names what was.")
    for taken, path, sha256 in intakes.manifest(case):
        if root:
            if taken == root:
                yield manifest_line(sha256, path or PurePath(taken).name)
        else:
            yield manifest_line(sha256, f"{taken.rstrip('/')}/{path}" if path else taken)
