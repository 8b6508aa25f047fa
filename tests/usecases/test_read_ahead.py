"""What lists, counts and searches take from all items is read ahead, for every connection of a program."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reviewer.casefile import best_matches
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.opening import open_case
from reviewer.domain.analysis.coding_scope import CodingScope
from reviewer.domain.analysis.grouping import Grouping
from reviewer.domain.ids import ItemId
from reviewer.domain.progress import Quiet
from reviewer.errors import CancelledError
from reviewer.isolation.workers import Workers
from reviewer.usecases import facets, read_ahead, search
from reviewer.usecases.analysis import bulk_coding
from reviewer.usecases.evidence import intake, items
from tests.evidence import folder, mail
from tests.kept import Kept

OF_ALL_ITEMS = (
    "ORDER BY date",
    "hex(sz)",
    "count(*) FROM item_fts_docsize",
    "json_group_array(id) AS items",
    "thread_edge",
    "group_concat(term",
)
"""What statements have in them that go through all items, or all words."""


@pytest.fixture
def case(
    kept_cases: Kept, key: Key, workers: Workers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Case]:
    monkeypatch.setattr(read_ahead, "FEWEST", 3)
    monkeypatch.setattr(best_matches, "MANY", 1)
    files = {f"{day}.eml": mail("Gift", "A lamp.\n", date=f"Tue, {day} May 2016 09:15:00 +0000") for day in (3, 4)}
    path = kept_cases.copy("empty", tmp_path / "c.evcase", title="A case", reference="TST 1")
    with open_case(path, key) as made:
        intake.add(made, workers, [folder(tmp_path / "first", files)], reviewer="Ada")
        yield made


def through_all(case: Case, ask: Callable[[], object]) -> list[str]:
    """Which of OF_ALL_ITEMS statements have that are run to answer a question."""
    run = list[str]()
    case.db.conn.set_trace_callback(run.append)
    ask()
    case.db.conn.set_trace_callback(None)
    return [each for each in OF_ALL_ITEMS if any(each in statement for statement in run)]


def ask(case: Case) -> Callable[[], object]:
    """A list by date and thread, how all is spread, the best for a word, and words like one."""

    def asked() -> object:
        listed = search.listed(case, "", reviewer="Ada", sort="date", descending=True, grouping=Grouping.THREAD)
        counted = facets.of_query(case, "", reviewer="Ada")
        found = [search.find(case, query).total for query in ("lamp", "lampe~1", "/am[p]/")]
        assert (len(listed.items), counted["year"][0].items, found) == (2, 2, [2, 2, 2])
        return None

    return asked


def test_what_one_connection_has_read_of_all_items_no_other_of_the_program_reads_again(case: Case) -> None:
    with case.reader() as ahead, case.reader() as one, case.reader() as other:
        read_ahead.read_ahead(ahead, Quiet())  # of two items, which are few
        assert through_all(one, ask(one)) == list(OF_ALL_ITEMS)
        assert through_all(other, ask(other)) == []
    with open_case(case.path, case.db.conn.key, read_only=True) as elsewhere:
        assert through_all(elsewhere, ask(elsewhere)) == list(OF_ALL_ITEMS)


def test_reading_ahead_serves_what_is_asked_for_first(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_ahead, "FEWEST", 2)
    with case.reader() as ahead, case.reader() as one:
        assert through_all(ahead, lambda: read_ahead.read_ahead(ahead, Quiet())) == list(OF_ALL_ITEMS)
        assert through_all(one, ask(one)) == []


class Stopped(Quiet):
    """A progress that stops at the second step."""

    told = 0, 0, ""

    @property
    def cancelled(self) -> bool:  # type: ignore[override]
        return self.told == (1, len(read_ahead.STEPS), "reading ahead")

    def step(self, done: int, total: int, what: str) -> None:
        self.told = done, total, what


def test_reading_ahead_stops_between_its_steps(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_ahead, "FEWEST", 2)
    with case.reader() as ahead, pytest.raises(CancelledError):
        read_ahead.read_ahead(ahead, Stopped())
    with case.reader() as one:
        assert "thread_edge" in through_all(one, ask(one))


KINDS = (
    "kind:email",
    "kind:PDF",
    "kind:=pdf",
    "kind:application/pdf",
    "kind:=application/pdf",
    "kind:A",
    "-kind:email",
)


def test_kinds_are_found_by_what_was_read_ahead_as_by_going_through_all_items(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_ahead, "FEWEST", 2)
    first, second = search.ids(case, "")
    with case.act("Ada", "item read") as act:
        act.update("item", second, {"kind": "pdf", "media_type": "application/pdf"})

    def found(asked: Case) -> list[list[ItemId]]:
        return [search.ids(asked, each) for each in KINDS]

    both = [first, second]
    with case.reader() as ahead, case.reader() as one, case.reader() as other:
        assert found(one) == [[first], [second], [second], [second], [second], both, [second]]
        read_ahead.read_ahead(ahead, Quiet())
        with case.act("Ada", "item read") as act:  # now what was found is no longer so, and is found anew
            act.update("item", first, {"kind": "pdf", "media_type": "application/pdf"})
        assert found(other) == [[], both, both, both, both, both, both]
        read_ahead.read_ahead(ahead, Quiet())
        with case.act("Ada", "item read") as act:
            act.update("item", second, {"kind": "email", "media_type": "message/rfc822"})
        read_ahead.read_ahead(ahead, Quiet())
        statements = list[str]()
        one.db.conn.set_trace_callback(statements.append)
        assert found(one) == [[second], [first], [first], [first], [first], both, [first]]
        one.db.conn.set_trace_callback(None)
        assert [each for each in statements if "FROM item WHERE" in each] == []


SENT = {
    "from:ada": {1, 2, 3},
    "from:ada@agency.example": {1, 2, 3},
    "from:=ada@agency.example": {1, 2},
    "from:=@agency.example": {1, 2, 3},
    "from:Cam": {3},
    "from:=cam@agency.example": {3},
    "kind:email -from:ada": set[int](),
    "-from:cam": {1, 2},
    "from:nobody": set[int](),
    "to:bo": {1, 2, 3},
    'to:"=bo@agency.example;=dee@agency.example"': {1, 2, 3},
    "to:dee": {3},
    "to:ada": set[int](),
    "cc:dee": {3},
    "cc:bo": set[int](),
    "bcc:eve": {3},
    "-bcc:eve to:bo": {1, 2},
}
"""What each query finds of two mails by Ada and one by Cam, which is to be answered to Ada: so says no exact name."""


def test_people_and_what_is_unread_are_found_without_going_through_all_items(
    case: Case, workers: Workers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_ahead, "FEWEST", 2)
    by_cam = mail("Cameras", sender="Cam Ray <cam@agency.example>").replace(
        b"Subject:", b"Reply-To: ada@agency.example\r\nCc: Dee <dee@agency.example>\r\nBcc: eve@a.example\r\nSubject:"
    )
    intake.add(case, workers, [folder(tmp_path / "second", {"3.eml": by_cam})], reviewer="Ada")
    mails = search.ids(case, "kind:email")
    bulk_coding.mark(case, mails[:1], relevance="relevant", scope=CodingScope.ITEM, reviewer="Ada")
    items.opened_for(case, mails[1], 600, reviewer="Ada")

    def found(asked: Case) -> dict[str, set[int]]:
        return {each: {mails.index(item) + 1 for item in search.ids(asked, each)} for each in SENT}

    with case.reader() as ahead, case.reader() as one:
        assert found(one) == SENT
        read_ahead.read_ahead(ahead, Quiet())
        with case.act("Ada", "item read") as act:  # now what was found is no longer so, and is found anew
            act.update("item", mails[0], {"subject": "Gifts"})
        read_ahead.read_ahead(ahead, Quiet())
        statements = list[str]()
        one.db.conn.set_trace_callback(statements.append)
        assert found(one) == SENT
        assert search.ids(one, "is:unseen kind:email", reviewer="Ada") == [mails[0], mails[2]]
        assert search.ids(one, "mark:none kind:email", reviewer="Ada") == mails[1:]
        one.db.conn.set_trace_callback(None)
        assert [each for each in statements if "FROM item_person" in each or "NOT" in each] == []
