"""The ledger: what is entered, how it is proved, and that nothing is half written."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reviewer.casefile.engine import audit
from reviewer.casefile.engine.case import Case
from reviewer.domain.ids import BenefitId, ItemId, PassageId
from reviewer.domain.ledger.benefit import Field, Outcome, What
from reviewer.errors import InputError, NotFoundError
from reviewer.usecases import trail, undo
from reviewer.usecases.ledger import benefits
from reviewer.usecases.ledger.benefits import Wanted
from reviewer.usecases.pages import passages
from reviewer.usecases.people import officers


@pytest.fixture
def passage(case: Case, paper: ItemId) -> PassageId:
    """Words about the code of Officer Quill, 1001."""
    officers.add(case, "1001", "Pat Quill", station="Harbor", reviewer="Ada")
    return passages.add_quote(case, paper, "LANTERN25 has 14 uses", reviewer="Ada").passage.id


def enter(case: Case, passage: PassageId, **words: str | int) -> BenefitId:
    facts = benefits.said(case, {"officer": "1001", "what": "device", "outcome": "accepted", **words})
    return benefits.add(case, facts, passage_ids=[passage], reviewer="Ada").benefit.id


def test_a_benefit_is_kept_as_it_was_entered(case: Case, passage: PassageId) -> None:
    facts = benefits.said(
        case,
        {
            "officer": "pat quill",
            "what": "discount code",
            "donor": "Lantern Bell",
            "via": "Dana Vale",
            "quantity": 2,
            "value": "$150 - $199.50",
            "paid": "50",
            "code": "LANTERN25",
            "uses": 14,
            "threshold": 25,
            "reward": "a free device",
            "outcome": "passed on",
            "date": "around 2016-05",
            "status": "supported",
        },
    )
    made = benefits.add(case, facts, proofs=[(Field.USES, passage)], reviewer="Ada")
    again = benefits.get(case, made.benefit.id)
    assert again == made
    kept = again.benefit.facts
    assert (again.officer.serial, kept.donor, kept.via, kept.quantity) == ("1001", "Lantern Bell", "Dana Vale", 2)
    assert (kept.low, kept.high, kept.currency, kept.paid) == (15000, 19950, "USD", 5000)
    assert (kept.code, kept.uses, kept.threshold, kept.reward) == ("LANTERN25", 14, 25, "a free device")
    assert (kept.outcome, str(kept.when), kept.status.value) == (Outcome.PASSED_ON, "around 2016-05", "supported")
    assert [(proof.field, proof.passage) for proof in again.benefit.proofs] == [(Field.USES, passage)]


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ({"date": "2016-02-30"}, "no such day"),
        ({"date": "between 2016-05 and 2016-04"}, "ends before it begins"),
        ({"date": "next week"}, "is no date"),
        ({"value": "-5"}, "less than nothing"),
        ({"value": "199-150"}, "ends below"),
        ({"paid": "$-3"}, "less than nothing"),
        ({"value": "$100", "paid": "20 EUR"}, "cannot be in EUR and in USD"),
        ({"quantity": 0}, "quantity of 0"),
        ({"uses": -1}, "less than nothing"),
        ({"threshold": 0}, "promises nothing"),
        ({"what": "bribe"}, "no kind of benefit"),
        ({"outcome": "lost"}, "no outcome"),
        ({"officer": "9999"}, "no officer"),
        ({"currency": "dollars"}, "no currency"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_is_written(
    case: Case, passage: PassageId, words: dict[str, str | int], complaint: str
) -> None:
    before = audit.head(case)
    with pytest.raises(InputError, match=complaint):
        enter(case, passage, **words)
    assert (benefits.listed(case), audit.head(case)) == ([], before)


def test_a_benefit_needs_a_passage_that_exists(case: Case, passage: PassageId) -> None:
    facts = benefits.said(case, {"officer": "1001", "what": "device", "outcome": "accepted"})
    with pytest.raises(InputError, match="needs a passage"):
        benefits.add(case, facts, reviewer="Ada")
    with pytest.raises(NotFoundError, match="no passage 999"):
        benefits.add(case, facts, passage_ids=[passage, PassageId(999)], reviewer="Ada")
    assert benefits.listed(case) == []


def test_the_last_proof_of_a_benefit_stays(case: Case, paper: ItemId, passage: PassageId) -> None:
    made = enter(case, passage)
    with pytest.raises(InputError, match="all that proves"):
        benefits.unprove(case, made, Field.ENTRY, passage, reviewer="Ada")
    other = passages.add_quote(case, paper, "free device", reviewer="Ada").passage.id
    facts = benefits.get(case, made).benefit.facts
    benefits.edit(case, made, facts, proofs=[(Field.REWARD, other)], reviewer="Ada")
    left = benefits.unprove(case, made, Field.ENTRY, passage, reviewer="Ada")
    assert left.benefit.passages == (other,)


def test_each_act_can_be_undone_and_done_again_and_leaves_its_trace(
    case: Case, paper: ItemId, passage: PassageId
) -> None:
    other = passages.add_quote(case, paper, "free device", reviewer="Ada").passage.id
    begun = len(trail.entries(case))
    states = [benefits.listed(case)]
    made = BenefitId(1)

    def edit() -> None:
        facts = benefits.said(case, {"value": "199", "uses": 3}, benefits.get(case, made).benefit.facts)
        benefits.edit(case, made, facts, proofs=[(Field.USE, other)], reviewer="Ada")

    acts: dict[str, Callable[[], object]] = {
        "benefit add": lambda: enter(case, passage, code="LANTERN25"),
        "benefit change": edit,
        "proof remove": lambda: benefits.unprove(case, made, Field.USE, other, reviewer="Ada"),
        "benefit remove": lambda: benefits.remove(case, made, reviewer="Ada"),
    }
    for act in acts.values():
        act()
        states.append(benefits.listed(case))
    assert [entry.act for entry in trail.entries(case)[begun:]] == list(acts)
    for expected in reversed(states[:-1]):
        undo.undo(case, reviewer="Ada")
        assert benefits.listed(case) == expected
    for expected in states[1:]:
        undo.redo(case, reviewer="Ada")
        assert benefits.listed(case) == expected
    audit.check_chain(case)


def test_filters_choose_and_the_unnamed_is_not_filtered(case: Case, passage: PassageId) -> None:
    one = enter(case, passage, donor="Lantern Bell", date="2016-05-16", code="LANTERN25")
    two = enter(case, passage, what="money", outcome="declined", date="between 2016-12 and 2017-01")
    three = enter(case, passage, what="service", status="disproved", date="after 2017")

    def chosen(wanted: Wanted) -> list[BenefitId]:
        return [each.benefit.id for each in benefits.listed(case, wanted)]

    assert chosen(Wanted()) == [one, two, three]
    assert chosen(Wanted(donor="lantern bell")) == [one]
    assert chosen(Wanted(code="lantern25")) == [one]
    assert chosen(Wanted(what=What.MONEY)) == [two]
    assert chosen(Wanted(year=2016)) == [one, two]
    assert chosen(Wanted(year=2017)) == [two]
    assert chosen(Wanted(year=2020)) == [three]
    assert chosen(Wanted(counted=True)) == [one]
    assert chosen(Wanted(counted=False)) == [two, three]
    assert chosen(Wanted(passage=passage)) == [one, two, three]
    assert chosen(Wanted(passage=PassageId(999))) == []


def test_a_passage_that_proves_a_benefit_is_not_removed(case: Case, passage: PassageId) -> None:
    enter(case, passage)
    with pytest.raises(InputError, match="proves an entry of the ledger"):
        passages.remove(case, passage, reviewer="Ada")
    assert passages.get(case, passage).passage.id == passage
