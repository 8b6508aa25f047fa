"""Keep the ledger of benefits: enter, change, prove, remove, and look up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.undisturbed import undisturbed
from reviewer.casefile.ledger import benefits, figures
from reviewer.casefile.ledger.benefits import Wanted
from reviewer.casefile.pages import passages
from reviewer.casefile.people import officers, organisations
from reviewer.domain import dates, money
from reviewer.domain.ids import BenefitId, OrganisationId, PassageId
from reviewer.domain.ledger.benefit import Benefit, Facts, Field, Outcome, Status, What, checked
from reviewer.domain.ledger.totals import Worth
from reviewer.domain.nearest import did_you_mean
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.people.officer import Officer
from reviewer.errors import InputError

__all__ = [
    "BenefitEntry",
    "Page",
    "Wanted",
    "add",
    "edit",
    "get",
    "listed",
    "page",
    "quotes",
    "remove",
    "said",
    "unprove",
    "word",
]

Word = TypeVar("Word", bound=StrEnum)
Proving = Iterable[tuple[Field, PassageId]]
"""Fields, each with a passage that proves it."""


@dataclass(frozen=True, slots=True)
class BenefitEntry:
    """A benefit with its officer, and the name of the donor's organisation; empty where none was said."""

    benefit: Benefit
    officer: Officer
    organisation: str = ""


@undisturbed()
def listed(case: Case, wanted: Wanted | None = None) -> list[BenefitEntry]:
    """The benefits that are meant, in order of time."""
    return _entries(case, benefits.listed(case, wanted))


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the entries that are meant, how many there are, and what those that count add up to, by currency."""

    entries: list[BenefitEntry]
    count: int
    worth: Mapping[str, Worth]


def page(case: Case, wanted: Wanted | None = None, *, offset: int = 0, limit: int = 200) -> Page:
    """Some of the benefits that are meant, in order of time, with the sums of all of them."""
    meant = wanted or Wanted()
    some = benefits.listed(case, meant, offset=offset, limit=limit)
    counted = {} if meant.counted is False else figures.worth(case, replace(meant, counted=True))
    return Page(_entries(case, some), benefits.count(case, meant), counted)


def _entries(case: Case, found: Sequence[Benefit]) -> list[BenefitEntry]:
    known = officers.many(case, {each.facts.officer for each in found})
    named: dict[int | None, str] = {each.id: each.name for each in organisations.listed(case)}
    return [
        BenefitEntry(each, known[each.facts.officer], named.get(each.facts.donor_organisation, "")) for each in found
    ]


def get(case: Case, benefit: BenefitId) -> BenefitEntry:
    """One benefit; NotFoundError when there is none of that id."""
    found = benefits.get(case, benefit)
    donor = found.facts.donor_organisation
    named = "" if donor is None else organisations.get(case, OrganisationId(donor)).name
    return BenefitEntry(found, officers.get(case, found.facts.officer), named)


def quotes(case: Case, benefit: Benefit) -> dict[PassageId, MarkedPassage]:
    """The passages that prove a benefit, by id."""
    return {number: passages.get(case, number) for number in benefit.passages}


def said(case: Case, words: Mapping[str, str | int | None], base: Facts | None = None) -> Facts:
    """The facts that words say, by the names that the command line uses; what is None stays as in ``base``.

    ``officer`` is a serial number, address or name; ``value`` an amount or a range; ``date`` as :func:`dates.read`
    takes it; ``organisation`` the donor's, by its name or domain, empty for none. InputError for what cannot be,
    NotFoundError for an unknown officer or organisation.
    """
    given = {name: value for name, value in words.items() if value is not None}
    changes: dict[str, Any] = {
        name: given[name] for name in ("quantity", "uses", "threshold", "donor_organisation") if name in given
    }
    texts = ("donor", "via", "description", "valued", "code", "reward")
    changes |= {name: str(given[name]).strip() for name in texts if name in given}
    readers: Mapping[str, tuple[str, Callable[[str], Any]]] = {
        "officer": ("officer", lambda text: officers.find(case, text).id),
        "what": ("what", lambda text: word(What, text, "kind of benefit")),
        "outcome": ("outcome", lambda text: word(Outcome, text, "outcome")),
        "status": ("status", lambda text: word(Status, text, "status")),
        "date": ("when", dates.read),
        "organisation": (
            "donor_organisation",
            lambda text: organisations.find(case, text).id if text.strip() else None,
        ),
    }
    changes |= {name: read(str(given[option])) for option, (name, read) in readers.items() if option in given}
    if base is None and not {"officer", "what"} <= changes.keys():
        raise InputError("a benefit needs an officer and what it was")
    if base is None and "outcome" not in changes:
        raise InputError(
            "it is not said what the benefit came to",
            f"Say --outcome: {', '.join(Outcome)}. Only what was accepted, or passed on, counts as received.",
        )
    changes |= _amounts(given, base)
    return checked(Facts(**changes) if base is None else replace(base, **changes))


def add(
    case: Case, facts: Facts, *, passage_ids: Sequence[PassageId] = (), proofs: Proving = (), reviewer: str
) -> BenefitEntry:
    """Enter a benefit. ``passage_ids`` prove it as a whole, ``proofs`` single fields; at least one passage must.

    InputError for facts that cannot be or without proof, NotFoundError for unknown passages and officers.
    """
    officer = officers.get(case, checked(facts).officer)
    proving = _proving(case, passage_ids, proofs)
    if not proving:
        raise InputError(
            "a benefit needs a passage that proves it", "Mark the words first: `reviewer passage add CASE ITEM`."
        )
    with case.act(reviewer, "benefit add", f"{facts.what.value} {officer.serial}") as act:
        made = benefits.add(act, facts, reviewer)
        for field, passage in proving:
            benefits.prove(act, made, field, passage)
    return get(case, made)


def edit(
    case: Case,
    benefit: BenefitId,
    facts: Facts,
    *,
    passage_ids: Sequence[PassageId] = (),
    proofs: Proving = (),
    reviewer: str,
) -> BenefitEntry:
    """Make a benefit be as given, and add proof to it; one act. InputError and NotFoundError as in :func:`add`."""
    before = get(case, benefit)
    officers.get(case, checked(facts).officer)
    proving = _proving(case, passage_ids, proofs)
    if before.benefit.merged and facts.officer != before.benefit.facts.officer:
        raise InputError("other entries were merged into this one", "Part them before it goes to another officer.")
    with case.act(reviewer, "benefit change", _subject(before)) as act:
        benefits.change(act, benefit, facts)
        for field, passage in proving:
            benefits.prove(act, benefit, field, passage)
    return get(case, benefit)


def unprove(case: Case, benefit: BenefitId, field: Field, passage: PassageId, *, reviewer: str) -> BenefitEntry:
    """Say that a passage does not prove a field after all. InputError when nothing would be left, or it did not."""
    before = get(case, benefit)
    gone = [one for one in before.benefit.proofs if (one.field, one.passage) == (field, passage)]
    if not gone:
        raise InputError(f"passage {passage} is no proof of the {field} of benefit B-{benefit}")
    for entry in {one.benefit for one in gone}:
        if not {one for one in benefits.get(case, entry).proofs if one.benefit == entry} - set(gone):
            raise InputError(
                f"passage {passage} is all that proves benefit B-{entry}", "Add another passage first, or remove it."
            )
    with case.act(reviewer, "proof remove", _subject(before)) as act:
        benefits.unprove(act, gone)
    return get(case, benefit)


def remove(case: Case, benefit: BenefitId, *, reviewer: str) -> BenefitEntry:
    """Remove a benefit from the ledger, with its proofs; returns what it was. The passages stay."""
    before = get(case, benefit)
    if before.benefit.merged:
        numbers = ", ".join(f"B-{each}" for each in before.benefit.merged)
        raise InputError(f"{numbers} was merged into benefit B-{benefit}", "Part them first: `reviewer benefit part`.")
    with case.act(reviewer, "benefit remove", _subject(before)) as act:
        benefits.remove(act, benefit)
    return before


def word(kind: type[Word], text: str, name: str) -> Word:
    """The word of a vocabulary; InputError that lists them when it is none."""
    try:
        return kind(text.strip().lower())
    except ValueError as error:
        advice = did_you_mean(text, kind, f"One of: {', '.join(kind)}.")
        raise InputError(f"“{text}” is no {name}", advice) from error


def _amounts(given: Mapping[str, str | int], base: Facts | None) -> dict[str, Any]:
    """Value, payment and currency; all that is said of one benefit is in one currency."""
    named = [str(given["currency"]).strip().upper()] if given.get("currency") else []
    changes: dict[str, Any] = {}
    if "value" in given:
        text = str(given["value"]).strip()
        low, high = money.amounts(text) if text else (None, None)
        changes |= {"low": low and low.cents, "high": high and high.cents}
        named += [low.currency] if low else []
    if "paid" in given:
        paid = money.amount(str(given["paid"]))
        changes["paid"] = paid.cents
        named.append(paid.currency)
    currencies = {currency for currency in named if currency}
    if not currencies:
        return changes
    if len(currencies) > 1:
        raise InputError(f"one benefit cannot be in {' and in '.join(sorted(currencies))}", "Enter it in one currency.")
    (currency,) = currencies
    if base is not None and currency != base.currency and (base.low is not None or base.paid):
        left = [name for name, held in (("value", base.low), ("paid", base.paid or None)) if held is not None]
        if not set(left) <= given.keys() and not given.get("currency"):
            raise InputError(f"this benefit is in {base.currency}", "Say value, paid and --currency anew.")
    return {**changes, "currency": currency}


def _proving(case: Case, passage_ids: Sequence[PassageId], proofs: Proving) -> list[tuple[Field, PassageId]]:
    proving = [*((Field.ENTRY, passage) for passage in passage_ids), *proofs]
    for passage in {passage for _, passage in proving}:
        passages.get(case, passage)
    return proving


def _subject(entry: BenefitEntry) -> str:
    return f"{entry.benefit.facts.what.value} {entry.officer.serial}"
