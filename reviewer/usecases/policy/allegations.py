"""Say who broke which clause by what act, and put to each element what speaks for it and against it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reviewer.casefile.analysis import saved_searches
from reviewer.casefile.engine.case import Case
from reviewer.casefile.people import officers
from reviewer.casefile.policy import allegations, basis_changes, element_searches, findings
from reviewer.casefile.policy.basis_changes import Key
from reviewer.domain import clock
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.policy.allegation import Allegation, AllegationId, GroundKind, Period, Side, period
from reviewer.domain.policy.search_suggestions import suggestions
from reviewer.domain.progress import Quiet
from reviewer.domain.query import Condition
from reviewer.errors import InputError, NotFoundError
from reviewer.usecases.pages import passages
from reviewer.usecases.pages.passages import Source
from reviewer.usecases.policy import clauses
from reviewer.usecases.policy.element_searches import made

# Handed on as the case file answers them.
get = allegations.get
listed = allegations.listed
of_officer = allegations.of_officer


def add(case: Case, who: str, code: str, act: str, date: str, *, vendor: str = "", reviewer: str) -> Allegation:
    """Allege that an officer broke a clause by an act on a day, or between days.

    NotFoundError for an unknown officer or clause; InputError for no date, a date still to come, a clause that was not
    in force then, or an allegation that is there already.
    """
    officer, what, when = officers.find(case, who), _words(act), past_period(date)
    clause = clauses.in_force(case, code, when.first, when.last)
    known = allegations.same(case, officer.id, clause.id, what, when)
    if known is not None:
        raise InputError(f"this is allegation {known} already")
    with case.act(reviewer, "allegation add", f"{officer.serial} {clause.code}") as changes:
        made = allegations.add(
            changes, officer.id, clause.id, what=what, period=when, vendor=vendor.strip(), reviewer=reviewer
        )
    return allegations.get(case, made)


def change(
    case: Case,
    allegation: AllegationId,
    *,
    act: str | None = None,
    date: str | None = None,
    vendor: str | None = None,
    reviewer: str,
) -> Allegation:
    """Describe the act otherwise; what is None stays. InputError when the clause was not in force on the new date."""
    kept = allegations.get(case, allegation)
    values: dict[str, object] = {}
    if act is not None:
        values["act"] = _words(act)
    if vendor is not None:
        values["vendor"] = vendor.strip()
    if date is not None:
        when = past_period(date)
        clauses.in_force(case, f"{kept.clause.code}@{kept.clause.start}", when.first, when.last)
        values |= {"first": when.first, "last": when.last}
    with case.act(reviewer, "allegation change", str(allegation)) as changes:
        if values:
            changes.update("allegation", allegation, values)
    return allegations.get(case, allegation)


def remove(case: Case, allegation: AllegationId, *, reviewer: str) -> Allegation:
    """Remove an allegation with its matrix; returns what it was. InputError when there is a finding on it."""
    before = allegations.get(case, allegation)
    if findings.of_allegation(case, allegation):
        raise InputError(
            f"there is a finding on allegation {allegation}, so it stays", "Find it unfounded, if that is what it is."
        )
    with case.act(reviewer, "allegation remove", str(allegation)) as changes:
        allegations.remove(changes, allegation)
    return before


def weigh(
    case: Case,
    allegation: AllegationId,
    element: int,
    *,
    supporting: Sequence[str] = (),
    opposing: Sequence[str] = (),
    explanation: str | None = None,
    reviewer: str,
) -> Allegation:
    """Put passages and entries of the ledger to an element, counted from 1: what speaks for it, what against it.

    They are named by number, or as ``benefit:3``, ``endorsement:4``. What stands there already is relied on as it is
    now. An explanation replaces the one there was; an empty one takes it away.
    """
    kept = allegations.get(case, allegation)
    part = kept.clause.element(element)
    sides = ((Side.FOR, ground_keys(supporting)), (Side.AGAINST, ground_keys(opposing)))
    there = basis_changes.present(case, [key for _, keys in sides for key in keys])
    for kind, target in (key for _, keys in sides for key in keys):
        if (kind, target) not in there:
            raise NotFoundError(f"there is no {kind.value} {target}")
    with case.act(reviewer, "ground add", f"{allegation} element {element}") as act:
        for side, keys in sides:
            for key in keys:
                allegations.put(act, allegation, part, side, key=key, facts=there[key].facts, reviewer=reviewer)
        if explanation is not None:
            allegations.explain(act, allegation, part.id, explanation.strip(), reviewer)
    return allegations.get(case, allegation)


def cite(
    case: Case, allegation: AllegationId, element: int, side: Side, source: Source, *, reviewer: str
) -> MarkedPassage:
    """Let words speak for an element, counted from 1, or against it; they become a passage if they are none yet."""
    part = allegations.get(case, allegation).clause.element(element)
    with case.act(reviewer, "ground add", f"{allegation} element {element}") as act:
        passage = passages.of_source(act, source, reviewer)
        key = (GroundKind.PASSAGE, int(passage))
        facts = basis_changes.present(case, [key])[key].facts
        allegations.put(act, allegation, part, side, key=key, facts=facts, reviewer=reviewer)
    return passages.get(case, passage)


def drop(
    case: Case,
    allegation: AllegationId,
    element: int,
    *,
    supporting: Sequence[str] = (),
    opposing: Sequence[str] = (),
    searched: Sequence[Side] = (),
    reviewer: str,
) -> Allegation:
    """Take out again what was put to an element, or that a side of it was looked for. InputError for what is not there.

    Findings that rest on it ask to be looked at again.
    """
    part = allegations.get(case, allegation).clause.element(element)
    with case.act(reviewer, "ground remove", f"{allegation} element {element}") as act:
        for side, names in ((Side.FOR, supporting), (Side.AGAINST, opposing)):
            for kind, target in ground_keys(names):
                known = allegations.ground(case, allegation, part.id, side, (kind, target))
                if known is None:
                    raise NotFoundError(f"{kind.value} {target} does not stand {side.value} element {element}")
                act.delete("allegation_ground", known)
        for side in searched:
            if not element_searches.unconfirm(act, allegation, part.id, side):
                raise NotFoundError(f"nobody has said that what speaks {side.value} element {element} was looked for")
    return allegations.get(case, allegation)


def confirm(
    case: Case,
    allegation: AllegationId,
    element: int,
    queries: Sequence[str],
    *,
    side: Side = Side.AGAINST,
    note: str = "",
    reviewer: str,
) -> Allegation:
    """Confirm that one side of an element was looked for and nothing was found there, by searches made now and kept.

    InputError without a search, for one that asks for nothing, when something stands on that side already, and while
    something that they find is neither opened nor dismissed.
    """
    kept = allegations.get(case, allegation)
    part, line = kept.clause.element(element), kept.line(element)
    if not queries or not all(each.strip() for each in queries):
        raise InputError(
            "say which searches were made: without one, nothing was looked for", "Name each with --search QUERY."
        )
    if line.on(side):
        raise InputError(f"{line.on(side)[0].name} stands {side.value} element {element}; there is nothing to confirm")
    searches = made(case, line, side, list(dict.fromkeys(each.strip() for each in queries)), reviewer)
    with case.act(reviewer, "allegation confirm", f"{allegation} element {element} {side.value}") as act:
        element_searches.confirm(act, allegation, part.id, side, note=note.strip(), searches=searches)
    with case.watched(Quiet()):  # it is done: to stop its telling would say that it is not
        return allegations.get(case, allegation)


def suggest(case: Case, allegation: AllegationId, element: int, side: Side = Side.AGAINST) -> tuple[str, ...]:
    """Searches to begin with when looking for what speaks for an element, counted from 1, or against it.

    Those that are saved in the case come last, by name.
    """
    kept = allegations.get(case, allegation)
    found = suggestions(
        topic=kept.clause.topic,
        side=side,
        element=kept.clause.element(element).text,
        person=kept.name,
        vendor=kept.vendor,
        exemptions=bool(kept.clause.exemptions),
    )
    kept_searches = (str(Condition("saved", each.name)) for each in saved_searches.listed(case))
    return tuple(dict.fromkeys((*found, *kept_searches)))


def ground_keys(names: Iterable[str]) -> list[Key]:
    """What ``12``, ``passage:12``, ``benefit:3`` and ``endorsement:4`` name; InputError for anything else."""
    found = []
    for name in names:
        kind, _, number = name.strip().rpartition(":")
        try:
            found.append((GroundKind(kind or "passage"), int(number)))
        except ValueError as error:
            raise InputError(
                f"“{name}” names nothing an element can rest on", "Write 12 or passage:12, benefit:3, endorsement:4."
            ) from error
    return list(dict.fromkeys(found))


def past_period(text: str) -> Period:
    """The days that a text stands for; InputError for what is no date, and for days that are still to come."""
    found = period(text)
    if found.first > clock.now()[:10]:
        raise InputError(f"{text} is still to come; an allegation is about the past")
    return found


def _words(text: str) -> str:
    if not text.strip():
        raise InputError("an allegation needs an act: what is the officer said to have done?")
    return text.strip()
