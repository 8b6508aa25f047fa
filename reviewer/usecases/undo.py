"""Take back a reviewer's last act, or the last few of them, or do again what was taken back."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.casefile import bulk_rows, saved_undo
from reviewer.casefile.engine import audit
from reviewer.casefile.engine import undo as trail
from reviewer.casefile.engine.audit import AuditEntry, Change
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.undisturbed import seldom_disturbed
from reviewer.casefile.exports import productions
from reviewer.casefile.policy import finding_signatures
from reviewer.domain.ids import AuditId
from reviewer.domain.progress import NOTHING_DONE, stop_if_cancelled
from reviewer.errors import InputError

ONE_BY_ONE = frozenset({"item mark", "item read", "item unread", "passage add", "passage tag", "passage untag"})
"""What one does to one document after the other, a key each, as one goes through a list."""

MOST = 400
"""So many acts are taken back at once: fewer than are looked at for an undo."""


def undo(case: Case, *, reviewer: str, only: AuditId | None = None) -> AuditEntry:
    """Take back this reviewer's last act and return it, or the last part of it.

    InputError when there is none, or later work stands on it.

    With ``only``, InputError too when that entry is not the last any more: what one was told of is undone, or nothing.
    """
    done, _ = trail.stacks(case, reviewer)
    if not done:
        raise InputError("there is nothing to undo")
    if only is not None and done[-1] != only:
        raise InputError("something else was done since", "Press Ctrl+Z to see what that was.")
    return _undo_all(case, bulk_rows.parts(case, done), reviewer)[-1]


def undo_last(case: Case, count: int, *, reviewer: str) -> list[AuditEntry]:
    """Take back this reviewer's last acts, so many of them, and return them, the latest first.

    Each leaves an entry of its own, as if it were taken back alone; but all of them are taken back, or none is. An act
    in parts is one. InputError when there are fewer, or more than :data:`MOST` are meant, or later work stands on one.
    """
    done, _ = trail.stacks(case, reviewer)
    return _undo_all(case, _last(case, done, count, "undo"), reviewer)


def undo_run(case: Case, first: AuditId, *, reviewer: str) -> list[AuditEntry]:
    """Take back all that this reviewer did from one act on, as :func:`undo_last` does, where it was :data:`ONE_BY_ONE`.

    What was done and is not known of yet where this was asked is taken back with the rest.
    """
    done, _ = trail.stacks(case, reviewer)
    acts = done[done.index(first) :] if first in done else []
    if any(trail.original(case, trail.entry(case, each)).act not in ONE_BY_ONE for each in acts):
        raise InputError("something else was done since", "Press Ctrl+Z to see what that was.")
    return _undo_all(case, _last(case, acts, max(len(acts), 1), "undo"), reviewer)


def _undo_all(case: Case, acts: Sequence[AuditId], reviewer: str) -> list[AuditEntry]:
    return _back(case, acts, trail.UNDO, reviewer)


def redo_last(case: Case, count: int, *, reviewer: str) -> list[AuditId]:
    """Do again the acts that this reviewer took back last, so many of them; the entries that do so, in their order.

    All are done again, or none is. What was signed with a key is refused: :func:`redo` asks for its passphrase.
    """
    _, undone = trail.stacks(case, reviewer)
    acts = _last(case, undone, count, "redo")
    for each in acts:
        finding_signatures.refuse_again(case, trail.entry(case, each), reviewer, None)
    _back(case, acts, trail.REDO, reviewer)
    done, _ = trail.stacks(case, reviewer)
    return done[-len(acts) :]


def _last(case: Case, acts: Sequence[AuditId], count: int, verb: str) -> Sequence[AuditId]:
    """So many of some acts, the last ones, with all their parts."""
    if not acts:
        raise InputError(f"there is nothing to {verb}")
    if count > MOST:
        raise InputError(f"at most {MOST} acts can be taken back at once", f"Take {MOST}, and then the rest.")
    if not 0 < count <= len(acts):
        raise InputError(f"there are {len(acts):,} acts to {verb}, and not {count:,}", f"Use 1 to {len(acts):,}.")
    before = list(acts)
    for _ in range(count):
        if not before:
            break
        del before[-len(bulk_rows.parts(case, before)) :]
    return acts[len(before) :]


def _back(case: Case, acts: Sequence[AuditId], verb: str, reviewer: str) -> list[AuditEntry]:
    """Take acts back, the latest first; the parts of one in their order, so that the last tells of all."""
    done, naming, each_act = list[AuditEntry](), list[Change](), _each_with_parts(case, acts)
    with seldom_disturbed(), case.acts_together():
        for number, parts in enumerate(each_act):
            first = audit.head(case)[0] + 1 if len(parts) > 1 else None
            items = _items(trail.original(case, trail.entry(case, parts[-1]))) if len(each_act) == 1 else 0
            so_far = 0
            for each in parts:
                stop_if_cancelled(case.progress, NOTHING_DONE)
                if items:
                    case.progress.step(so_far, items, "documents")
                elif len(each_act) > 1:
                    case.progress.step(number, len(each_act), "acts")
                last = _take_back(case, each, verb, reviewer, first, naming=naming)
                so_far = _items(last)
            done.append(last)
        saved_undo.refuse_broken(case, naming)
    return done


def _each_with_parts(case: Case, acts: Sequence[AuditId]) -> list[list[AuditId]]:
    """Acts, the latest first, each with its parts in their order."""
    left, found = list(acts), list[list[AuditId]]()
    while left:
        found.append(bulk_rows.parts(case, left))
        del left[-len(found[-1]) :]
    return found


def _items(part: AuditEntry) -> int:
    """How many items an act in parts had changed by the end of a part; 0 of an act that has none."""
    return int(part.facts["items"]) if bulk_rows.TOGETHER in part.facts else 0


def redo(case: Case, *, reviewer: str, passphrase: str | None = None) -> AuditEntry:
    """Do again the act this reviewer last took back, and return it.

    InputError when there is nothing, or later work stands in the way. What is signed with a key is done again by the
    ``passphrase`` of that key alone, since anybody can type a name: CredentialError without it.
    """
    _, undone = trail.stacks(case, reviewer)
    if not undone:
        raise InputError("there is nothing to redo")
    acts = bulk_rows.parts(case, undone)
    for each in acts:
        finding_signatures.refuse_again(case, trail.entry(case, each), reviewer, passphrase)
    return _back(case, acts, trail.REDO, reviewer)[-1]


def redo_signs(case: Case, *, reviewer: str) -> bool:
    """Whether this reviewer's next redo gives a signature again that was taken back."""
    _, undone = trail.stacks(case, reviewer)
    return bool(undone) and finding_signatures.signed(trail.entry(case, undone[-1])) is not None


def _take_back(
    case: Case, number: AuditId, verb: str, reviewer: str, first: int | None, *, naming: list[Change]
) -> AuditEntry:
    entry = trail.entry(case, number)
    refuse = productions.refuse_undo if verb == trail.UNDO else productions.refuse_again
    refuse(case, entry)  # as the case is by now, without what was done after it
    naming += saved_undo.naming(entry)
    done = trail.original(case, entry)
    with case.act(reviewer, verb, entry.subject, undoes=number) as act:
        act.facts["act"] = done.act
        if first is not None:
            act.facts[bulk_rows.TOGETHER] = first
        trail.take_back(act, entry)
    return done
