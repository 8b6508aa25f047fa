"""Make two officers one, one officer two, and tell who an unidentified officer is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.casefile.engine.case import Act, Case
from reviewer.casefile.evidence import items
from reviewer.casefile.people import item_officers, merging, officers
from reviewer.domain.ids import OfficerId
from reviewer.domain.people.merging import is_unidentified
from reviewer.domain.people.officer import Officer
from reviewer.domain.people.same_officer import Met, Sign, signs
from reviewer.errors import InputError, NotFoundError

# Handed on as the case file answers them.
formers = merging.formers
unidentified = merging.unidentified


@dataclass(frozen=True, slots=True)
class Parts:
    """What of an officer is another's: ids of links and notes, stations, aliases or addresses.

    ``items`` are those linked as a whole, by their control numbers.
    """

    links: Sequence[int] = ()
    notes: Sequence[int] = ()
    stations: Sequence[str] = ()
    names: Sequence[str] = ()
    items: Sequence[str] = ()

    def __bool__(self) -> bool:
        return bool(self.links or self.notes or self.stations or self.names or self.items)


@dataclass(frozen=True, slots=True)
class Compared:
    """Two officers who may be one: what speaks for it and against it, and how many rows of each table would move."""

    kept: Officer
    gone: Officer
    signs: tuple[Sign, ...]
    moved: dict[str, int]


def compare(case: Case, kept: str, gone: str) -> Compared:
    """What speaks for two officers being one, and what making them one would move. Changes nothing."""
    stays, goes = officers.find(case, kept), officers.find(case, gone)
    if stays.id == goes.id:
        raise InputError(f"{stays.name} ({stays.serial}) is one officer already")
    sides = ([address.lower() for address in each.addresses] for each in (stays, goes))
    met = Met(merging.roles_together(case, stays.id, goes.id), merging.letters_between(case, *sides))
    return Compared(stays, goes, tuple(signs(stays, goes, met)), merging.counts(case, goes.id))


def add_unidentified(case: Case, name: str, *, description: str = "", reviewer: str) -> Officer:
    """Add an officer whom the evidence names and who is not known yet; the serial number is given: ``U-1``."""
    with case.act(reviewer, "officer unidentified", merging.next_serial(case)) as act:
        made = merging.add_unidentified(act, name, description.strip())
    return officers.get(case, made)


def resolve(case: Case, who: str, real: str, *, name: str = "", reason: str = "", reviewer: str) -> Officer:
    """Say who an unidentified officer is: one whom the case knows, or, with a name, one of a new serial number.

    All that hangs on the one hangs on the other afterwards. InputError when ``who`` is identified, or ``real`` is not.
    """
    unknown = officers.find(case, who)
    if not unknown.unidentified:
        raise InputError(
            f"{unknown.name} ({unknown.serial}) is no unidentified officer", "See `reviewer officer merge`."
        )
    known = _known(case, real, named=bool(name.strip()))
    if known is None:
        serial, name = _new_serial(case, real), " ".join(name.split())
        with case.act(reviewer, "officer resolve", f"{unknown.serial} is {serial}") as act:
            merging.identify(act, unknown.id, serial, name)
            act.facts.update(gone=unknown.serial, kept=serial, reason=reason.strip())
        return officers.get(case, unknown.id)
    if known.unidentified:
        raise InputError(f"{known.name} ({known.serial}) is not identified either", "See `reviewer officer merge`.")
    return _merge(case, known, unknown, reason, reviewer)


def merge(case: Case, kept: str, gone: str, *, reason: str = "", reviewer: str) -> Officer:
    """Make two officers one: all that hangs on ``gone`` hangs on ``kept`` afterwards. Returns the one who stays.

    InputError when they are one already, when only the one to stay is unidentified, or when both have something that
    one officer can have but once; nothing is changed then.
    """
    stays, goes = officers.find(case, kept), officers.find(case, gone)
    if stays.id == goes.id:
        raise InputError(f"{stays.name} ({stays.serial}) is one officer already")
    if stays.unidentified and not goes.unidentified:
        raise InputError(
            f"{stays.serial} is not identified, and {goes.serial} is",
            f"Say it the other way round: `reviewer officer resolve CASE {stays.serial} {goes.serial}`.",
        )
    return _merge(case, stays, goes, reason, reviewer)


def split(case: Case, who: str, other: str, parts: Parts, *, name: str = "", reviewer: str) -> Officer:
    """Give some of what hangs on one officer to another, who is added if a name is given. Returns that other one.

    NotFoundError for a part that the officer has not; InputError when nothing was chosen.
    """
    source = officers.find(case, who)
    if not parts:
        raise InputError("nothing was chosen that is another officer's", "Name links, notes, stations or names.")
    target = _known(case, other, named=bool(name.strip()))
    if target is not None and target.id == source.id:
        raise InputError(f"{source.name} ({source.serial}) is the same officer")
    serial = _new_serial(case, other) if target is None else target.serial
    with case.act(reviewer, "officer split", f"{serial} from {source.serial}") as act:
        added = Officer(OfficerId(0), serial, " ".join(name.split()))
        to = officers.add(act, added) if target is None else target.id
        moved = _give(act, source, to, parts)
        act.facts.update({"from": source.serial, "to": serial, "moved": moved})
    return officers.get(case, to)


def part(case: Case, who: str, serial: str, *, reviewer: str) -> Officer:
    """Take a merge apart again, however long ago it was. Returns the officer who is back.

    What came along with that officer goes back; what was added since stays with the one who stayed.
    """
    kept = officers.find(case, who)
    was = merging.former(case, serial)
    if was is None or was[0] != kept.id:
        raise NotFoundError(f"no officer {serial} was merged into {kept.name} ({kept.serial})")
    with case.act(reviewer, "officer split", f"{was[1].serial} from {kept.serial}") as act:
        back = merging.part(act, kept.id, was[1])
    return officers.get(case, back)


def _merge(case: Case, kept: Officer, gone: Officer, reason: str, reviewer: str) -> Officer:
    resolved = gone.unidentified and not kept.unidentified
    verb, said = ("officer resolve", "is") if resolved else ("officer merge", "into")
    with case.act(reviewer, verb, f"{gone.serial} {said} {kept.serial}") as act:
        merging.merge(act, kept, gone, reason=reason.strip(), reviewer=reviewer)
    return officers.get(case, kept.id)


def _give(act: Act, source: Officer, to: OfficerId, parts: Parts) -> dict[str, int]:
    by_table = {each.table: each for each in merging.references(act.case) if each.column == "officer"}
    wanted = {
        "link": parts.links,
        "note": parts.notes,
        "assignment": [row for each in parts.stations for row in officers.assignment_ids(act.case, source.id, each)],
        "officer_name": [officers.name_id(act.case, source.id, value) for value in parts.names],
        "item_officer": [
            item_officers.row_id(act.case, source.id, items.find(act.case, each).id) for each in parts.items
        ],
    }
    moved = {}
    for table, ids in wanted.items():
        rows = merging.chosen(act.case, by_table[table], ids, source.id)
        for row in rows:
            merging.move(act, by_table[table], row, to)
        if rows:
            moved[table] = len(rows)
    return moved


def _known(case: Case, who: str, *, named: bool) -> Officer | None:
    """The officer meant; None where a new one is to be made, for which a name was given."""
    if named:
        kept = officers.of_serial(case, who.strip())
        if kept is not None:
            raise InputError(
                f"serial number {kept.serial} is {kept.name} already", "Leave the name away if that is meant."
            )
        return None
    return officers.find(case, who)


def _new_serial(case: Case, serial: str) -> str:
    serial = serial.strip()
    if not serial:
        raise InputError("an officer needs a serial number")
    if is_unidentified(serial):
        raise InputError(f"serial numbers like {serial} are kept for officers who are not identified")
    was = merging.former(case, serial)
    if was is not None:
        raise InputError(f"serial number {serial} was merged into {officers.get(case, was[0]).serial}")
    return serial
