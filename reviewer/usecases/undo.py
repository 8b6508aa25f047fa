"""Take back a reviewer's last act, or do again what was taken back."""

from __future__ import annotations

from reviewer.casefile.engine import undo as trail
from reviewer.casefile.engine.audit import AuditEntry
from reviewer.casefile.engine.case import Case
from reviewer.casefile.exports import productions
from reviewer.casefile.policy import finding_signatures
from reviewer.domain.ids import AuditId
from reviewer.errors import InputError


def undo(case: Case, *, reviewer: str, only: AuditId | None = None) -> AuditEntry:
    """Take back this reviewer's last act and return it. InputError when there is none, or later work stands on it.

    With ``only``, InputError too when that entry is not the last any more: what one was told of is undone, or nothing.
    """
    done, _ = trail.stacks(case, reviewer)
    if not done:
        raise InputError("there is nothing to undo")
    if only is not None and done[-1] != only:
        raise InputError("something else was done since", "Press Ctrl+Z to see what that was.")
    productions.refuse_undo(case, trail.entry(case, done[-1]))
    return _take_back(case, done[-1], trail.UNDO, reviewer)


def redo(case: Case, *, reviewer: str, passphrase: str | None = None) -> AuditEntry:
    """Do again the act this reviewer last took back, and return it.

    InputError when there is nothing, or later work stands in the way. What is signed with a key is done again by the
    ``passphrase`` of that key alone, since anybody can type a name: CredentialError without it.
    """
    _, undone = trail.stacks(case, reviewer)
    if not undone:
        raise InputError("there is nothing to redo")
    finding_signatures.refuse_again(case, trail.entry(case, undone[-1]), reviewer, passphrase)
    productions.refuse_again(case, trail.entry(case, undone[-1]))
    return _take_back(case, undone[-1], trail.REDO, reviewer)


def redo_signs(case: Case, *, reviewer: str) -> bool:
    """Whether this reviewer's next redo gives a signature again that was taken back."""
    _, undone = trail.stacks(case, reviewer)
    return bool(undone) and finding_signatures.signed(trail.entry(case, undone[-1])) is not None


def _take_back(case: Case, number: AuditId, verb: str, reviewer: str) -> AuditEntry:
    entry = trail.entry(case, number)
    done = trail.original(case, entry)
    with case.act(reviewer, verb, entry.subject, undoes=number) as act:
        act.facts["act"] = done.act
        trail.take_back(act, entry)
    return done
