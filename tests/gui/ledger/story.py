"""A small story of gifts, in the evidence and in the ledger, and how one reads tables."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from reviewer.casefile.engine.case import Case
from reviewer.domain.ids import PassageId
from reviewer.domain.pages.passage import Place, Span
from reviewer.gui.pages.view import PageView
from reviewer.isolation.workers import Workers
from reviewer.usecases import search
from reviewer.usecases.ledger import benefits, endorsements
from reviewer.usecases.pages import item_pages, passages
from tests.evidence import mail
from tests.gui.conftest import Evidence

NONE = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier

ROSTER = """serial,name,rank,address,station,start,end
101,Ruth Castellan,Sergeant,ruth@pmpd.example,Harbor,2014-01-01,
102,Tom Okafor,Officer,,Mill Creek,2015-01-01,
103,Nils Strand,Officer,,Harbor,2012-01-01,2016-03-31
103,Nils Strand,Officer,,Mill Creek,2016-04-01,
104,Kim Vole,Officer,,Harbor,2013-01-01,
"""

HISTORY = """number,received,closed,serial,officer,clause,vendor,finding
C11-1,2011-05-02,2011-09-01,102,Tom Okafor,3.14,Lantern Bell,sustained
C12-4,2012-01-09,2012-03-01,104,Kim Vole,2.01,,unfounded
C13-2,2013-07-21,2013-08-30,103,Nils Strand,3.14,Halyard Diner,sustained
"""


@dataclass(frozen=True, slots=True)
class Told:
    """A benefit of the story, with the words of the evidence that tell of it."""

    serial: str
    what: str
    value: int
    paid: int
    outcome: str
    status: str
    date: str
    quote: str
    code: str = ""
    uses: int | None = None
    threshold: int | None = None


STORY = (
    Told("101", "device", 199, 0, "accepted", "supported", "2016-02-10", "One camera for Ruth Castellan"),
    Told("102", "device", 199, 50, "accepted", "alleged", "2016-02-11", "One camera for Tom Okafor"),
    Told("103", "device", 199, 0, "accepted", "supported", "2016-05-02", "One camera for Nils Strand"),
    Told("104", "device", 199, 0, "declined", "supported", "2016-02-12", "Kim Vole sent the camera back"),
    Told("103", "money", 40, 0, "accepted", "disproved", "2016-02-13", "Forty dollars for Nils Strand"),
    Told(
        "101", "discount code", 50, 0, "accepted", "supported", "2016-03-01",
        "RUTH50 has 14 uses, 11 more earn a doorbell", "RUTH50", 14, 25,
    ),
)  # fmt: skip
COUNTED = tuple(told for told in STORY if told.outcome == "accepted" and told.status != "disproved")
PRAISE = (("101", "residents", "2016-02-20", "Ruth Castellan says every neighbor should have one"),)

BOOKS = mail(
    "Our books",
    "\n".join((*(told.quote + "." for told in STORY), *(quote + "." for *_, quote in PRAISE), "")),
    sender="Joel Tennant <joel@lantern.example>",
    date="Mon, 7 Mar 2016 09:12:00 -0800",
)
NEWS = mail(
    "Your code",
    "Your code OKAFOR50 has 14 uses, 11 more and you earn a doorbell.\nEach one gave the buyer $50 on May 3, 2016.\n",
    sender="Joel Tennant <joel@lantern.example>",
    to="tom@elsewhere.example",
    date="Wed, 4 May 2016 10:00:00 -0800",
)


def enter(case: Case, workers: Workers) -> None:
    """Put the story into the ledger, each entry with the passage that tells of it."""
    for item in search.ids(case, ""):
        item_pages.ensure(case, workers, item, reviewer="Ada")
    (books,) = search.ids(case, 'subject:"Our books"')

    def mark(quote: str) -> PassageId:
        return passages.add_quote(case, books, quote, reviewer="Ada").passage.id

    for told in STORY:
        words = {
            "officer": told.serial, "what": told.what, "donor": "Lantern Bell", "value": str(told.value),
            "outcome": told.outcome, "status": told.status, "date": told.date, "paid": str(told.paid),
            "code": told.code, "uses": told.uses, "threshold": told.threshold,
        }  # fmt: skip
        benefits.add(case, benefits.said(case, words), passage_ids=[mark(told.quote)], reviewer="Ada")
    for serial, audience, day, quote in PRAISE:
        praise = endorsements.said(case, {"officer": serial, "audience": audience, "date": day})
        endorsements.add(case, praise, [mark(quote)], reviewer="Ada")


def shown_in(view: PageView, words: str) -> bool:
    return view.document is not None and words in view.document.text.texts[0]


def select(view: PageView, words: str) -> None:
    """As if one had dragged over these words."""
    assert view.document is not None
    at = view.document.text.texts[0].index(words)
    view.setFocus()
    view.select(Span(Place(1, at), Place(1, at + len(words))))


def column(room_table: QWidget, model_at: int) -> list[str]:
    model = room_table.model()  # type: ignore[attr-defined]
    return [model.index(row, model_at).data() for row in range(model.rowCount())]


def kept(evidence: Evidence) -> list[benefits.BenefitEntry]:
    return evidence.look(benefits.listed)
