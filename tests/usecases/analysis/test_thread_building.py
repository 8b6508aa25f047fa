"""Threads come out the same in whatever portions the messages come in: few new ones are put to what they concern."""

from __future__ import annotations

import os
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.opening import open_case
from reviewer.domain.progress import Quiet
from reviewer.domain.reasons.reason import Reason, unpack
from reviewer.errors import CancelledError, InputError
from reviewer.isolation.workers import Workers
from reviewer.usecases import search
from reviewer.usecases.analysis import analysis, thread_building, threads
from reviewer.usecases.evidence import intake
from tests.endurance import a_few, at_length
from tests.evidence import folder
from tests.kept import Kept
from tests.pile import WORDS, pile

TABLES = {
    "places": "SELECT item, place FROM thread_message ORDER BY item",
    "edges": """SELECT coalesce(child, below.message_id), coalesce(parent, above.message_id), reason, evidence
                FROM thread_edge LEFT JOIN missing_message AS below ON below.id = missing_child
                LEFT JOIN missing_message AS above ON above.id = missing_parent ORDER BY 1, 2""",
    "missing": "SELECT message_id FROM missing_message ORDER BY 1",
    "keys": "SELECT item, seq, key FROM thread_key ORDER BY 1, 2",
}
PEOPLE = ("ada", "bo", "kim")
TOPICS = ("Cameras", "A lantern", "Roster")


def paragraph(number: int) -> str:
    return "\n".join(" ".join(random.Random(number * 9 + line).choices(WORDS, k=11)) for line in range(4))


@dataclass(frozen=True)
class Sketch:
    """A message of few words, people and Message-IDs, so that several concern each other in some way or other."""

    own_id: int
    names: tuple[int, ...]
    answers: int | None
    topic: int
    answer: bool
    sender: int
    to: int
    day: int | None
    says: int | None
    quotes: int | None
    copy: bool = False

    def data(self, number: int) -> bytes:
        lines = [
            "Received: from elsewhere by here" if self.copy else "",
            f"From: {PEOPLE[self.sender]}@agency.example",
            f"To: {PEOPLE[self.to]}@agency.example",
            f"Subject: {'Re: ' if self.answer else ''}{TOPICS[self.topic]}",
            "" if self.day is None else f"Date: {format_datetime(datetime(2016, 1, 4, 9, tzinfo=UTC) + self.sent)}",
            f"Message-ID: <{self.own_id}@agency.example>",
            "" if self.answers is None else f"In-Reply-To: <{self.answers}@agency.example>",
            f"References: {' '.join(f'<{one}@agency.example>' for one in self.names)}" if self.names else "",
        ]
        body = f"Number {'' if self.copy else number}\n" if self.says is None else paragraph(self.says)
        if self.quotes is not None:
            said = "\n".join(f"> {line}" for line in paragraph(self.quotes).splitlines())
            body += f"\n\nOn 4 Jan 2016, Bo Reef wrote:\n{said}\n"
        return ("\n".join(line for line in lines if line) + f"\n\n{body}").encode()

    @property
    def sent(self) -> timedelta:
        return timedelta(days=self.day or 0)


sketches = st.builds(
    Sketch,
    own_id=st.integers(0, 9),
    names=st.lists(st.integers(0, 11), max_size=3).map(tuple),
    answers=st.none() | st.integers(0, 11),
    topic=st.integers(0, len(TOPICS) - 1),
    answer=st.booleans(),
    sender=st.integers(0, 2),
    to=st.integers(0, 2),
    day=st.none() | st.integers(0, 80),
    says=st.none() | st.integers(0, 3),
    quotes=st.none() | st.integers(0, 3),
)


@st.composite
def portions(draw: st.DrawFn) -> list[list[Sketch]]:
    """Messages, some of them copies of those before, in the portions in which they come in."""
    found: list[list[Sketch]] = draw(st.lists(st.lists(sketches, min_size=1, max_size=4), min_size=2, max_size=5))
    everything = [one for some in found for one in some]
    copies = draw(st.lists(st.tuples(st.integers(1, len(found) - 1), st.sampled_from(everything)), max_size=3))
    for at, one in copies:
        found[at].append(replace(one, copy=True, own_id=one.own_id + 5 * (at % 2)))
    return found


def stored(case: Case) -> dict[str, list[tuple[Any, ...]]]:
    return {name: case.tuples(query) for name, query in TABLES.items()}


@contextmanager
def empty(kept_cases: Kept) -> Iterator[Case]:
    with tempfile.TemporaryDirectory() as scratch:
        path = kept_cases.copy("empty", Path(scratch) / "case.evcase", title="A case", reference="TST 1")
        with open_case(path, kept_cases.key) as made:
            yield made


def take_in(case: Case, workers: Workers, messages: Sequence[tuple[str, bytes]]) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        intake.add(case, workers, [folder(Path(scratch) / "mail", dict(messages))], reviewer="Ada")
    analysis.arrange(case, reviewer="Ada", workers=workers)


def same_as_of_all(case: Case) -> None:
    """What is stored is what comes out when all messages are looked at anew."""
    before = stored(case)
    thread_building._renew(case, None, Quiet())
    assert stored(case) == before


def counted(case: Case) -> dict[str, int]:
    """What is counted where all threads of a case are put together."""
    graph = threads._graph(case)
    reasons = Counter(graph.links[child].reason.value for child in graph.parents)
    missing = {node for pair in graph.parents.items() for node in pair if node < 0}
    return {**dict.fromkeys(threads.counts(case), 0), **reasons, "missing": len(missing)}


def correct(case: Case, seed: int) -> None:
    """Say by hand of some messages what they answer, as far as that can be."""
    chance, ids = random.Random(seed), search.ids(case, "")
    for _ in range(chance.randint(0, 4)):
        one, other = chance.choice(ids), chance.choice(ids)
        with suppress(InputError):
            if chance.random() < 0.5:
                threads.detach(case, one, reviewer="Ada")
            else:
                threads.attach(case, one, other, reviewer="Ada")


@pytest.fixture
def few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many are new, only what they concern is looked at."""
    for name in ("_FEW", "_MUCH"):
        monkeypatch.setattr(thread_building, name, 1_000)


def each_portion_as_of_all(kept_cases: Kept, workers: Workers, found: list[list[Sketch]]) -> None:
    with empty(kept_cases) as case:
        number = 0
        for some in found:
            files = [(f"{number + at:03}.eml", one.data(number + at)) for at, one in enumerate(some)]
            take_in(case, workers, files)
            same_as_of_all(case)
            assert threads.counts(case) == counted(case)
            correct(case, number)
            assert threads.counts(case) == counted(case)
            number += len(some)


def tried(examples: int) -> Callable[..., Any]:
    return settings(
        max_examples=examples, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    )


@pytest.mark.usefixtures("few_at_a_time")
@given(found=portions())
@tried(6)
def test_few_new_messages_change_threads_as_if_all_were_looked_at(
    kept_cases: Kept, workers: Workers, found: list[list[Sketch]]
) -> None:
    each_portion_as_of_all(kept_cases, workers, found)


@at_length
@pytest.mark.usefixtures("few_at_a_time")
@given(found=portions())
@tried(int(os.environ.get("REVIEWER_EXAMPLES", "150")))
def test_few_new_messages_change_threads_as_if_all_were_looked_at_many_times(
    kept_cases: Kept, workers: Workers, found: list[list[Sketch]]
) -> None:
    each_portion_as_of_all(kept_cases, workers, found)


@pytest.mark.usefixtures("few_at_a_time")
@pytest.mark.parametrize("seed", a_few([5], [1, 2, 3, 4, 6, 7, 8]))
def test_a_pile_that_comes_in_by_and_by_is_threaded_as_one_that_comes_at_once(
    kept_cases: Kept, workers: Workers, seed: int
) -> None:
    """Answers by reference, by quote and by subject come before or after what they answer; so do copies."""
    chance, there = random.Random(seed), [one for one in pile(seed, threads=14) if one.there]
    messages = [*(one.data() for one in there), *(one.data(copy=True) for one in there[::5])]
    chance.shuffle(messages)
    named = [(f"{number:05}.eml", data) for number, data in enumerate(messages)]
    with empty(kept_cases) as at_once, empty(kept_cases) as by_and_by:
        take_in(at_once, workers, named)
        for at in range(0, len(named), 9):
            take_in(by_and_by, workers, named[at : at + 9])
            same_as_of_all(by_and_by)
        assert stored(by_and_by) == stored(at_once)


CHANGES = {
    "a subject": "UPDATE item SET subject = 'Re: Cameras' WHERE id = 3",
    "the people": "DELETE FROM item_person WHERE item = 3",
    "a text": "UPDATE item_text SET body = x'' WHERE item = 3",
}


def test_few_new_messages_leave_alone_what_does_not_concern_them(case: Case, workers: Workers) -> None:
    """Told by a mark on an edge of another thread: it stays as long as nobody looks there."""
    first = [Sketch(2 * at, (), None, at % 3, False, 0, 1, 30 * at, None, None) for at in range(20)]
    answers = [replace(one, own_id=one.own_id + 1, answers=one.own_id, answer=True) for one in first]
    take_in(case, workers, [(f"{at:03}.eml", one.data(at)) for at, one in enumerate([*first, *answers])])
    mark = "UPDATE thread_edge SET evidence = 'marked' WHERE child = 21"
    marked = "SELECT evidence FROM thread_edge WHERE child = 21"

    def bring(number: int) -> str:
        case.execute(mark)
        one = Sketch(100 + number, (), 5, 2, True, 0, 1, 150, None, None)
        take_in(case, workers, [(f"{number}.eml", one.data(number))])
        return str(case.value(marked))

    assert bring(1) == "marked"
    for number, change in enumerate(CHANGES.values(), 2):
        with case.act("Ada", "intake batch"):
            case.execute(change)
        assert unpack(bring(number)) == (Reason("thread.in_reply_to", parent="TST1-000001"),)
    with case.act("Ada", "intake batch"):
        case.execute("UPDATE item SET pages = 2 WHERE id = 3")  # which has nothing to do with threads
    assert bring(9) == "marked"
    assert case.value("SELECT count(*) FROM thread_edge WHERE reason = 'in-reply-to'") == 25


@dataclass
class StoppedAtThreads:
    """Asks for a stop as soon as threads are begun with."""

    case: Case

    @property
    def cancelled(self) -> bool:
        return bool(self.case.value("SELECT thread_rules < 0 FROM arranging"))

    def step(self, done: int, total: int, what: str) -> None:
        pass


def test_threads_that_were_broken_off_are_made_anew_of_all_messages(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    pairs = [Sketch(at, (), at - 1 if at % 2 else None, 0, False, 0, 1, 30 * at, None, None) for at in range(40)]
    take_in(case, workers, [(f"{one.own_id:03}.eml", one.data(one.own_id)) for one in pairs])
    before = stored(case)
    case.execute("UPDATE thread_edge SET evidence = 'marked' WHERE child = 2")
    more = folder(tmp_path / "more", {"40.eml": replace(pairs[0], own_id=40, answers=8, day=1300).data(40)})
    intake.add(case, workers, [more], reviewer="Ada")
    with pytest.raises(CancelledError):
        analysis.arrange(case, reviewer="Ada", progress=StoppedAtThreads(case))
    analysis.arrange(case, reviewer="Ada")
    assert before["edges"] == [edge for edge in stored(case)["edges"] if edge[0] != 41]


@at_length
@pytest.mark.corpora
def test_real_messages_that_come_in_by_and_by_are_threaded_as_those_that_come_at_once(
    corpora: Path, kept_cases: Kept, workers: Workers
) -> None:
    found = sorted([*(corpora / "email").rglob("*.eml"), *(corpora / "email" / "spamassassin").rglob("*.txt")])
    messages = [path.read_bytes() for path in found]
    assert len(messages) > 500
    chance = random.Random(3)
    chance.shuffle(messages)
    named = [(f"{number:05}.eml", data) for number, data in enumerate(messages)]
    with empty(kept_cases) as at_once, empty(kept_cases) as by_and_by:
        take_in(at_once, workers, named)
        at = len(named) // 2
        take_in(by_and_by, workers, named[:at])
        while at < len(named):
            some = chance.randint(1, 25)
            take_in(by_and_by, workers, named[at : at + some])
            at += some
        same_as_of_all(by_and_by)
        assert stored(by_and_by) == stored(at_once)
