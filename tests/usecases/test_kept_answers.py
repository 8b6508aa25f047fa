"""What a list, a count or a search has found is kept, and never told once it is no longer so."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from reviewer.casefile.analysis import queues
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.opening import open_case
from reviewer.casefile.evidence import reading_state, texts
from reviewer.casefile.policy import element_searches
from reviewer.domain.ids import ItemId
from reviewer.domain.progress import Quiet
from reviewer.errors import CancelledError, InputError
from reviewer.isolation.workers import Workers
from reviewer.usecases import facets, search, undo
from reviewer.usecases.analysis import analysis, bulk_coding, review_queues, threads
from reviewer.usecases.evidence import intake
from tests.evidence import folder, mail
from tests.kept import Kept

QUERIES = (
    "",
    "kind:email",
    "-kind:email",
    "from:sam",
    "date:2016-05",
    "custodian:Ada",
    "is:ok",
    "is:unseen",
    "mark:relevant",
    "-mark:none kind:email",
    "gift from:sam",
    "lamp",
)


@pytest.fixture
def writer(kept_cases: Kept, key: Key, workers: Workers, tmp_path: Path) -> Iterator[Case]:
    files = {f"{day}.eml": mail("Gift", "A lamp.\n", date=f"Tue, {day} May 2016 09:15:00 +0000") for day in (3, 4)}
    path = kept_cases.copy("empty", tmp_path / "kept.evcase", title="A case", reference="TST 1")
    with open_case(path, key) as case:
        intake.add(case, workers, [folder(tmp_path / "first", files)], custodian="Ada", reviewer="Ada")
        yield case


@pytest.fixture(params=["writes", "beside", "elsewhere"])
def reads(request: pytest.FixtureRequest, writer: Case, key: Key) -> Iterator[Case]:
    """The connection that writes, one of the same program that reads, and one of another program."""
    with ExitStack() as opened:
        if request.param == "beside":
            yield opened.enter_context(writer.reader())
        elif request.param == "elsewhere":
            yield opened.enter_context(open_case(writer.path, key, read_only=True))
        else:
            yield writer


def seen(case: Case) -> tuple[list[list[ItemId]], dict[str, dict[str, int]]]:
    """Lists by many queries, newest first, and how all is spread."""
    lists = [search.ids(case, each, reviewer="Ada", sort="date", descending=True) for each in QUERIES]
    counted = facets.of_query(case, "", reviewer="Ada")
    return lists, {name: {each.value: each.items for each in values} for name, values in counted.items()}


def test_what_an_intake_brings_is_listed_and_counted_at_once(
    writer: Case, reads: Case, workers: Workers, tmp_path: Path
) -> None:
    before, counted = seen(reads)
    assert len(before[0]) == 2
    late = mail("Gift", "Another lamp.\n", sender="Sam <sam@shop.example>", date="Tue, 10 May 2016 09:15:00 +0000")
    intake.add(writer, workers, [folder(tmp_path / "second", {"late.eml": late})], custodian="Bo", reviewer="Ada")
    after, now = seen(reads)
    (new,) = set(after[0]) - set(before[0])
    assert after[0] == [new, *before[0]]  # the newest of all
    assert after[1] == [new, *before[1]]
    assert after[3] == [new, *before[3]]
    assert set(after[10]) == {new, *before[10]}
    assert now["custodian"] == {"Ada": 2, "Bo": 1}
    assert now["sender"]["sam@shop.example"] == 1 + counted["sender"].get("sam@shop.example", 0)


def test_marks_and_their_undoing_are_seen_at_once(writer: Case, reads: Case) -> None:
    before = seen(reads)
    everything = search.ids(writer, "")
    bulk_coding.mark(writer, everything[:1], relevance="relevant", reviewer="Ada")
    lists, counted = seen(reads)
    assert lists[8] == lists[9] == everything[:1]
    assert counted["mark"] == {"relevant": 1}
    undo.undo(writer, reviewer="Ada")
    assert seen(reads) == before
    undo.redo(writer, reviewer="Ada")
    assert seen(reads) == (lists, counted)


def test_a_change_of_evidence_is_seen_at_once(writer: Case, reads: Case) -> None:
    before = seen(reads)
    first, second = search.ids(writer, "")
    was = writer.tuples("SELECT date, kind, custodian FROM item WHERE id = ?", (first,))[0]
    with writer.act("Ada", "item read") as act:  # whatever act it is: the row tells
        act.update("item", first, {"date": "2017-01-01T00:00:00Z", "kind": "pdf", "custodian": None})
    lists, counted = seen(reads)
    assert lists[0] == [first, second]
    assert (lists[1], lists[2], lists[4], lists[5]) == ([second], [first], [second], [second])
    assert counted["year"] == {"2016": 1, "2017": 1}
    with writer.act("Ada", "item read") as act:
        act.update("item", first, dict(zip(("date", "kind", "custodian"), was, strict=True)))
    assert seen(reads) == before


def test_another_pattern_of_the_same_letters_finds_words_that_came_meanwhile(writer: Case, reads: Case) -> None:
    first = search.ids(writer, "")[0]
    assert [
        search.ids(case, query) for case in (writer, reads) for query in ("/shad[e]/", "lampshad~1", "lampshade")
    ] == [[]] * 6
    with writer.act("Ada", "ocr run"):
        texts.set_body(writer, first, "A lampShade.")
    after = [
        search.ids(case, query) for case in (writer, reads) for query in ("/shad[a-e]/", "lampshad~1", "lampshade")
    ]
    assert after == [[first]] * 6


def test_a_queue_tells_what_it_holds_and_how_long_it_takes_now(writer: Case, reads: Case) -> None:
    first, second = search.ids(writer, "")
    review_queues.create(writer, "Mail", "kind:email", reviewer="Ada")

    def told() -> tuple[ItemId | None, int, int | None]:
        found, far = review_queues.next_item(reads, "Mail"), review_queues.how_far(reads, "Mail")
        return found.item, far.left, far.minutes

    assert told() == (first, 2, 0)
    with writer.act("Ada", "ocr run"):
        texts.set_body(writer, second, "lamp " * 2400)
    assert told() == (first, 2, 10)  # at 240 words a minute
    bulk_coding.mark(writer, [first], relevance="relevant", reviewer="Ada")
    assert told() == (second, 1, 10)
    with writer.act("Ada", "queue change") as act:
        queues.change(act, queues.find(writer, "Mail").id, [first], {})
    assert told() == (None, 0, 0)
    undo.undo(writer, reviewer="Ada")
    undo.undo(writer, reviewer="Ada")
    assert told() == (first, 2, 10)


def test_what_queues_hold_is_kept_of_those_that_are_read_and_not_of_all_that_are_listed(writer: Case) -> None:
    review_queues.create(writer, "Mail", "kind:email", reviewer="Ada")
    with writer.reader() as beside:
        (listed,) = review_queues.statuses(beside, reviewer="Ada")
        held = weakref.ref(listed.queue.there)
        del listed
        assert held() is None
        assert queues.find(beside, "Mail").there is queues.find(beside, "Mail").there


def test_what_was_taken_back_before_it_was_saved_is_not_kept(writer: Case) -> None:
    before = seen(writer)
    first = search.ids(writer, "")[0]

    def compared() -> tuple[list[ItemId], ...]:
        """What a pattern finds, an exact word, and a search that was made for an element."""
        return (
            search.ids(writer, "/shad[e]/"),
            search.ids(writer, '="lampShade"'),
            list(element_searches.found(writer, "lampshade", "Ada")),
        )

    assert compared() == ([], [], [])

    def fail_after_a_search() -> None:
        with writer.act("Ada", "item read") as act:
            act.update("item", first, {"kind": "pdf"})
            texts.set_body(writer, first, "A lampShade.")
            assert search.ids(writer, "kind:pdf") == [first]
            assert compared() == compared() == ([first], [first], [first])
            raise InputError("not this")

    with pytest.raises(InputError):
        fail_after_a_search()
    assert search.ids(writer, "kind:pdf") == []
    assert compared() == ([], [], [])
    assert seen(writer) == before


def test_texts_that_were_taken_back_tell_nothing_of_others_of_as_many_words(writer: Case) -> None:
    """Of what the index counts, nothing is then other than in the transaction that was taken back."""
    first, second = items = tuple(search.ids(writer, "lamp"))
    short, long = "lamp", "lamp " + "of brass " * 20

    def put(*bodies: str) -> tuple[list[ItemId], Sequence[int]]:
        for item, body in zip(items, bodies, strict=True):
            texts.set_body(writer, item, body)
        best = [hit.item.id for hit in search.find(writer, "lamp").hits]
        return best, list(reading_state.words_of_each(writer, "both", items))

    with writer.act("Ada", "ocr run"):
        put(short, short)
    told = []
    for bodies in ((short, long), (long, short)):
        with suppress(InputError), writer.act("Ada", "ocr run"):
            told.append(put(*bodies))
            raise InputError("not this")
    (best, counted), (best_after, counted_after) = told
    assert (best, best_after) == ([first, second], [second, first])
    assert counted_after == counted[::-1]


def test_what_a_statement_read_by_half_still_sees_is_not_kept_for_later(writer: Case) -> None:
    first, second = search.ids(writer, "")
    with writer.reader() as beside:
        begun = beside.execute("SELECT id FROM item")
        begun.fetchone()
        with writer.act("Ada", "item read") as act:
            act.update("item", first, {"kind": "pdf"})
        assert search.ids(beside, "kind:email") == [first, second]  # as it was when that statement began
        begun.close()
        assert search.ids(beside, "kind:email") == [second]


def test_what_reviewers_do_lets_stand_what_tells_of_evidence_alone(writer: Case) -> None:
    asked: list[str] = []

    def make() -> int:
        asked.append("again")
        return len(asked)

    with writer.reader() as beside:
        assert beside.kept("number", make, evidence=True) == 1
        bulk_coding.mark(writer, search.ids(writer, ""), relevance="relevant", reviewer="Ada")
        assert beside.kept("number", make, evidence=True) == 1
        assert beside.kept("marks", make) == 2
        undo.undo(writer, reviewer="Ada")
        assert beside.kept("number", make, evidence=True) == 1
        assert beside.kept("marks", make) == 3


def test_what_one_connection_worked_out_of_evidence_another_of_the_same_program_need_not(writer: Case) -> None:
    asked: list[str] = []

    def make() -> int:
        asked.append("again")
        return len(asked)

    def told(case: Case) -> tuple[int, ...]:
        of = {"evidence": True}, {"order": True}, {"of": 7}
        return tuple(case.kept(str(each), make, **each) for each in of)

    with writer.reader() as one, one.reader() as other:
        assert told(one) == told(other) == (1, 2, 3)
        assert (one.kept("marks", make), other.kept("marks", make)) == (4, 5)  # of these each knows by itself
        with other.snapshot() as before, writer.act("Ada", "item read") as act:
            act.update("item", search.ids(writer, "")[0], {"kind": "pdf"})
            assert before.kept("in between", make, of=7) == 6
        assert other.kept("in between", make, of=7) == 7  # a transaction shares nothing
        assert told(other) == told(one) == (8, 9, 3)


def test_what_reviewers_do_lets_stand_what_tells_of_threads_and_a_correction_of_these_does_not(writer: Case) -> None:
    asked: list[str] = []

    def make() -> int:
        asked.append("again")
        return len(asked)

    first, second = search.ids(writer, "")
    with writer.reader() as beside:
        assert beside.kept("threads", make, order=True) == 1
        bulk_coding.mark(writer, [first], relevance="relevant", reviewer="Ada")
        assert beside.kept("threads", make, order=True) == 1
        analysis.arrange(writer, reviewer="Ada")
        assert beside.kept("threads", make, order=True) == 2
        threads.attach(writer, second, first, reviewer="Ada")
        assert beside.kept("threads", make, order=True) == 3
        with writer.act("Ada", "item read") as act:
            act.update("item", first, {"kind": "pdf"})
        assert beside.kept("threads", make, order=True) == 4


@pytest.mark.parametrize("how", ["stopped", "interrupted"])
def test_who_waits_for_what_another_connection_works_out_can_be_stopped(writer: Case, how: str) -> None:
    begun, looked, free = threading.Event(), threading.Event(), threading.Event()

    class Looked(Quiet):
        """Knows once it is looked at, which is while one waits; may then ask for a stop."""

        @property
        def cancelled(self) -> bool:  # type: ignore[override]
            looked.set()
            return how == "stopped"

    def slowly() -> str:
        begun.set()
        free.wait(10)
        return "by the first"

    def asked() -> str:
        with waits.watched(Looked()):
            return waits.kept("slow", lambda: "by the second", evidence=True)

    with writer.reader() as works, writer.reader() as waits, ThreadPoolExecutor(2) as threads:
        first = threads.submit(works.kept, "slow", slowly, evidence=True)
        assert begun.wait(60)
        second = threads.submit(asked)
        looked.wait(5)
        if how == "interrupted":
            waits.interrupt()
        with pytest.raises(CancelledError, match="stopped as asked; nothing was listed or changed"):
            second.result()
        assert not first.done()
        free.set()
        assert first.result() == "by the first"
        assert waits.kept("slow", lambda: "by the second", evidence=True) == "by the first"
