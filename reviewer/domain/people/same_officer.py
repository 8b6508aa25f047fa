"""What speaks for and against two officers being one.

Nothing here is certain, and nobody is merged by it: it is laid before the reviewer, who decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from reviewer.domain.people.officer import Assignment, Officer, Role
from reviewer.domain.people.people_found import name_key
from reviewer.domain.query import fold

_DOERS = frozenset({Role.AUTHOR, Role.PROMOTER, Role.SOLICITOR})


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that speaks for it, or against it, in words."""

    speaks_for: bool
    text: str


@dataclass(frozen=True, slots=True)
class Met:
    """Where the evidence has both: the roles of each by passage, and how many messages went between their addresses."""

    roles: Mapping[int, tuple[frozenset[Role], frozenset[Role]]] = field(default_factory=dict)
    letters: int = 0


def signs(one: Officer, other: Officer, met: Met | None = None) -> list[Sign]:
    """What speaks for these being one officer, and then what speaks against it."""
    met = met or Met()
    found = [Sign(True, text) for text in (*_names(one, other), *_addresses(one, other), *_stations(one, other))]
    found += [Sign(True, text) for text in _same_roles(met)]
    found += [Sign(False, text) for text in (*_elsewhere(one, other), *_against(one, other, met))]
    return found


def _names(one: Officer, other: Officer) -> Iterable[str]:
    names, others = _by_fold((one.name, *one.aliases)), _by_fold((other.name, *other.aliases))
    for folded in names.keys() & others.keys():
        yield f"both are called {names[folded]}"
    if names.keys() & others.keys():
        return
    for name in names.values():
        for like in others.values():
            how = _alike(name, like)
            if how:
                yield f"{name} and {like} {how}"
                return


def _alike(name: str, other: str) -> str:
    key, wanted = name_key(name), name_key(other)
    if key is None or wanted is None or key[1] != wanted[1]:
        return ""
    if key[0] == wanted[0]:
        return "differ in what stands between first name and surname"
    short = min(key[0], wanted[0], key=len)
    initial = len(short) == 1 and key[0][0] == wanted[0][0]
    return "have a surname and an initial in common" if initial else ""


def _addresses(one: Officer, other: Officer) -> Iterable[str]:
    held, others = _lower(one.addresses), _lower(other.addresses)
    for address in sorted(held & others):
        yield f"both write from {address}"
    local = {address.partition("@")[0]: address for address in sorted(held - others)}
    for address in sorted(others - held):
        if address.partition("@")[0] in local:
            yield f"{local[address.partition('@')[0]]} and {address} differ only behind the @"


def _stations(one: Officer, other: Officer) -> Iterable[str]:
    for held, has in _pairs(one.assignments, other.assignments):
        if held.station.casefold() == has.station.casefold() and _overlap(held, has):
            yield f"both were at {held.station} {_days(held, has)}"


def _elsewhere(one: Officer, other: Officer) -> Iterable[str]:
    for held, has in _pairs(one.assignments, other.assignments):
        if held.station.casefold() != has.station.casefold() and _overlap(held, has):
            yield f"{one.serial} was at {held.station} while {other.serial} was at {has.station} {_days(held, has)}"


def _same_roles(met: Met) -> Iterable[str]:
    """One thing is written, promoted or asked for by one person; many can receive it or be mentioned in it."""
    same = [passage for passage, (held, has) in met.roles.items() if held & has & _DOERS]
    if same:
        yield f"{_passages(same)} {'has' if len(same) == 1 else 'have'} both in the same role"


def _against(one: Officer, other: Officer, met: Met) -> Iterable[str]:
    sides = {Role.AUTHOR, Role.RECIPIENT}
    apart = [
        passage for passage, (held, has) in met.roles.items() if held & sides and has & sides and not held & has & sides
    ]
    if apart:
        yield f"{_passages(apart)} {'has' if len(apart) == 1 else 'have'} one as author and the other as recipient"
    if met.letters:
        messages = "1 message" if met.letters == 1 else f"{met.letters:,} messages"
        yield f"{messages} went from one to the other"
    if not one.unidentified and not other.unidentified:
        yield f"the roster has two serial numbers, {one.serial} and {other.serial}"


def _passages(numbers: Sequence[int]) -> str:
    return f"passage{'' if len(numbers) == 1 else 's'} {', '.join(map(str, sorted(numbers)))}"


def _pairs(held: Iterable[Assignment], has: Sequence[Assignment]) -> Iterable[tuple[Assignment, Assignment]]:
    return ((one, other) for one in held for other in has)


def _overlap(one: Assignment, other: Assignment) -> bool:
    return (not one.end or not other.start or other.start <= one.end) and (
        not other.end or not one.start or one.start <= other.end
    )


def _days(one: Assignment, other: Assignment) -> str:
    """The days that two assignments have in common."""
    start, ends = max(one.start, other.start), [each.end for each in (one, other) if each.end]
    if not start and not ends:
        return "at a time not said"
    return f"from {start or '…'} to {min(ends) if ends else '…'}"


def _by_fold(names: Iterable[str]) -> dict[str, str]:
    return {fold(name): name for name in reversed(list(names))}


def _lower(values: Iterable[str]) -> set[str]:
    return {value.lower() for value in values}
