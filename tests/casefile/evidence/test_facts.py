"""Facts that a worker tells in a sentence are kept as codes, or as that they are not known."""

from __future__ import annotations

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import contents, item_store, items
from reviewer.domain.evidence.reading import NEVER_SENT, Kind, Reading, State
from reviewer.domain.ids import IntakeId
from reviewer.domain.reasons.catalogue import sentence
from reviewer.domain.reasons.reason import UNKNOWN, Reason, pack

DRAFT = Reason("outlook.never_sent")


def kept(case: Case, fact: str) -> str:
    """What is told of a message of which a worker says this of why it was never sent."""
    with case.act("Ada", "intake batch") as act:
        case.execute("INSERT INTO intake (id, started, state, reviewer, program) VALUES (1, '', 'complete', 'A', '')")
        node = item_store.Node("a.eml", contents.pack(b"a"), Reading(Kind.EMAIL, State.OK, metadata={NEVER_SENT: fact}))
        ((item, _),) = of_item = item_store.keep(case, [(node, item_store.Place(IntakeId(1), None, "a.eml"))])[0]
        item_store.note_batch(act, of_item)
    return items.get(case, item).metadata[NEVER_SENT]


def test_a_fact_in_codes_is_told_in_words(case: Case) -> None:
    assert kept(case, pack((DRAFT,))) == sentence(DRAFT)


LEGACY = '[["reason.legacy",{"sentence":"x"}]]'


@pytest.mark.parametrize("fact", ["", "a draft", "[" * 100_000, "[7]", '{"a": 1}', LEGACY])
def test_a_fact_that_is_no_code_is_told_as_not_known(case: Case, fact: str) -> None:
    assert kept(case, fact) == sentence(Reason(UNKNOWN, code=NEVER_SENT))
