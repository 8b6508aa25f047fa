"""Say what is privileged, of what kind and on what ground: an item, or some words of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
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

    ``quote`` is the passage that it is on alone, empty where it is on the whole item. ``replaced`` are those of the
    duplicates of which something else had been claimed until now.
    """

    call: PrivilegeCall
    control: str
    quote: str
    duplicates: tuple[str, ...]
    family: tuple[Relative, ...]
    replaced: tuple[str, ...] = ()

    @property
    def warnings(self) -> tuple[str, ...]:
        """What to look at next, in sentences."""
        found = [replaced_words(self.replaced)] if self.replaced else []
        if self.undecided:
            found.append(f"withheld with it, as the same message, until somebody decides: {', '.join(self.undecided)}")
        if self.split:
            found.append(f"decided the other way, so the message is split: {', '.join(self.split)}")
        return tuple(found)

    @property
    def undecided(self) -> tuple[str, ...]:
        """What is withheld with it although nobody has said anything of it."""
        if self.call.passage is not None or not self.call.withholds:
            return ()
        return tuple(each.control for each in self.family if each.call is None)

    @property
    def split(self) -> tuple[str, ...]:
        """What of the same message was decided the other way."""
        if self.call.passage is not None:
            return ()
        others = (each for each in self.family if each.call and each.call.withholds != self.call.withholds)
        return tuple(each.control for each in others)


def warnings_of(called: Sequence[Called]) -> tuple[str, ...]:
    """What to look at next of several calls, in sentences: as of one, with the items of all named once."""
    if len(called) == 1:
        return called[0].warnings
    undecided = dict.fromkeys(each for one in called for each in one.undecided)
    split = dict.fromkeys(each for one in called for each in one.split)
    found = []
    if undecided:
        found.append(f"withheld with them, as the same messages, until somebody decides: {_few(list(undecided))}")
    if split:
        found.append(f"decided the other way, so messages are split: {_few(list(split))}")
    return tuple(found)


def replaced_words(controls: Sequence[str]) -> str:
    """Of which duplicates something else had been claimed, as a sentence."""
    return f"said in the place of another claim that a duplicate had: {_few(controls)}"


def _few(controls: Sequence[str]) -> str:
    """The first of some items, and how many more there are."""
    more = f" and {len(controls) - _NAMED:,} more" if len(controls) > _NAMED else ""
    return f"{', '.join(controls[:_NAMED])}{more}"


@dataclass(frozen=True, slots=True)
class CalledEach:
    """Of how many items and passages it was said, and the duplicates called with them.

    ``again`` is how many had been explained otherwise before, ``replaced`` those duplicates of which that was not the
    claim of what was chosen, ``kept`` the items with a claim that was left as it was.
    ``warnings`` say what to look at next.
    """

    places: int
    duplicates: tuple[str, ...]
    again: int
    replaced: tuple[str, ...]
    kept: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def kept_words(self) -> str:
        """Which of them keep the claim that they had, as a sentence; empty for none."""
        some = f"{len(self.kept):,} keep{'s' * (len(self.kept) == 1)} the claim that was there: {_few(self.kept)}"
        return some if self.kept else ""


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
    calls = {place: privilege_calls.of_item(case, *place) for place in ((item, passage), *((c, None) for c in copies))}
    replaced = _replaced(case, calls, {(item, passage)}, (kind, basis, description))
    values = {"kind": kind.value, "basis": basis, "description": description, "reviewer": reviewer}
    with case.act(reviewer, "privilege mark", control) as act:
        for each in (item, *copies):
            privilege_calls.put(act, each, passage, **values)
        made = privilege_calls.of_item(case, item, passage)
        assert made is not None  # noqa: S101 - it was put just now
    return _called(case, made, copies, replaced)


def put_each(
    case: Case,
    places: Sequence[Place],
    kind: PrivilegeKind,
    basis: str,
    *,
    description: str = "",
    alone: bool = False,
    replace: bool = False,
    reviewer: str,
) -> CalledEach:
    """The same of several items or passages, and of the duplicates of those items, as one act: of all or of none.

    What somebody has explained otherwise keeps its claim, unless that is to ``replace``. InputError without places or a
    basis, where all have a claim already, or with a text that gives away words of some of the items: they are named.
    """
    if not places:
        raise InputError("nothing is chosen that could be called privileged")
    for item, passage in places:
        _look_for(case, item, passage)
    said = (kind, _line(basis), _line(description))
    _wanted(said[1])
    before = {place: privilege_calls.of_item(case, *place) for place in places}
    meant = [place for place, call in before.items() if replace or not _otherwise(call, said)]
    chosen = list(dict.fromkeys(item for item, _ in meant))
    if not chosen:
        told = f"all {len(places):,} have a claim already, and nothing was changed"
        raise InputError(told, "Replace their claims, or choose others.")
    wholes = [] if alone else [item for item, passage in meant if passage is None]
    copies = {(copy, None): None for item in wholes for copy in review_coding.copies_of(case, item)}
    beside = {place: privilege_calls.of_item(case, *place) for place in copies if place not in before}
    others = [place for place, call in beside.items() if replace or not _otherwise(call, said)]
    earlier = [item for (item, _), call in (before | beside).items() if _otherwise(call, said)]
    check = _checked_of if len(before) > 1 else _checked_one
    basis, description = (check(case, chosen, text) for text in said[1:])
    values = {"kind": kind.value, "basis": basis, "description": description, "reviewer": reviewer}
    with case.act(reviewer, "privilege mark", _subject(case, chosen)) as act:
        for each, part in (*meant, *others):
            privilege_calls.put(act, each, part, **values)
    calls = [call for place in (*meant, *others) if (call := privilege_calls.of_item(case, *place)) is not None]
    return CalledEach(
        len(meant),
        tuple(items.get(case, each).control for each, _ in others),
        len(earlier) if replace else 0,
        _replaced(case, before | beside, set(before), said) if replace else (),
        () if replace else tuple(dict.fromkeys(items.get(case, each).control for each in earlier)),
        warnings_of([_called(case, call, ()) for call in calls]),
    )


def _otherwise(call: PrivilegeCall | None, said: tuple[PrivilegeKind, str, str]) -> bool:
    """Whether something else was claimed, with its basis, than is said now."""
    return call is not None and call.explained and (call.kind, call.basis, call.description) != said


def _replaced(
    case: Case,
    calls: Mapping[Place, PrivilegeCall | None],
    chosen: Collection[Place],
    said: tuple[PrivilegeKind, str, str],
) -> tuple[str, ...]:
    """Duplicates with another claim than is said now, and than what was chosen had."""
    known = {(call.kind, call.basis, call.description) for place in chosen if (call := calls[place]) is not None}
    others = {place: call for place, call in calls.items() if place not in chosen and _otherwise(call, said)}
    return tuple(
        items.get(case, item).control
        for (item, _), call in others.items()
        if call is not None and (call.kind, call.basis, call.description) not in known
    )


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


def _called(case: Case, call: PrivilegeCall, copies: Sequence[ItemId], replaced: tuple[str, ...] = ()) -> Called:
    family = tuple(
        Relative(each, items.get(case, each).control, privilege_calls.of_item(case, each))
        for each in privilege.relatives(case, call.item)
    )
    names = tuple(items.get(case, each).control for each in copies)
    quote = "" if call.passage is None else passages.get(case, call.passage).passage.anchor.quote
    return Called(call, items.get(case, call.item).control, quote, names, family, replaced)


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
    said = _line(text)
    told = [items.get(case, item).control for item in chosen if gives_away(case, item, said)]
    if told:
        raise InputError(
            f"this repeats words, the subject or the file name of {_few(told)}, and would stand in the privilege log",
            "Say it in words that do not give away what is protected, or leave these out.",
        )
    return said


def _checked_one(case: Case, chosen: Sequence[ItemId], text: str) -> str:
    return _checked(case, chosen[0], text)


def _checked(case: Case, item: ItemId, text: str) -> str:
    """A text for the log on one line; InputError when it gives away what the log must not."""
    said = _line(text)
    if gives_away(case, item, said):
        raise InputError(
            "this repeats words of the item, its subject or its file name, and would stand in the privilege log",
            "Say it in words that do not give away what is protected.",
        )
    return said
