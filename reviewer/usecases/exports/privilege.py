"""Say what is privileged, of what kind and on what ground: an item, or some words of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items, privilege, privilege_calls
from reviewer.casefile.pages import passages
from reviewer.domain.analysis.repeated import repeats
from reviewer.domain.analysis.subject import base_subject
from reviewer.domain.exports.privilege import PrivilegeCall, PrivilegeKind
from reviewer.domain.ids import ItemId, PassageId
from reviewer.domain.plain_line import plain_line
from reviewer.errors import InputError, NotFoundError
from reviewer.usecases.pages import review_coding

Place = tuple[ItemId, PassageId | None]
"""What a call is on: an item as a whole, or a passage of it."""

_NAMED = 5
"""Items that a refusal names; of more it tells how many."""

_LONGEST = 500
"""Characters of a basis or a description; a log is no place for more."""


@dataclass(frozen=True, slots=True)
class Relative:
    """Another item of the same message, and what was said of it; ``call`` is None when nothing was."""

    item: ItemId
    control: str
    call: PrivilegeCall | None


@dataclass(frozen=True, slots=True)
class Called:
    """A call with what it is on, the duplicates that were called with it, and the rest of the message.

    ``quote`` is the passage that it is on alone, empty where it is on the whole item.
    """

    call: PrivilegeCall
    control: str
    quote: str
    duplicates: tuple[str, ...]
    family: tuple[Relative, ...]

    @property
    def warnings(self) -> tuple[str, ...]:
        """What to look at next, in sentences."""
        if self.call.passage is not None:
            return ()
        undecided = [each.control for each in self.family if each.call is None]
        other = [each.control for each in self.family if each.call and each.call.withholds != self.call.withholds]
        found = []
        if undecided and self.call.withholds:
            found.append(f"withheld with it, as the same message, until somebody decides: {', '.join(undecided)}")
        if other:
            found.append(f"decided the other way, so the message is split: {', '.join(other)}")
        return tuple(found)


@dataclass(frozen=True, slots=True)
class CalledEach:
    """On how many items and passages there is a call now, the duplicates called with them, and how many were changed.

    ``again`` are those that had been explained otherwise before.
    """

    places: int
    duplicates: tuple[str, ...]
    again: int


@dataclass(frozen=True, slots=True)
class Claimable:
    """What a call can be on: an item as a whole, or with ``passage`` those words of it; with the call that there is."""

    passage: PassageId | None
    quote: str
    call: PrivilegeCall | None


@dataclass(frozen=True, slots=True)
class OfItem:
    """An item with all of it that a call can be on, the whole first."""

    item: ItemId
    control: str
    title: str
    parts: tuple[Claimable, ...]


def put(
    case: Case,
    item: ItemId,
    kind: PrivilegeKind,
    basis: str,
    *,
    description: str = "",
    passage: PassageId | None = None,
    alone: bool = False,
    reviewer: str,
) -> Called:
    """Call an item and its duplicates privileged, or ``passage`` of it; ``alone`` leaves the duplicates as they are.

    InputError without a basis, or with one that gives away words of the item. NotFoundError for a passage of another.
    """
    basis, description = (_checked(case, item, text) for text in (basis, description))
    _wanted(basis)
    control = _look_for(case, item, passage)
    copies = [] if alone or passage is not None else [c for c in review_coding.copies_of(case, item) if c != item]
    values = {"kind": kind.value, "basis": basis, "description": description, "reviewer": reviewer}
    with case.act(reviewer, "privilege mark", control) as act:
        for each in (item, *copies):
            privilege_calls.put(act, each, passage, **values)
        made = privilege_calls.of_item(case, item, passage)
        assert made is not None  # noqa: S101 - it was put just now
    return _called(case, made, copies)


def put_each(
    case: Case,
    places: Sequence[Place],
    kind: PrivilegeKind,
    basis: str,
    *,
    description: str = "",
    alone: bool = False,
    reviewer: str,
) -> CalledEach:
    """The same of several items or passages, and of the duplicates of those items, as one act: of all or of none.

    InputError without places or a basis, or with a text that gives away words of some of the items: they are named.
    """
    if not places:
        raise InputError("nothing is chosen that could be called privileged")
    chosen = list(dict.fromkeys(item for item, _ in places))
    basis, description = (_checked_of(case, chosen, text) for text in (basis, description))
    _wanted(basis)
    for item, passage in places:
        _look_for(case, item, passage)
    wholes = [item for item, passage in places if passage is None]
    found = [] if alone else [copy for item in wholes for copy in review_coding.copies_of(case, item)]
    copies = [item for item in dict.fromkeys(found) if item not in set(wholes)]
    values = {"kind": kind.value, "basis": basis, "description": description, "reviewer": reviewer}
    every = list(dict.fromkeys([*places, *((item, None) for item in copies)]))
    with case.act(reviewer, "privilege mark", _subject(case, chosen)) as act:
        before = {place: privilege_calls.of_item(case, *place) for place in every}
        for each, part in every:
            privilege_calls.put(act, each, part, **values)
    said = {place: call for place, call in before.items() if call is not None and call.explained}
    after = {place: privilege_calls.of_item(case, *place) for place in said}
    again = sum(after[place] != call for place, call in said.items())
    return CalledEach(len(dict.fromkeys(places)), tuple(items.get(case, each).control for each in copies), again)


def _subject(case: Case, chosen: Sequence[ItemId]) -> str:
    """One item by its number, several by how many they are and the first and the last of them."""
    first, last = (items.get(case, item).control for item in (chosen[0], chosen[-1]))
    return first if len(chosen) == 1 else f"{len(chosen):,} items, {first} … {last}"


def remove(
    case: Case, item: ItemId, *, passage: PassageId | None = None, alone: bool = False, reviewer: str
) -> tuple[str, ...]:
    """Take back the call on an item and its duplicates, or on ``passage`` of it; NotFoundError when there is none.

    Returns the control numbers of the duplicates of which something was taken back.
    """
    control = items.get(case, item).control
    copies = [] if alone or passage is not None else [c for c in review_coding.copies_of(case, item) if c != item]
    with case.act(reviewer, "privilege remove", control) as act:
        done = [each for each in (item, *copies) if privilege_calls.remove(act, each, passage)]
    if not done:
        where = control if passage is None else f"passage {passage} of {control}"
        raise NotFoundError(
            f"there is no call of privilege on {where}", "`reviewer privilege list CASE` has all calls."
        )
    return tuple(items.get(case, each).control for each in done if each != item)


def listed(case: Case) -> list[Called]:
    """All calls, in order of their items, each with the rest of its message."""
    return [_called(case, each, ()) for each in privilege_calls.listed(case)]


def unexplained(case: Case, chosen: Collection[ItemId]) -> list[ItemId]:
    """Those of some items that were called privileged as a whole and that nobody has explained yet, in order."""
    wanted = set(chosen)
    open_calls = (each for each in privilege_calls.listed(case) if each.withholds and not each.explained)
    return [each.item for each in open_calls if each.passage is None and each.item in wanted]


def of_item(case: Case, item: ItemId) -> OfItem:
    """What can be said of an item and of each of its passages, and what was; NotFoundError when there is no such."""
    known = items.get(case, item)
    whole = Claimable(None, "", privilege_calls.of_item(case, item))
    parts = [
        Claimable(each.passage.id, each.passage.anchor.quote, privilege_calls.of_item(case, item, each.passage.id))
        for each in passages.of_item(case, item)
    ]
    return OfItem(item, known.control, known.title, (whole, *parts))


def _called(case: Case, call: PrivilegeCall, copies: Sequence[ItemId]) -> Called:
    family = tuple(
        Relative(each, items.get(case, each).control, privilege_calls.of_item(case, each))
        for each in privilege.relatives(case, call.item)
    )
    names = tuple(items.get(case, each).control for each in copies)
    quote = "" if call.passage is None else passages.get(case, call.passage).passage.anchor.quote
    return Called(call, items.get(case, call.item).control, quote, names, family)


def gives_away(case: Case, item: ItemId, text: str) -> bool:
    """Whether a text repeats words of an item, of its subject or of its file's name."""
    known = items.get(case, item)
    heads = (base_subject(known.subject)[0], PurePosixPath(known.name).stem)
    return bool(text) and repeats(text, [*items.body(case, item).splitlines(), *heads])


def _wanted(basis: str) -> None:
    if not basis:
        raise InputError("a call of privilege needs a basis", "Say in a few words why: it stands in the privilege log.")


def _look_for(case: Case, item: ItemId, passage: PassageId | None) -> str:
    """The control number of an item; NotFoundError for a passage of another."""
    control = items.get(case, item).control
    if passage is not None and passages.get(case, passage).passage.item != item:
        raise NotFoundError(f"passage {passage} is not of {control}")
    return control


def _line(text: str) -> str:
    """A text for the log on one line; InputError when it is too long."""
    said = plain_line(text)
    if len(said) > _LONGEST:
        raise InputError(f"{len(said)} characters are too many for the privilege log", f"{_LONGEST} are the most.")
    return said


def _checked_of(case: Case, chosen: Sequence[ItemId], text: str) -> str:
    """A text for the log of several items; InputError that names those of which it gives words away."""
    if len(chosen) == 1:
        return _checked(case, chosen[0], text)
    said = _line(text)
    told = [items.get(case, item).control for item in chosen if gives_away(case, item, said)]
    if told:
        more = f" and {len(told) - _NAMED:,} more" if len(told) > _NAMED else ""
        raise InputError(
            f"this repeats words, the subject or the file name of {', '.join(told[:_NAMED])}{more}, and would stand in "
            "the privilege log",
            "Say it in words that do not give away what is protected, or leave these out.",
        )
    return said


def _checked(case: Case, item: ItemId, text: str) -> str:
    """A text for the log on one line; InputError when it gives away what the log must not."""
    said = _line(text)
    if gives_away(case, item, said):
        raise InputError(
            "this repeats words of the item, its subject or its file name, and would stand in the privilege log",
            "Say it in words that do not give away what is protected.",
        )
    return said
