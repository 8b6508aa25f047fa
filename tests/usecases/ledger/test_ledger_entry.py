"""Entering from selected words: passages and entry are one act, and what the words tell is proposed."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.casefile.engine import audit
from reviewer.casefile.engine.case import Case
from reviewer.domain.ids import ItemId
from reviewer.domain.ledger.benefit import Field
from reviewer.domain.pages.passage import Place, Span
from reviewer.errors import InputError, NotFoundError, QuoteError
from reviewer.isolation.workers import Workers
from reviewer.usecases import search, undo
from reviewer.usecases.evidence import intake
from reviewer.usecases.ledger import benefits, ledger_entry, ledger_rows
from reviewer.usecases.pages import item_pages, passages
from reviewer.usecases.pages.passages import Stretch
from reviewer.usecases.people import officers, organisations
from tests.evidence import folder, mail

BODY = "Your code QUILL25 has 14 uses, 11 more earn a Porch Cam.\nIt was worth $199 on June 2, 2016.\nMeet us there.\n"


@pytest.fixture
def letter(case: Case, workers: Workers, tmp_path: Path) -> ItemId:
    """A vendor's message to Officer Quill, 1001, with its pages."""
    sender, to = "Dana Vale <dana@porchlight.example>", "Pat Quill <quill@police.example>"
    date = "Fri, 03 Jun 2016 09:15:00 -0700"
    box = folder(tmp_path / "letter", {"1.eml": mail("Your code", BODY, sender=sender, to=to, date=date)})
    intake.add(case, workers, [box], reviewer="Ada")
    (item,) = search.ids(case, "QUILL25")
    item_pages.keep(case, item_pages.make(case, workers, item), reviewer="Ada")
    officers.add(case, "1001", "Pat Quill", station="Harbor", reviewer="Ada")
    officers.change(case, "1001", officers.OfficerDetails(addresses=("quill@police.example",)), reviewer="Ada")
    organisations.add(case, "Porch Light", "vendor", domains=["porchlight.example"], reviewer="Ada")
    return item


def stretch(case: Case, item: ItemId, words: str) -> Stretch:
    """Words of the first page, as a selection has them."""
    found = item_pages.of_item(case, item)
    assert found is not None
    page = item_pages.page(case, found.id, 1)
    assert page is not None
    at = page.text.index(words)
    return Stretch(item, Span(Place(1, at), Place(1, at + len(words))))


def test_words_propose_what_they_tell_who_got_the_message_and_whom_the_sender_speaks_for(
    case: Case, letter: ItemId
) -> None:
    before = audit.head(case)
    found = ledger_entry.propose(case, stretch(case, letter, "Your code QUILL25 has 14 uses, 11 more earn a Porch Cam"))
    assert found.fields["code"] == "QUILL25"
    assert (found.fields["uses"], found.fields["threshold"]) == (14, 25)
    assert (found.fields["officer"], found.why["officer"]) == ("1001", "the only officer to whom the message went")
    assert (found.fields["donor"], found.why["donor"]) == ("Porch Light", "the sender's organisation")
    assert (found.fields["date"], found.why["date"]) == ("around 2016-06-03", "the day of the message")
    assert audit.head(case) == before, "nothing is entered"


def test_who_is_offered_for_a_link_is_who_is_proposed_for_a_benefit(case: Case, letter: ItemId) -> None:
    officers.change(case, "1001", officers.OfficerDetails(addresses=()), reviewer="Ada")
    (offered,) = officers.in_header(case, letter)
    found = ledger_entry.propose(case, stretch(case, letter, "Your code QUILL25"))
    assert found.fields["officer"] == offered.officer.serial == "1001", "the header has the name, if no known address"


@pytest.mark.parametrize("kind", ["agency", "other"])
def test_the_agency_whose_officers_are_investigated_is_no_donor(
    case: Case, letter: ItemId, workers: Workers, tmp_path: Path, kind: str
) -> None:
    organisations.add(case, "Port Mercy Police", kind, domains=["police.example"], reviewer="Ada")
    sender, to = "Lee Moore <moore@police.example>", "Pat Quill <quill@police.example>"
    passed = mail("A code", "Take the code LEE25 from me.\n", sender=sender, to=to)
    intake.add(case, workers, [folder(tmp_path / "passed", {"2.eml": passed})], reviewer="Ada")
    (item,) = search.ids(case, "LEE25")
    item_pages.keep(case, item_pages.make(case, workers, item), reviewer="Ada")
    words = {"officer": "1001", "what": "discount code", "outcome": "offered", "donor": "Port Mercy Police"}
    on = stretch(case, item, "Take the code LEE25")
    ledger_entry.add_benefit(case, words, [(Field.ENTRY, on)], reviewer="Ada")
    found = ledger_entry.propose(case, on)
    assert "donor" not in found.fields, "not even where the ledger names it"
    assert "outcome" not in found.fields, "that is for the reviewer to say"
    assert letter


def test_passages_and_entry_are_one_act_that_one_undo_takes_back(case: Case, letter: ItemId) -> None:
    code, worth = stretch(case, letter, "QUILL25 has 14 uses"), stretch(case, letter, "worth $199")
    words = {"officer": "1001", "what": "discount code", "outcome": "accepted", "value": "$199", "code": "QUILL25"}
    proving = [(Field.ENTRY, code), (Field.CODE, code), (Field.VALUE, worth)]
    made = ledger_entry.add_benefit(case, words, proving, reviewer="Ada")
    quotes = benefits.quotes(case, made.benefit)
    proved = {proof.field: quotes[proof.passage].passage.anchor.quote for proof in made.benefit.proofs}
    assert proved == {Field.ENTRY: "QUILL25 has 14 uses", Field.CODE: "QUILL25 has 14 uses", Field.VALUE: "worth $199"}
    assert len(passages.listed(case)) == 2
    rows = ledger_rows.proved_by(case, made.benefit.passages[0])
    assert [row.number for row in rows.benefits] == [f"B-{made.benefit.id}"]
    undo.undo(case, reviewer="Ada")
    assert (benefits.listed(case), passages.listed(case)) == ([], [])
    undo.redo(case, reviewer="Ada")
    assert [entry.benefit.facts.code for entry in benefits.listed(case)] == ["QUILL25"]


def test_a_passage_that_stands_there_already_is_used_and_not_made_again(case: Case, letter: ItemId) -> None:
    marked = passages.add_quote(case, letter, "worth $199", reviewer="Ada")
    source = stretch(case, letter, "worth $199")
    made = ledger_entry.add_benefit(
        case, {"officer": "1001", "what": "device", "outcome": "accepted"}, [(Field.ENTRY, source)], reviewer="Ada"
    )
    assert made.benefit.passages == (marked.passage.id,)


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ({"officer": "9", "what": "device", "outcome": "accepted"}, NotFoundError),
        ({"officer": "1001", "what": "device", "outcome": "accepted", "value": "-1"}, InputError),
        ({"officer": "1001", "what": "device", "outcome": "accepted", "date": "2016-02-30"}, InputError),
    ],
)
def test_what_cannot_be_leaves_no_passage_behind(
    case: Case, letter: ItemId, words: dict[str, str | int | None], error: type[Exception]
) -> None:
    source = stretch(case, letter, "worth $199")
    before = audit.head(case)
    with pytest.raises(error):
        ledger_entry.add_benefit(case, words, [(Field.ENTRY, source)], reviewer="Ada")
    assert (audit.head(case), passages.listed(case)) == (before, [])


def test_a_benefit_without_words_is_refused(case: Case, letter: ItemId) -> None:
    words = {"officer": "1001", "what": "device", "outcome": "accepted"}
    with pytest.raises(InputError, match="needs a passage"):
        ledger_entry.add_benefit(case, words, [], reviewer="Ada")
    empty = Stretch(letter, Span(Place(1, 0), Place(1, 0)))
    with pytest.raises(QuoteError):
        ledger_entry.add_benefit(case, words, [(Field.ENTRY, empty)], reviewer="Ada")
    assert benefits.listed(case) == []


def test_another_passage_takes_the_place_of_a_proof_and_the_last_one_stays(case: Case, letter: ItemId) -> None:
    first, second = stretch(case, letter, "worth $199"), stretch(case, letter, "on June 2, 2016")
    words = {"officer": "1001", "what": "device", "outcome": "accepted", "date": "2016-06-03"}
    made = ledger_entry.add_benefit(case, words, [(Field.ENTRY, first), (Field.DATE, first)], reviewer="Ada")
    old = made.benefit.passages[0]
    better = {**words, "date": "2016-06-02"}
    changed = ledger_entry.change_benefit(
        case, made.benefit.id, better, [(Field.DATE, second)], dropped=[(Field.DATE, old)], reviewer="Ada"
    )
    assert str(changed.benefit.facts.when) == "on 2016-06-02"
    proved = [proof.passage for proof in changed.benefit.proofs if proof.field is Field.DATE]
    assert old not in proved
    assert len(proved) == 1
    gone = [(proof.field, proof.passage) for proof in changed.benefit.proofs]
    with pytest.raises(InputError, match="needs a passage"):
        ledger_entry.change_benefit(case, made.benefit.id, better, [], dropped=gone, reviewer="Ada")
    undo.undo(case, reviewer="Ada")
    assert benefits.get(case, made.benefit.id) == made


def test_what_is_told_again_is_likely_a_double_and_can_take_the_words_instead(case: Case, letter: ItemId) -> None:
    words: dict[str, str | int | None] = {
        "officer": "1001", "what": "device", "outcome": "accepted", "donor": "Porch Light", "date": "2016-06-02",
        "value": "199",
    }  # fmt: skip
    made = ledger_entry.add_benefit(case, words, [(Field.ENTRY, stretch(case, letter, "worth $199"))], reviewer="Ada")
    again = stretch(case, letter, "earn a Porch Cam")
    (found,) = ledger_entry.likely(case, {**words, "date": "around 2016-06-05"}, [(Field.ENTRY, again)])
    assert (found.entry.benefit.id, found.signs) == (
        made.benefit.id, ("the same donor", "days that meet", "values that meet"),
    )  # fmt: skip
    assert ledger_entry.likely(case, {**words, "donor": "Somebody else"}, [(Field.ENTRY, again)]) == []
    same = [(Field.ENTRY, made.benefit.passages[0])]
    (shared,) = ledger_entry.likely(case, {**words, "value": "5"}, same)
    assert shared.signs == ("a passage in common",), "the words prove it already, though the value is another"
    entry = ledger_entry.support(case, made.benefit.id, [again], reviewer="Ada")
    assert len(entry.benefit.passages) == 2
    assert len(benefits.listed(case)) == 1


def test_an_endorsement_is_proposed_from_its_sender_and_entered_with_its_words(case: Case, letter: ItemId) -> None:
    source = stretch(case, letter, "Meet us there")
    found = ledger_entry.propose_praise(case, source)
    assert (found.fields["medium"], found.fields["date"]) == ("e-mail", "on 2016-06-03")
    assert "officer" not in found.fields, "who wrote it is no officer"
    words = {"officer": "1001", "audience": "residents", "date": "2016-06-03"}
    made = ledger_entry.add_endorsement(case, words, [source], reviewer="Ada")
    assert len(made.endorsement.passages) == 1
    undo.undo(case, reviewer="Ada")
    assert passages.listed(case) == []
