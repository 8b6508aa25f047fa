from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.domain.analysis.correspondence import Correspondent, Header, correspondents
from reviewer.domain.ids import ItemId, OrganisationPersonId, PassageId
from reviewer.domain.people.officer import Role
from reviewer.domain.people.organisation import OrganisationPerson
from reviewer.isolation.workers import Workers
from reviewer.usecases import search, undo
from reviewer.usecases.analysis import analysis
from reviewer.usecases.evidence import intake, items
from reviewer.usecases.ledger import benefits, endorsements
from reviewer.usecases.pages import item_pages, notes, passages
from reviewer.usecases.pages.passages import Concern
from reviewer.usecases.people import aliases, merging, officers, organisations
from reviewer.usecases.people.officer_page import show
from reviewer.usecases.people.roster import import_roster
from reviewer.usecases.policy import allegations, clauses, complaints
from tests.evidence import folder, mail
from tests.usecases.policy.policy import GIFTS

ROSTER = """serial,name,address,station,from,to
1,Pat Quill,pat@agency.example,North Quay,2012-01-01,2016-05-31
1,Pat Quill,,Lantern Hill,2016-06-02,
2,Ute Hale,ute@agency.example;ute@home.example,North Quay,,
"""
PAT, DANA = "Pat <pat@agency.example>", "Dana Vale <dana@lantern.example>"


@pytest.fixture
def known(case: Case, workers: Workers, tmp_path: Path) -> Case:
    """Pat wrote to Ute, and had messages from Dana; item 1 is marked."""
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    import_roster(case, tmp_path / "roster.csv", reviewer="Ada")
    offer = mail("Offer", "A free camera.\n", sender=DANA, to=PAT)
    both = "Ute <ute@agency.example>, Ute H. <ute@home.example>"
    files = {
        "a.eml": offer,
        "b.eml": offer.replace(b"\n", b"\r\n"),
        "c.eml": mail("Look", "See this.\n", sender=PAT, to=both, date="Fri, 03 Jun 2016 09:15:00 +0000"),
        "d.eml": mail("Again", "And this.\n", sender=PAT, to=both, date="Sat, 04 Jun 2016 09:15:00 +0000"),
        "e.eml": mail("Hello", "Hello.\n", sender="Pat Q. <pq@lamp.example>", to="Eve <eve@home.example>"),
    }
    intake.add(case, workers, [folder(tmp_path / "d", files)], reviewer="Ada")
    analysis.arrange(case, reviewer="Ada")
    first = search.ids(case, "offer")[0]
    item_pages.ensure(case, workers, first, reviewer="Ada")
    pat = officers.show(case, "1")[0]
    passages.add_quote(
        case, first, "free camera", concerns=[Concern(pat.id, Role.RECIPIENT)], note="ask", reviewer="Ada"
    )
    notes.on_officer(case, pat.id, "Call the captain.", reviewer="Ada")
    return case


def test_who_wrote_to_whom_is_counted_with_the_messages_behind_it(known: Case) -> None:
    organisations.add(known, "Lantern", "vendor", domains=["lantern.example"], reviewer="Ada")
    found = [entry.values for entry in show(known, "1").entries("correspondents")]
    assert [(each["name"], each["sent_items"], each["received_items"]) for each in found] == [
        ("Ute Hale", ["TST1-000003", "TST1-000004"], []),
        ("Dana Vale", [], ["TST1-000001"]),
    ]
    assert (found[0]["officers"], found[0]["addresses"]) == (["2"], ["ute@agency.example", "ute@home.example"])
    assert (found[1]["officers"], found[1]["organisation"]) == ([], "Lantern")
    person = OrganisationPerson(OrganisationPersonId(0), "Dana M. Vale", "dana@lantern.example")
    organisations.add_person(known, "Lantern", person, reviewer="Ada")
    assert show(known, "1").entries("correspondents")[1].values["name"] == "Dana M. Vale"


def test_everything_is_in_order_of_time_with_the_station_on_that_day(known: Case) -> None:
    page = show(known, "1")
    assert [(entry.kind, entry.at, page.station(entry)) for entry in page.timeline] == [
        ("assignment", "2012-01-01", "North Quay"),
        ("link", "2016-05-03T16:15:00Z", "North Quay"),
        ("message", "2016-05-03T16:15:00Z", "North Quay"),
        ("assignment", "2016-06-02", "Lantern Hill"),
        ("message", "2016-06-03T09:15:00Z", "Lantern Hill"),
        ("message", "2016-06-04T09:15:00Z", "Lantern Hill"),
    ]
    (link,) = page.entries("links")
    assert (link.items, link.passages, link.text) == (("TST1-000001",), (1,), "recipient (certain): “free camera”")
    assert [entry.text for entry in page.entries("doubts")] == [
        "no station from 2016-06-01 to 2016-06-01, between North Quay and Lantern Hill"
    ]
    assert [entry.text for entry in page.entries("notes")] == ["Call the captain."]


def test_names_that_may_be_the_officers_are_there_until_they_are_accepted(known: Case) -> None:
    (candidate,) = [one for one in show(known, "2").entries("candidates") if one.values["value"] == "Ute H."]
    assert candidate.items == ("TST1-000003",)
    aliases.accept(known, "2", "Ute H.", reviewer="Ada")
    page = show(known, "2")
    assert "Ute H." in [entry.text for entry in page.entries("names")]
    assert "Ute H." not in [entry.values["value"] for entry in page.entries("candidates")]


def test_only_the_kinds_that_are_wanted_are_looked_up(known: Case) -> None:
    page = show(known, "1", kinds={"notes"})
    assert ([section.name for section in page.sections], page.timeline) == (["notes"], ())


def test_an_officer_without_an_address_has_no_correspondents(known: Case) -> None:
    officers.add(known, "3", "Lee Moore", reviewer="Ada")
    page = show(known, "3")
    assert (page.entries("correspondents"), page.timeline) == ((), ())


def test_a_message_counts_once_for_each_correspondent_and_direction() -> None:
    headers = [
        Header(ItemId(1), "from", "Pat", "pat@a.example"),
        Header(ItemId(1), "sender", "Office", "office@a.example"),
        Header(ItemId(1), "to", "Ute", "ute@a.example"),
        Header(ItemId(1), "cc", "Ute", "ute@b.example"),
        Header(ItemId(1), "cc", "Pat", "pat@a.example"),
        Header(ItemId(2), "from", "Ute", "ute@b.example"),
        Header(ItemId(2), "to", "Pat", "pat@a.example"),
        Header(ItemId(2), "to", "Kim", "kim@a.example"),
    ]
    owners = {"ute@a.example": "ute", "ute@b.example": "ute"}
    assert correspondents(headers, {"pat@a.example"}, owners) == [
        Correspondent("ute", ("Ute",), ("ute@a.example", "ute@b.example"), (ItemId(1),), (ItemId(2),)),
        Correspondent("office@a.example", ("Office",), ("office@a.example",), (), (ItemId(1),)),
    ]


def test_benefits_endorsements_and_allegations_stand_in_the_timeline_with_their_passages(known: Case) -> None:
    told = {
        "officer": "1",
        "what": "device",
        "outcome": "accepted",
        "donor": "Lantern",
        "value": "199",
        "date": "before 2016-06-01",
    }
    benefits.add(known, benefits.said(known, told), passage_ids=[PassageId(1)], reviewer="Ada")
    told = {"officer": "1", "audience": "colleagues", "product": "Lantern", "date": "on 2016-06-03"}
    endorsements.add(known, endorsements.said(known, told), [PassageId(1)], reviewer="Ada")
    page = show(known, "1", kinds={"benefits", "endorsements", "allegations"})
    assert [(entry.kind, entry.at, entry.items, entry.passages) for entry in page.timeline] == [
        ("benefit", "2016-05-31", ("TST1-000001",), (1,)),
        ("endorsement", "2016-06-03", ("TST1-000001",), (1,)),
    ]
    assert page.timeline[0].text.startswith("device accepted from Lantern, worth $199")
    officers.add(known, "9", "P. Quill", reviewer="Ada")
    merging.merge(known, "9", "1", reviewer="Ada")
    assert show(known, "9", kinds={"benefits", "endorsements"}).timeline == page.timeline
    undo.undo(known, reviewer="Ada")
    assert show(known, "1", kinds={"benefits", "endorsements"}).timeline == page.timeline


def test_an_allegation_leads_to_the_passages_of_its_matrix_each_once(known: Case) -> None:
    told = {"officer": "1", "what": "device", "outcome": "accepted", "date": "on 2016-05-03"}
    benefits.add(known, benefits.said(known, told), passage_ids=[PassageId(1)], reviewer="Ada")
    clauses.add(known, GIFTS, reviewer="Ada")
    made = allegations.add(known, "1", "3.14", "Took a gift", "2016-05-03", reviewer="Ada")
    allegations.weigh(known, made.id, 1, supporting=["1", "benefit:1"], reviewer="Ada")
    (entry,) = show(known, "1", kinds={"allegations"}).timeline
    assert (entry.values["allegation"], entry.passages, entry.items) == (1, (1,), ("TST1-000001",))


def test_complaints_about_the_officer_stand_among_the_rest_by_the_day_received(known: Case, tmp_path: Path) -> None:
    table = (
        "number,received,officer,allegation,finding\nC-1,2016-06-03,1,Took a gift,sustained\nC-2,2015-01-01,2,Other,\n"
    )
    (tmp_path / "history.csv").write_text(table, encoding="utf-8")
    complaints.import_history(known, tmp_path / "history.csv", reviewer="Ada")
    page = show(known, "1", kinds={"complaints"})
    assert [(entry.at, entry.text, page.station(entry)) for entry in page.timeline] == [
        ("2016-06-03", "complaint C-1: Took a gift (sustained)", "Lantern Hill")
    ]
    (entry,) = page.timeline
    table_kept = items.find(known, entry.items[0])
    assert (table_kept.name, entry.values["line"]) == ("history.csv", 2)
