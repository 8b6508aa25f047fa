"""A queue that the demo's reviewer reads through, what is read of it, and searches that are kept."""

from __future__ import annotations

from reviewer.casefile.engine.case import Case
from reviewer.domain.analysis.coding_scope import CodingScope
from reviewer.domain.analysis.review_queue import Arrangement
from reviewer.usecases import search
from reviewer.usecases.analysis import bulk_coding, review_queues, saved_searches

OFFERS = "kind:email (doorbell OR free OR discount OR gift)"
SEARCHES = {
    "Offers": OFFERS,
    "Discount codes": "/[A-Z]{4,}[0-9]{2}/",
    "From the vendor": "from:lanternbell.example",
}


def enter(case: Case, *, reviewer: str) -> None:
    """Begin to read through what may be offers: a message that has a passage was read, and is relevant."""
    review_queues.create(case, "Offers", OFFERS, arranged=Arrangement.THREAD, reviewer=reviewer)
    read = "kind:email has:passage"
    with_copies = CodingScope.DUPLICATES
    bulk_coding.mark(
        case, search.ids(case, read), relevance="relevant", scope=with_copies, subject=read, reviewer=reviewer
    )
    for name, query in SEARCHES.items():
        saved_searches.add(case, name, query, reviewer=reviewer)
