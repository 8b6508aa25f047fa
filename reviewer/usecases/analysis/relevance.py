"""Rank what of a queue was not read by what was marked relevant, batch by batch. Nothing is marked by it."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from types import TracebackType
from typing import Protocol, Self

from reviewer.casefile import saved_parts
from reviewer.casefile.analysis import coding_scopes, queue_batches, queue_order, threads
from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import participants, reading_state, texts
from reviewer.casefile.evidence.reading_state import ReadingState
from reviewer.casefile.pages import passages
from reviewer.domain.analysis.relevance import Batch, Suggested, batch_size, mixed
from reviewer.domain.analysis.review_queue import Beginning, Queue
from reviewer.domain.ids import ItemId, PassageId
from reviewer.domain.pages.passage import one_line
from reviewer.domain.progress import Progress, stop_if_cancelled
from reviewer.domain.query import Term
from reviewer.domain.query_grammar import parse
from reviewer.errors import CancelledError, InputError
from reviewer.isolation.errors import WorkerError
from reviewer.isolation.ranker import Ranker
from reviewer.isolation.ranking_messages import Learn, Rank

MOST_TOGETHER = 30
"""Of a longer thread each family comes when it is ranked itself."""
_AT_ONCE = 2_000
_LONGEST = 200_000
"""Letters of a text that are looked at: what decides stands before."""
_LEARN_SECONDS, _RANK_SECONDS = 1_800.0, 300.0
_LOOK_SECONDS = 0.1  # between looks whether one who waits was asked to stop
_SENT, _GOT = "sentby_", "sentto_"


class Ranking:
    """The words of some items in a program of their own, for as many batches as one likes."""

    def __init__(self, case: Case, items: Sequence[ItemId], progress: Progress, ranker: Ranker) -> None:
        self._ranker = ranker
        self._addresses: dict[str, str] = {}
        parts = [items[at : at + _AT_ONCE] for at in range(0, len(items), _AT_ONCE)] or [items]
        with _ended_once_cancelled(ranker, progress):
            for number, part in enumerate(parts, 1):
                stop_if_cancelled(progress)
                progress.step(number - 1, len(parts), "")
                words = [text.encode("utf-8", "replace") for text in self._texts(case, part)]
                ranker.ask(Learn(tuple(part), last=number == len(parts)), words, _LEARN_SECONDS)

    def next_batch(
        self,
        left: Sequence[ItemId],
        decided: Mapping[ItemId, bool],
        *,
        like: str = "",
        number: int,
        seed: int,
        mates: Callable[[ItemId], Sequence[ItemId]] = lambda _item: (),
    ) -> Batch:
        """What to read next of what is left, by what was decided of other items of the queue.

        ``mates`` are read together with an item.
        """
        size, shown = batch_size(number), sum(map(batch_size, range(1, number)))
        relevant = tuple(item for item, yes in decided.items() if yes)
        others = tuple(item for item, yes in decided.items() if not yes)
        asked = Rank(relevant, others, like, tuple(left), (MOST_TOGETHER + 2) * size)
        answer = self._ranker.ask(asked, (), _RANK_SECONDS).message
        ranked = [
            Suggested(ItemId(item), tuple(map(self._said, why)))
            for item, why in zip(answer.items, answer.why, strict=True)
        ]
        return Batch(number, tuple(mixed(ranked, left, shown=shown, size=size, seed=seed, mates=mates)))

    def _texts(self, case: Case, items: Sequence[ItemId]) -> Iterator[str]:
        """The words of items, subject and file names among them, with who sent and got each as words of their own."""
        held = texts.of_items(case, items)
        for item in items:
            said = held.get(item)
            words = "" if said is None else "\n".join(getattr(said, name) for name in texts.COLUMNS)
            people = (
                f"{_SENT if each.role in {'from', 'sender'} else _GOT}{self._name(each.address)}"
                for each in participants.of_item(case, item)
                if each.address
            )
            yield f"{words[:_LONGEST]}\n{' '.join(people)}"

    def _name(self, address: str) -> str:
        name = re.sub(r"\W+", "_", address.lower())
        self._addresses[name] = address
        return name

    def _said(self, word: str) -> str:
        """A word that counts, as people write it."""
        return " ".join(
            f"{mark}:{self._addresses.get(each.removeprefix(start), each)}" if each.startswith(start) else each
            for each in word.split()
            for start, mark in [(_SENT, "from") if each.startswith(_SENT) else (_GOT, "to")]
        )


@contextmanager
def _ended_once_cancelled(ranker: Ranker, progress: Progress) -> Iterator[None]:
    """Meanwhile end the program when one who waits asks to stop: to weigh the words of all is one long request."""
    done = threading.Event()

    def watch() -> None:
        while not done.wait(_LOOK_SECONDS):
            if progress.cancelled:
                ranker.close()
                return

    watching = threading.Thread(target=watch, name="ranking-stop")
    watching.start()
    try:
        yield
    except WorkerError:
        stop_if_cancelled(progress)
        raise
    finally:
        done.set()
        watching.join()
    stop_if_cancelled(progress)  # after the watch: what it has ended knows nothing any more


class Rankings:
    """The ranker, with the words of the items that were ranked last for as long as these are asked for. Thread-safe.

    They are weighed again where other items are asked for, a word of theirs is another, or the program has ended. A
    context manager: at its end the program ends, whatever it is at, and none is started again.
    """

    def __init__(self, ranker: Ranker | None = None) -> None:
        self._ranker = ranker or Ranker()
        self._turn = threading.Lock()
        self._closed = False
        self._known: Ranking | None = None
        self._of: tuple[tuple[ItemId, ...], bytes, int | None] = (), b"", None
        """The items that it is of, the fingerprint of their words, and the process that has learned these."""

    @contextmanager
    def of(self, case: Case, items: Sequence[ItemId], progress: Progress) -> Iterator[Ranking]:
        """The ranking of some items of a case, which is always the same one; nobody else has it meanwhile."""
        while not self._turn.acquire(timeout=_LOOK_SECONDS):
            stop_if_cancelled(progress)
        whole = False
        try:
            yield self._ranking(case, tuple(items), progress)
            whole = True
        except WorkerError as error:
            if self._closed:  # it was ended in the middle
                raise CancelledError("the case has been closed") from error
            raise
        finally:
            if not whole:  # half of what was to be learned would be taken for the beginning of something else
                self._known = None
                self._ranker.close()
            self._turn.release()

    def _ranking(self, case: Case, items: tuple[ItemId, ...], progress: Progress) -> Ranking:
        words = texts.fingerprint(case, items)  # before they are read: what changes meanwhile makes it another
        if self._known is not None and self._of == (items, words, self._ranker.process):
            return self._known
        self._known = None
        made = Ranking(case, items, progress, self._ranker)
        self._known, self._of = made, (items, words, self._ranker.process)
        return made

    def close(self) -> None:
        """End the program for good."""
        self._closed = True
        self._ranker.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Writer(Protocol):
    """Runs something on the case that is open for writing, on whatever thread that is, and waits for it."""

    def __call__(self, fn: Callable[[Case], None], /) -> None:
        """Run it."""


def renew(
    case: Case, queue: Queue, state: ReadingState, progress: Progress, write: Writer, *, rankings: Rankings | None
) -> Batch:
    """Rank what is left of a queue by relevance, and keep the next batch, where the latest was read.

    ``rankings`` keep what was learned for the next one; without them the program ends when it has ranked.
    """
    batch = queue_batches.of_queue(case, queue.id)
    left = [item for item in queue.items if item not in state.read and item not in state.failed]
    if not left or suggested(batch, queue, state) is not None:
        return batch
    relevant, there = reading_state.relevant(case), frozenset(left)
    decided = {item: item in relevant for item in queue.items if item in state.decided}

    def mates(item: ItemId) -> list[ItemId]:
        return _together(case, item, there, left)

    like = _words(case, queue.query) if queue.begins is None else queue.begins.words
    with ExitStack() as until:
        kept = rankings or until.enter_context(Rankings())
        ranking = until.enter_context(kept.of(case, queue.items, progress))
        made = ranking.next_batch(left, decided, like=like, number=batch.number + 1, seed=queue.seed, mates=mates)
    made = replace(made, since=_since(batch, decided))
    write(lambda writing: queue_batches.keep(writing, queue.id, made))
    return made


def beginning(case: Case, *, query: str = "", passage: PassageId | None = None) -> Beginning | None:
    """What a ranking begins with: the words of a query or of a passage; None for neither.

    InputError for both, and where there is no word in it.
    """
    if query.strip() and passage is not None:
        raise InputError(
            "a ranking begins with a query or with a passage, and not with both", "Leave one of them away."
        )
    if passage is not None:
        quote = one_line(passages.get(case, passage).passage.anchor.quote)
        if not re.search(r"\w", quote):
            raise InputError(f"passage {passage} has no words to begin with", "Name one with words, or a query.")
        return Beginning(quote, passage=passage)
    if not query.strip():
        return None
    words = _words(case, query)
    if not words:
        raise InputError(
            f"there are no words in “{query}” to begin with", "Name words that a relevant document may have."
        )
    return Beginning(words, query=query.strip())


def _together(case: Case, item: ItemId, there: frozenset[ItemId], left: Sequence[ItemId]) -> list[ItemId]:
    """Those of what is left that are of the family of an item, and of its thread unless that is too long; in order."""
    head = queue_order.family_heads(case, [item]).get(item, item)
    family = coding_scopes.families(case, [item]) & there
    thread = coding_scopes.families(case, threads.whole(case, ItemId(head))) & there
    found = thread if len(thread) <= MOST_TOGETHER else family
    return [each for each in left if each in found and each != item]


def suggested(batch: Batch, queue: Queue, state: ReadingState) -> Suggested | None:
    """What of a batch is to be read next; None where none of it is left in the queue, so that it has to be renewed."""
    left = (each for each in batch.items if each.item not in state.read and each.item not in state.failed)
    return next((each for each in left if each.item in queue.there and each.item not in queue.counted), None)


def _since(batch: Batch, decided: Mapping[ItemId, bool]) -> int:
    """How many in turn were decided on without a relevant one, with a batch that was read."""
    said = [decided[each.item] for each in batch.items if each.item in decided]
    return 0 if any(said) else batch.since + len(said)


def _words(case: Case, query: str) -> str:
    """The words that a query wants; what it asks besides is no word of any item."""
    wanted = saved_parts.told(case, parse(query)).wanted
    return " ".join(word for term in wanted if isinstance(term, Term) for word in term.words)
