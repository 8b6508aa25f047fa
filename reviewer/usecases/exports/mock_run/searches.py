"""Search, in a mock run, what a bundle would search when it is written: files that go as they are, and finished pages.

Each is made and attacked as for the bundle, so that what would refuse it is told before, item by item. Pages that go
redacted are not: they are rebuilt from pixels, which takes as long as the bundle itself.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from hashlib import blake2b

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import contents, items
from reviewer.casefile.exports import confidential_sources as kept_sources
from reviewer.casefile.exports import productions
from reviewer.casefile.pages import ocr, renditions
from reviewer.domain.exports.leaving import Way
from reviewer.domain.exports.production import Part, Problem, Production, Wrong
from reviewer.domain.ids import ItemId, RenditionId
from reviewer.domain.pages.ocr import Outcome, has_next_to_none
from reviewer.domain.progress import Progress, stop_if_cancelled
from reviewer.errors import ExportError
from reviewer.isolation.protocol import Stamp
from reviewer.isolation.workers import WorkerError, Workers
from reviewer.usecases.exports.gate import Gate
from reviewer.usecases.exports.mock_run.problems import ANEW
from reviewer.usecases.exports.redaction.redacting import SECONDS, attack_file, check_beside, legible_in, word_layers

_STOPPED = "not all of it was looked at"
_PIXELS = (
    "Redact those words, or a region of its pages where they stand on none, as in a bookmark, a link or a code: "
    "then its pages are rebuilt from pixels, without what is beside them. Or leave the item out"
)

_Search = Callable[[], Problem | None]

_KEY = os.urandom(32)
_MOST = 200_000
_clean: dict[bytes, tuple[int, ...]] = {}
"""What was searched by this process and had nothing, by :func:`_seal`: in the window a mock run follows each act.

Each with its pages on which pictures may have words.
"""
_MOST_NAMED = 20
"""Pages that are named; more are counted."""


def of_numbered(gate: Gate, production: Production, now: Sequence[Part], known: Collection[Problem]) -> list[Problem]:
    """What must not leave and would be found in what is finished, for which a bundle would be refused.

    ``known`` is what is wrong already: items that it stops are not searched again. Files were searched when they were
    numbered, so they are only where something was said of sources or redactions since. How far it is, whoever watches
    the case is told: CancelledError once it is stopped.
    """
    made = productions.entry_of(gate.case, production.id)
    files = gate.withheld.hides_words and kept_sources.decided_since(gate.case, made)
    wanted = _to_search(gate, now, known, files=files)
    if not wanted:
        return []
    with Workers() as workers:
        return list(_each_of(gate, workers, wanted, gate.case.progress))


def of_planned(
    gate: Gate, workers: Workers, now: Sequence[Part], known: Collection[Problem], watched: Progress
) -> list[Problem]:
    """The same of what is not numbered yet, whose files were searched already."""
    return list(_each_of(gate, workers, _to_search(gate, now, known, files=False), watched))


def _to_search(gate: Gate, now: Sequence[Part], known: Collection[Problem], *, files: bool) -> list[Part]:
    if not gate.withheld.hides_words:
        return []
    stopped = {each.item for each in known if each.wrong.stops}
    going = [part for part in now if part.way is Way.GOES and part.item not in stopped]
    return [part for part in going if (files if part.native else part.rendition is not None)]


def _each_of(gate: Gate, workers: Workers, wanted: Sequence[Part], watched: Progress) -> Iterator[Problem]:
    """What is found in files and pages, several at a time; the case is read on this thread alone."""
    begun: deque[Callable[[], Problem | None]] = deque()
    with ThreadPoolExecutor(workers.jobs, thread_name_prefix="searching") as pool:
        try:
            for done, part in enumerate(wanted):
                stop_if_cancelled(watched, _STOPPED)
                watched.step(done, len(wanted), gate.control(part.item))
                search = _of_file(gate, workers, part.item) if part.native else _of_pages(gate, workers, part)
                begun.append(pool.submit(search).result)
                if len(begun) > 2 * workers.jobs and (problem := begun.popleft()()) is not None:
                    yield problem
            yield from (problem for each in begun if (problem := each()) is not None)
        finally:
            pool.shutdown(cancel_futures=True)


def _of_file(gate: Gate, workers: Workers, item: ItemId) -> _Search:
    control, words = gate.control(item), gate.sought(item)
    data, text = items.original(gate.case, item), items.body(gate.case, item).encode("utf-8", "replace")

    def search() -> Problem | None:
        try:
            attack_file(workers, control, data, words)
            attack_file(workers, f"the words of {control}", text, words)
        except ExportError as error:
            said = f"{error}; it goes as the file that it is, so a bundle with it is not written. {ANEW}"
            return Problem(item, Wrong.UNCOVERED, said)
        return None

    return search


def _of_pages(gate: Gate, workers: Workers, part: Part) -> _Search:
    """What is found in pages as they are stamped for a bundle, and in their words."""
    case, item, control = gate.case, part.item, gate.control(part.item)
    rendition = renditions.of_item(case, item)
    if rendition is None:
        return lambda: None
    words, legible, source = gate.sought(item), legible_in(gate, item), contents.read(case, rendition.content)
    texts = renditions.texts(case, rendition.id)
    text = "\f".join(texts).encode("utf-8", "replace")
    request = Stamp((), "", word_layers(case, rendition.id), (), single=False, unseen=False)
    attack = partial(attack_file, workers, words=words, legible=legible)
    try:
        check_beside(gate, item)
    except ExportError as error:
        found = Problem(item, Wrong.UNCOVERED, _refused(error))
        return lambda: found
    seal = _seal(source, text, repr((request, words, legible)).encode("utf-8", "backslashreplace"))
    looked = _looked_at(case, rendition.id, texts)
    if seal in _clean:
        pictured = _pictured(item, control, _clean[seal], looked)
        return lambda: pictured

    def search() -> Problem | None:
        try:
            made = workers.ask(request, [source], seconds=SECONDS).blobs[0]
            pages = attack(f"the pages of {control}", made, pictures=True)
            attack(f"the words of {control}", text)
        except WorkerError as error:
            said = f"the pages of {control} could not be numbered: {error}. {ANEW}"
        except ExportError as error:
            said = _refused(error)
        else:
            if len(_clean) < _MOST:
                _clean[seal] = pages
            return _pictured(item, control, pages, looked)
        return Problem(item, Wrong.UNCOVERED, said)

    return search


def _looked_at(case: Case, rendition: RenditionId, texts: Sequence[str]) -> frozenset[int]:
    """The pages whose pictures OCR has read, as their texts say, and those without a text, which are told anyway."""
    read = {Outcome.RECOGNISED, Outcome.EMPTY}
    blank = (number for number, text in enumerate(texts, 1) if has_next_to_none(text))
    return frozenset((*blank, *(each.number for each in ocr.of_rendition(case, rendition) if each.outcome in read)))


def _pictured(item: ItemId, control: str, pages: Sequence[int], looked: Collection[int]) -> Problem | None:
    """Pages that go whole with pictures whose words, if there are any, nobody has searched."""
    left = [number for number in pages if number not in looked]
    if not left:
        return None
    named = ", ".join(map(str, left[:_MOST_NAMED]))
    more = f" and {len(left) - _MOST_NAMED:,} more" if len(left) > _MOST_NAMED else ""
    words = (
        f"{control} goes with pictures on page{'s' * (len(left) > 1)} {named}{more}, in which words that may not leave "
        "would not be found. Have them recognised (`reviewer ocr run CASE ITEM --pictures`), or look at each"
    )
    return Problem(item, Wrong.PICTURED, words)


def _seal(*parts: bytes) -> bytes:
    """Stands for all that a search depends on; without this process's key it tells nothing of it."""
    made = blake2b(key=_KEY, digest_size=32)
    for part in parts:
        made.update(len(part).to_bytes(8, "big") + part)
    return made.digest()


def _refused(error: ExportError) -> str:
    return f"{error}, so a bundle with it is not written. {_PIXELS}"
