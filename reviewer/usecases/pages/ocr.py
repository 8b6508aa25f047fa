"""Recognise the text of scanned pages: asked for, in parallel, in batches that a kill cannot undo.

Pages are drawn and recognised by workers of their own, one document a worker at a time. The rule by which a page is
judged is :func:`reviewer.domain.pages.ocr.needs_ocr`.
"""

from __future__ import annotations

import queue
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import contents, items
from reviewer.casefile.pages import ocr, ocr_words
from reviewer.casefile.pages.ocr import Looked, Waiting
from reviewer.desktop import tessdata
from reviewer.domain.evidence.item import control_number
from reviewer.domain.evidence.reading import PageText
from reviewer.domain.ids import ItemId, RenditionId
from reviewer.domain.pages.ocr import LOW, Outcome, join, span_confidence, stood_on
from reviewer.domain.pages.page_text import check_page
from reviewer.domain.progress import Progress, Quiet, stop_if_cancelled
from reviewer.domain.query import Sought
from reviewer.domain.query_matching import find_terms
from reviewer.domain.reasons.catalogue import sentences
from reviewer.domain.reasons.reason import Reason, Reasons, reasons_of
from reviewer.errors import InputError
from reviewer.isolation.errors import nonsense
from reviewer.isolation.ocr import ocr_workers
from reviewer.isolation.protocol import Ocr, Ocred, OpenDocument, SetText
from reviewer.isolation.workers import Session, WorkerError, Workers
from reviewer.usecases.pages import item_pages

# Handed on as the case file answers them.
confidences = ocr.confidences
of_rendition = ocr.of_rendition

DEFAULT_LANGUAGE = "eng"

_CHUNK = 4
"""Pages of one document that a worker is given at a time, so that all cores share a long one."""

_BATCH_PAGES = 8
_BATCH_SECONDS = 10.0
_LEAST_GROWTH = 30_000
"""Code points, some 15 pages, by which an item grows before its searchable text is written again."""

_PAGE_SECONDS = 120.0
_TICK = 0.1  # seconds between two looks at whether to stop


@dataclass(frozen=True, slots=True)
class Problem:
    """A page that could not be recognised, or whose text stayed for the passages on it; ``page`` counts from 1."""

    control: str
    page: int
    reasons: Reasons

    @property
    def reason(self) -> str:
        """Why, in words."""
        return sentences(self.reasons)


@dataclass(slots=True)
class Done:
    """What a run did: pages looked at by outcome, those of low confidence among the recognised, and problems."""

    pages: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))
    low: int = 0
    words: int = 0
    failed: list[Problem] = field(default_factory=list)
    kept: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Status:
    """Where OCR stands in a case: pages still to look at, pages by outcome, and what this laptop can recognise."""

    waiting: int
    waiting_items: int
    pages: dict[Outcome, int]
    low: int
    problems: tuple[Problem, ...]
    languages: tuple[str, ...]
    folder: str


@dataclass(frozen=True, slots=True)
class HitFlag:
    """Whether words found in an item stand on text by OCR, and whether they do so in doubt and nowhere else."""

    ocr: bool = False
    low: bool = False


def status(case: Case) -> Status:
    """Where OCR stands in a case."""
    waiting = list(ocr.waiting(case))
    folder = tessdata.folder()
    start = items.prefix(case)
    return Status(
        waiting=sum(len(each.numbers) for each in waiting),
        waiting_items=len(waiting),
        pages=dict.fromkeys(Outcome, 0) | ocr.outcomes(case),
        low=ocr.low(case, LOW),
        problems=tuple(
            Problem(control_number(start, item), page.number, page.reasons) for item, page in ocr.problems(case)
        ),
        languages=tessdata.languages(),
        folder="" if folder is None else str(folder),
    )


def hit_flags(case: Case, terms: Sequence[Sought], ids: Sequence[ItemId]) -> dict[ItemId, HitFlag]:
    """For items found by some terms, those whose hits stand on text by OCR; the others are left out."""
    anywhere = [term for term in terms if term.column in ("", "body")]
    found: dict[ItemId, HitFlag] = {}
    for item, text, marks in ocr.texts(case, ids):
        for start, end in find_terms(text, anywhere):
            sure = span_confidence(marks, start, end)
            if sure is not None:
                low = sure < LOW and found.get(item, HitFlag(low=True)).low
                found[item] = HitFlag(ocr=True, low=low)
    for item in [item for item, flag in found.items() if flag.low]:
        if any(True for text in ocr.own_texts(case, item) for _ in find_terms(text, terms)):
            found[item] = HitFlag(ocr=True)
    return found


def check_language(language: str) -> None:
    """UsageError or InputError, with advice, unless the data of all languages of ``eng+fra`` is on this laptop."""
    tessdata.folder_for(language)


def run(
    case: Case,
    wanted: Sequence[ItemId] | None = None,
    *,
    language: str = DEFAULT_LANGUAGE,
    again: bool = False,
    pictures: bool = False,
    jobs: int | None = None,
    reviewer: str,
    progress: Progress | None = None,
) -> Done:
    """Recognise the pages that need it, of some items that have pages, or of all; resumes where it was stopped.

    ``again`` also redoes pages recognised before; ``pictures`` also reads pages with text of their own, where a picture
    on them may have words. InputError with advice where the language data is missing;
    CancelledError when stopped, with all that was done kept. A page that fails costs itself and is in the answer.
    """
    progress = progress or Quiet()
    folder = tessdata.folder_for(language)
    rounds = _rounds(_jobs(ocr.waiting(case, wanted, again=again, pictures=pictures)))
    under_way = _Run(case, language, tessdata.digests(folder, language), reviewer, progress)
    under_way.pictures = pictures
    under_way.expect(job for jobs_found in rounds for job in jobs_found)
    ocr_words.write_all(case, reviewer)
    if under_way.total:
        with ocr_workers(folder, language, jobs) as workers:
            engine = _try_engine(workers)
            under_way.reused = "" if again or pictures else engine
            for jobs_found in rounds:
                under_way.all(workers, jobs_found)
    return under_way.done


def make_pages(
    case: Case, workers: Workers, wanted: Sequence[ItemId] | None = None, *, reviewer: str, progress: Progress
) -> list[Problem]:
    """Give pages to pictures, and to whatever else is named, that have none yet; says for which that could not be."""
    ids = (
        ocr.pictures_without_pages(case)
        if wanted is None
        else [each for each in wanted if not item_pages.of_item(case, each)]
    )
    problems = []
    for number, item in enumerate(ids):
        stop_if_cancelled(progress)
        progress.step(number, len(ids), "making pages")
        try:
            item_pages.ensure(case, workers, item, reviewer=reviewer)
        except (InputError, WorkerError) as error:
            why = error.reason if isinstance(error, WorkerError) else Reason("pages.none", detail=str(error))
            problems.append(Problem(control_number(items.prefix(case), item), 0, (why,)))
    return problems


def _try_engine(workers: Workers) -> str:
    """The engine's name and version.

    InputError when not even a page of our own can be recognised, so that a whole case does not fail page by page.
    """
    try:
        with workers.session() as session:
            session.ask(OpenDocument(), workers.ask(SetText("Doorbell")).blobs)
            found: Ocred = session.ask(Ocr(1, anyway=True), seconds=_PAGE_SECONDS).message
    except WorkerError as error:
        raise InputError(f"OCR cannot be used here: {error}", tessdata.ADVICE) from error
    return found.engine


def _jobs(waiting: Iterable[Waiting]) -> Iterator[Waiting]:
    for each in waiting:
        for at in range(0, len(each.numbers), _CHUNK):
            yield Waiting(each.item, each.rendition, each.content, each.numbers[at : at + _CHUNK])


def _rounds(jobs: Iterable[Waiting]) -> tuple[list[Waiting], list[Waiting]]:
    """Each document once, then the other items of the same bytes, which can take over what was found."""
    first: list[Waiting] = []
    rest: list[Waiting] = []
    seen: set[tuple[int, tuple[int, ...]]] = set()
    for job in jobs:
        (rest if (job.content, job.numbers) in seen else first).append(job)
        seen.add((job.content, job.numbers))
    return first, rest


Found = tuple[ItemId, Looked]


class _Run:
    """One run: threads that talk to workers put pages into a queue, and this thread keeps them in batches."""

    def __init__(self, case: Case, language: str, models: dict[str, str], reviewer: str, progress: Progress) -> None:
        self.case, self.language, self.models = case, language, models
        self.reviewer, self.progress = reviewer, progress
        self.total = 0
        self.reused = ""  # the engine whose words for the same bytes are taken over; none when all is to be read again
        self.pictures = False  # pages with text of their own are read as well, where pictures on them may have words
        self.done = Done()
        self._seen = 0
        self._left = Counter[ItemId]()  # pages of each item that are still to be looked at
        self._grown = Counter[ItemId]()  # code points kept since its searchable text was written
        self._written = Counter[ItemId]()  # code points of that text when it was
        self._found: queue.SimpleQueue[Found] = queue.SimpleQueue()
        self._batch: list[Found] = []
        self._kept_at = time.monotonic()
        self._stop = threading.Event()
        self._start = items.prefix(case)

    def expect(self, jobs: Iterable[Waiting]) -> None:
        """Count the pages of all jobs."""
        for job in jobs:
            self._left[job.item] += len(job.numbers)
        self.total = self._left.total()

    def all(self, workers: Workers, jobs: Sequence[Waiting]) -> None:
        """Do every job; CancelledError within a moment when asked to stop."""
        self.progress.step(self._seen, self.total, "OCR")
        left, under_way, done = deque(jobs), list[Future[None]](), False
        with ThreadPoolExecutor(workers.jobs, thread_name_prefix="ocr") as pool:
            try:
                while left or under_way:
                    while left and len(under_way) <= workers.jobs:
                        under_way.append(pool.submit(self._start_job(workers, left.popleft())))
                    self._collect(_TICK)
                    for future in [each for each in under_way if each.done()]:
                        under_way.remove(future)
                        future.result()
                self._collect(0)
                done = True
            finally:
                if not done:
                    self._stop.set()
                    pool.shutdown(wait=False, cancel_futures=True)
                    workers.close()  # ends what is being recognised now
                self._keep()
                ocr_words.write_all(self.case, self.reviewer)

    def _collect(self, seconds: float) -> None:
        with suppress(queue.Empty):
            while True:
                self._batch.append(self._found.get(timeout=seconds) if seconds else self._found.get_nowait())
                self._seen += 1
                seconds = 0
        self.progress.step(self._seen, self.total, "OCR")
        if len(self._batch) >= _BATCH_PAGES or time.monotonic() - self._kept_at > _BATCH_SECONDS:
            self._keep()
        stop_if_cancelled(self.progress)

    def _keep(self) -> None:
        """Keep what was found since the last time, as one act."""
        self._kept_at = time.monotonic()
        batch, self._batch = self._batch, []
        if not batch:
            return
        by_item: dict[ItemId, list[Looked]] = {}
        for item, looked in batch:
            by_item.setdefault(item, []).append(looked)
        with self.case.act(self.reviewer, "ocr run", f"{len(batch)} pages") as act:
            kept = {item: ocr.keep(act, looked) for item, looked in by_item.items()}
            ocr.note(act, [each for these in kept.values() for each in these])
            act.facts["language"] = self.language
            act.facts["language data"] = self.models
            act.facts["engine"] = sorted({looked.engine for _, looked in batch if looked.engine})
            for item in self._due(kept):
                self._written[item] = ocr_words.write(self.case, item)
        for item, these in kept.items():
            for each in these:
                self._count(item, each)

    def _due(self, kept: Mapping[ItemId, Sequence[Looked]]) -> list[ItemId]:
        """The items whose searchable text is to be written now: they are done, or have grown enough."""
        found = []
        for item, these in kept.items():
            self._left[item] -= len(these)
            self._grown[item] += sum(len(each.joined.page.text) for each in these if each.joined is not None)
            if self._left[item] <= 0 or self._grown[item] >= max(_LEAST_GROWTH, self._written[item] // 2):
                found.append(item)
                del self._grown[item]
        return found

    def _count(self, item: ItemId, looked: Looked) -> None:
        self.done.pages[looked.outcome] += 1
        if looked.joined is not None:
            known = [value for value in looked.joined.confidences if value != 255]
            self.done.low += sum(known) < LOW * len(known)
            self.done.words += len(looked.joined.page.text.split()) - len(looked.joined.native.text.split())
        problem = Problem(control_number(self._start, item), looked.number, reasons_of(looked.reason))
        if looked.outcome is Outcome.FAILED:
            self.done.failed.append(problem)
        elif looked.outcome is Outcome.KEPT:
            self.done.kept.append(problem)

    def _start_job(self, workers: Workers, job: Waiting) -> Callable[[], None]:
        """What a thread has to do for a job; everything it needs of the case is read now, on this thread."""
        readable: list[tuple[int, PageText]] = []
        for number in job.numbers:
            page = ocr.native(self.case, job.rendition, number)
            passages = ocr.passages_on(self.case, job.rendition, number)
            if page is None:
                continue
            known = self.reused and ocr.same_page(
                self.case, job.content, number, engine=self.reused, language=self.language
            )
            if passages:
                looked = Looked(job.rendition, number, Outcome.KEPT, "", self.language, None, stood_on(passages))
                self._found.put((job.item, looked))
            elif known:
                self._found.put((job.item, replace(known, rendition=job.rendition)))
            else:
                readable.append((number, page))
        pdf = contents.read(self.case, job.content) if readable else b""
        return lambda: self._do(workers, job, pdf, readable)

    def _do(self, workers: Workers, job: Waiting, pdf: bytes, readable: Sequence[tuple[int, PageText]]) -> None:
        """On a thread of its own: the pages of one job, one after the other."""
        with workers.session() as session:
            opened = False
            for number, page in readable:
                if self._stop.is_set():
                    return
                try:
                    if not opened:
                        session.ask(OpenDocument(), [pdf])
                        opened = True
                    outcome = self._look(session, job.rendition, number, page)
                except WorkerError as error:
                    outcome = Looked(job.rendition, number, Outcome.FAILED, "", self.language, None, error.reason)
                if not self._stop.is_set():
                    self._found.put((job.item, outcome))

    def _look(self, session: Session, rendition: RenditionId, number: int, native: PageText) -> Looked:
        answer: Ocred = session.ask(Ocr(number, native.text, pictures=self.pictures), seconds=_PAGE_SECONDS).message
        if not answer.needed:
            return Looked(rendition, number, Outcome.NOT_NEEDED, answer.engine, self.language)
        try:
            check_page(answer.page.width, answer.page.height, answer.page.text, answer.page.boxes)
            joined = join(native, answer.page, answer.confidences)
        except ValueError as error:
            raise nonsense(str(error)) from error
        if not any(value != 255 for value in joined.confidences):
            return Looked(rendition, number, Outcome.EMPTY, answer.engine, self.language)
        return Looked(rendition, number, Outcome.RECOGNISED, answer.engine, self.language, joined)
