"""Compare every row of a case with its seal, and the seals with what the audit trail says of them."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge
from itertools import groupby
from operator import itemgetter

from reviewer.casefile.engine import audit, seals
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.seal_places import Place, places
from reviewer.domain.evidence.item import control_number
from reviewer.domain.progress import Progress, stop_if_cancelled

NEVER = "never"
_LOOK_EVERY = 500
_FIRST = 21
"""The first format with seals."""


def check(case: Case, progress: Progress) -> tuple[int, list[str]]:
    """How many seals there are; the rows that are not as they were sealed, and seals that the trail does not have."""
    if not case.tuples("SELECT 1 FROM sqlite_schema WHERE name = 'seal'"):
        bound = _last_bound(case)  # none in a format without
        return 0, [] if bound is None else [f"the seals that audit entry {bound.id} bound are gone"]
    numbers = dict(case.tuples("SELECT name, id FROM seal_table"))
    total, done, found, sum_ = int(case.value("SELECT count(*) FROM seal")), 0, list[str](), 0
    prefix = str(case.value("SELECT control_prefix FROM case_record"))
    for place in places(case):
        if place.table not in numbers:
            found.append(f"{place.table} has no seals")
            continue
        for key, kept, made in _compared(case, place, numbers[place.table]):
            done += 1
            if place.recorded and kept is not None:
                sum_ += seals.term(place.table, key, kept)
            if kept != made:
                found.append(f"{_where(case, place, key, prefix)}: {_what(kept, made)}")
            if done % _LOOK_EVERY == 0:
                stop_if_cancelled(progress)
                progress.step(done, max(total, done), "seals")
    return total, found + list(_sums(case, sum_ % 2**256)) + list(_sealed_anew(case))


def since(case: Case) -> str:
    """When the rows of a case were first sealed; empty when they always were, ``never`` when none is."""
    for entry in audit.entries(case):
        if entry.sealed:
            return "" if entry.act == "case create" else entry.at
    return NEVER


def _compared(case: Case, place: Place, number: int) -> Iterator[tuple[int, bytes | None, bytes | None]]:
    """Each number that has a seal, or rows, of a table: the seal that is kept, and the one that the rows have."""
    kept = (
        (key, 0, seal)
        for key, seal in case.streamed("SELECT key, hash FROM seal WHERE seal_table = ? ORDER BY key", (number,))
    )
    made = ((key, 1, seal) for key, seal in seals.sealed(case, place))
    for key, both in groupby(merge(kept, made, key=itemgetter(0, 1)), itemgetter(0)):
        found = {side: seal for _, side, seal in both}
        yield key, found.get(0), found.get(1)


def _where(case: Case, place: Place, key: int, prefix: str) -> str:
    item = case.value(place.item, (key,)) if place.item else None
    if item is not None:
        return f"{place.table} of {control_number(prefix, item)}"
    if place.bits:
        return f"{place.table} {key << place.bits} to {((key + 1) << place.bits) - 1}"
    return f"{place.table} {key}"


def _what(kept: bytes | None, made: bytes | None) -> str:
    if kept is None:
        return "this is not what the program wrote"
    return "what was written here is gone" if made is None else "this is not what was written last"


def _last_bound(case: Case) -> audit.AuditEntry | None:
    """The last entry of the trail that has the sum of the seals."""
    last = None
    for entry in audit.entries(case):
        last = entry if entry.sealed else last
    return last


def _sealed_anew(case: Case) -> Iterator[str]:
    """The step that seals a case of a format without, in one that had seals: somebody made it look like one of those.

    Whatever was changed meanwhile has the seals of what it was changed to.
    """
    bound = 0
    for entry in audit.entries(case):
        if bound and entry.act == "case upgrade" and entry.facts.get("to") == _FIRST:
            yield f"audit entry {entry.id} sealed the case anew, though audit entry {bound} had bound its seals"
        bound = entry.id if entry.sealed else bound


def _sums(case: Case, found: int) -> Iterator[str]:
    last = _last_bound(case)
    if last is None:
        yield "no audit entry binds the seals"
    elif f"{found:064x}" != last.sealed:
        yield f"the seals are not those that audit entry {last.id} bound"
    if seals.stored_sum(case) != found:
        yield "the sum of the seals is not that of the seals"
