"""The people of messages: kept once each, found by any of their addresses, and brought over from older cases."""

from __future__ import annotations

from pathlib import Path

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.migrations import STEPS
from reviewer.casefile.engine.opening import create_case, open_case
from reviewer.casefile.evidence import participants
from reviewer.casefile.verification.verify import verify
from reviewer.domain.evidence.reading import Person
from reviewer.domain.ids import ItemId

BEFORE_PEOPLE = STEPS[:10]
HEADERS = [
    [("from", "Pat Quill", "pat@vendor.example"), ("to", "Bo", "bo@agency.example"), ("cc", "", "bo@agency.example")],
    [("from", "Bo", "bo@agency.example"), ("reply-to", "Bo", "bo@agency.example"), ("to", "Pat Quill", "")],
]


def messages(case: Case) -> None:
    """Two messages without people."""
    case.execute("INSERT INTO intake (id, started, state, reviewer, program) VALUES (1, '', 'complete', 'A', '')")
    for item in (1, 2):
        case.execute(
            "INSERT INTO item (id, intake, family, name, kind, state) VALUES (?, 1, ?, 'a.eml', 'email', 'ok')",
            (item, item),
        )


def people(case: Case) -> list[list[tuple[str, str, str]]]:
    found = [participants.of_item(case, ItemId(item)) for item in (1, 2)]
    return [[(person.role, person.name, person.address) for person in each] for each in found]


def test_who_stands_in_many_messages_is_kept_once(case: Case) -> None:
    with case.act("Ada", "intake batch"):
        messages(case)
        for item, header in enumerate(HEADERS, 1):
            participants.add(case, [(ItemId(item), [Person(*person) for person in header])])
    assert people(case) == HEADERS
    assert case.value("SELECT count(*) FROM person") == len({person[1:] for header in HEADERS for person in header})


def test_people_of_an_older_case_stay_with_their_messages_in_their_order(tmp_path: Path, key: Key) -> None:
    path = tmp_path / "old.evcase"
    with create_case(path, key, title="Old", reviewer="Ada", steps=BEFORE_PEOPLE) as old:
        messages(old)
        for item, header in enumerate(HEADERS, 1):
            for seq, person in enumerate(header):
                old.execute("INSERT INTO participant VALUES (?,?,?,?,?)", (item, seq, *person))
    with open_case(path, key) as case:
        assert people(case) == HEADERS
        assert case.value("SELECT count(*) FROM person") == 4
    assert verify(path, key).parts[0].findings == ()
