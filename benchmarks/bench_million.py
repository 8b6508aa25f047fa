"""The window on a million items: nothing waits for long, nothing blocks it, and it stays within its memory.

``python -m benchmarks million`` takes 100,000; REVIEWER_BENCH_ITEMS names another number. 20,000 messages are taken in
as always, the others are copies of their rows and of their words in the index: a million take some ten minutes and
2 GB. REVIEWER_BENCH_KEPT names a case that was made so before, or is to be made and kept there.

Everything is done in one window without a screen, after what it reads ahead. A block of the UI thread is a gap between
the ticks of a 2-millisecond timer; behind each of the longest stands how much of it this process was at work, on
whatever threads. Seconds are by the clock, and a machine that does other things stretches them; a search for the first
time is held to its processor time.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from benchmarks import bench_window
from benchmarks.bench_window import LONGEST, Gaps, a_window, ready, work_until
from benchmarks.multiplying import million_case
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.opening import open_case
from reviewer.domain.analysis.grouping import Grouping
from reviewer.domain.analysis.review_queue import Arrangement
from reviewer.domain.ids import ItemId
from reviewer.gui.app import application, spare_the_collector
from reviewer.gui.garbage import GarbageCollector
from reviewer.gui.navigation import ItemsTarget, RoomName, SearchTarget
from reviewer.gui.shell.window import MainWindow
from reviewer.gui.shell.workspace import Workspace, load_first_rooms
from reviewer.isolation.workers import Workers
from reviewer.usecases import read_ahead, search, undo
from reviewer.usecases.analysis import bulk_coding, review_queues, saved_searches
from reviewer.usecases.told_acts import ToldAct

ITEMS = int(os.environ.get("REVIEWER_BENCH_ITEMS", "100000"))
TAKEN_IN = 20_000
MOST_MEMORY = 600
WIDE = 1_920, 1_080
OPEN, FILTER, SEARCH, NEXT = 1.5, 0.5, 0.05, 0.05
FILTERS = ("from:a7", "camera", "kind:email -from:a1", "is:unseen", "subject:ba1")
SEARCHES = ("camera", "camera porch", "patrol OR station", "gift from:a7", "memo -lunch", "neigh*")
KEPT = ("camera", "patrol OR station", "is:relevant camera", "kind:email -from:a1", "is:unseen gift")


def main() -> int:
    kept = os.environ.get("REVIEWER_BENCH_KEPT")
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["REVIEWER_CONFIG"] = str(Path(scratch) / "config")
        path = Path(kept or scratch) / "large.evcase"
        if not path.exists():
            with ProcessPoolExecutor(1, get_context("spawn")) as other:
                other.submit(million_case, path.parent, ITEMS, TAKEN_IN).result()
        key = Key(bytes(32), path.open("rb").read(16))
        with ProcessPoolExecutor(1, get_context("spawn")) as other:  # so that the memory told is that of the window
            held = other.submit(searched, path, key).result()
            held = other.submit(queued, path, key).result() and held
        app = application(dark=False)
        GarbageCollector(app)
        with Workers(2) as workers:
            workers.warm_up()
            load_first_rooms()
            held = Walk(a_window(workers), path, key).all() and held
            app.processEvents()
    return 0 if held else 1


def searched(path: Path, key: Key) -> bool:
    """Each search for the first time on a connection of its own, and again; kept searches are made."""
    slowest, held = 0.0, True
    with open_case(path, key) as case:
        with case.reader() as ahead:
            read_ahead.read_ahead(ahead, case.progress)
        known = {each.name for each in saved_searches.listed(case)}
        for query in KEPT:
            if query not in known:
                saved_searches.add(case, query, query, reviewer="bench")
        for query in SEARCHES:
            with case.reader() as beside:
                used = time.process_time()
                first = seconds(partial(search.find, beside, query))
                used = time.process_time() - used
                again = seconds(partial(search.find, beside, query))
            if ":" in query:  # whom it is from is looked up, as by a filter
                held = held and first <= FILTER
            else:
                slowest = max(slowest, used, again)
            print(
                f"    best 50 of {query:24} first {1e3 * first:6.1f} ms, {1e3 * used:6.1f} of processor time; "
                f"again {1e3 * again:6.1f} ms",
                flush=True,
            )
    print(f"search, the best 50: {1e3 * slowest:.1f} ms of processor time (wanted ≤ {1e3 * SEARCH:.0f})")
    return held and slowest <= SEARCH


def queued(path: Path, key: Key) -> bool:
    """The next of a queue of all messages for the first time, again, and after each of some marks."""
    with open_case(path, key) as case:
        review_queues.create(case, "All", "kind:email", arranged=Arrangement.TIME, reviewer="bench")
    with open_case(path, key) as case:
        with case.reader() as beside:
            ask = partial(review_queues.next_item, beside, "All")
            first, again, marked = seconds(ask), seconds(ask), list[float]()
            for _ in range(5):
                if (item := ask().item) is not None:
                    bulk_coding.mark(case, [item], relevance="relevant", reviewer="bench")
                marked.append(seconds(ask))
        undo.undo_last(case, 1 + len(marked), reviewer="bench")  # what the window holds is measured without them
    slowest = max(again, *marked)
    print(
        f"next of a queue: {1e3 * slowest:.1f} ms (wanted ≤ {1e3 * NEXT:.0f}), first {1e3 * first:.1f} ms", flush=True
    )
    return slowest <= NEXT


def seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


class WorkedGaps(Gaps):
    """How long the event loop was away, and how much of it this process was at work."""

    def __init__(self) -> None:
        self.worked: list[float] = []
        self._worked = time.process_time()
        super().__init__()

    def _tick(self) -> None:
        super()._tick()
        before, self._worked = self._worked, time.process_time()
        self.worked.append(self._worked - before)


class Walk:
    """What is done in the window, one after the other, and whether all of it held."""

    def __init__(self, window: MainWindow, path: Path, key: Key) -> None:
        spare_the_collector()
        self.window, self.path, self.key = window, path, key
        self.held = True
        self.blocks: list[float] = []

    def all(self) -> bool:
        """Do everything; whether it held."""
        self.do("open to the list", self._open, self._is_listed, OPEN)
        self.do("its first pages", lambda: None, lambda: ready(self.window))
        thread = self.here.session._thread  # noqa: SLF001 - what is read ahead is nobody's to wait for but ours
        self.do("read ahead", lambda: None, lambda: thread._aheads._work_queue.empty() and thread._ahead is None)  # noqa: SLF001
        for query in (*FILTERS, ""):
            self.answered(f"filter {query or '(all)'}", partial(self._filter, query), FILTER)
        self._scroll()
        self.answered("by thread", partial(self.here.review.listing.group, Grouping.THREAD))
        self.answered("each by itself", partial(self.here.review.listing.group, Grouping.NONE))
        self._search()
        self._mark_one_beside_kept()
        self._mark_all()
        print(f"longest block of the UI thread: {1e3 * max(self.blocks):.0f} ms (wanted ≤ {1e3 * LONGEST:.0f})")
        memory = _memory()
        print(f"memory of the window at most: {memory} MB (wanted ≤ {MOST_MEMORY})")
        self.window.close()
        return self.held and max(self.blocks) <= LONGEST and memory <= MOST_MEMORY

    @property
    def here(self) -> Workspace:
        if self.window.workspace is None:
            raise SystemExit("the case did not open")
        return self.window.workspace

    def do(self, what: str, act: Callable[[], object], done: Callable[[], bool], most: float | None = None) -> None:
        """Do something and wait until it is done."""
        gaps, begun = WorkedGaps(), time.perf_counter()
        act()
        work_until(done, every=4)
        took = time.perf_counter() - begun
        gaps.stop()
        blocks = sorted(zip(gaps.seen, gaps.worked, strict=True), reverse=True)[:3]
        self.blocks.append(blocks[0][0] if blocks else 0.0)
        self.held = self.held and (most is None or took <= most)
        wanted = "" if most is None else f" (wanted ≤ {most:.1f})"
        longest = ", ".join(f"{1e3 * each:.0f} ({1e3 * worked:.0f})" for each, worked in blocks)
        print(f"{what:34} {took:7.2f} s{wanted}; longest blocks {longest} ms; {_memory()} MB", flush=True)

    def answered(self, what: str, act: Callable[[], object], most: float | None = None) -> None:
        """The same of what lists the items anew."""
        seen: list[int] = []
        told = self.here.review.model.counted.connect(lambda found, _every: seen.append(found))
        self.do(what, act, lambda: bool(seen), most)
        self.here.review.model.counted.disconnect(told)

    def _open(self) -> None:
        self.window.opening.open_with_key(self.path, self.key)

    def _is_listed(self) -> bool:
        workspace = self.window.workspace
        shown = workspace is not None and RoomName.REVIEW in workspace.rooms  # to ask for the room would make it
        return workspace is not None and shown and workspace.review.model.rowCount() > 0

    def _filter(self, query: str) -> None:
        typed = self.here.review.filter.typed
        typed.setText(query)
        QTest.keyClick(typed, Qt.Key.Key_Return)

    def _scroll(self) -> None:
        review = self.here.review
        for share in (0.25, 0.5, 0.75, 0.999, 0.0):
            row = int(share * review.model.rowCount())
            self.do(f"to row {row:,}", partial(review.listing.go_to, row), partial(self._is_seen, row))
        self.do("J, 20 times", lambda: [QTest.keyClick(review, Qt.Key.Key_J) for _ in range(20)], lambda: True)

    def _is_seen(self, row: int) -> bool:
        return self.here.review.model.row_at(row) is not None

    def _search(self) -> None:
        for query in SEARCHES:
            self.do(
                f"search {query}", partial(self.here.session.go, SearchTarget(query)), partial(self._is_found, query)
            )
        room = self.here.rooms[RoomName.SEARCH]
        narrowing = room.narrowing  # type: ignore[attr-defined]
        counted: list[object] = []
        told = narrowing.model.modelReset.connect(lambda: counted.append(None))
        self.do(
            "facets",
            room._toggle_narrowing,  # type: ignore[attr-defined]  # noqa: SLF001
            lambda: bool(counted) and not narrowing.waiting.running and narrowing.model.rowCount() > 0,
        )
        self.window.resize(*WIDE)  # where each search is counted at once
        for query in SEARCHES[:3]:
            counted.clear()
            self.do(
                f"search and count {query}",
                partial(self.here.session.go, SearchTarget(query)),
                lambda: bool(counted) and not narrowing.waiting.running and self._is_found(query),  # noqa: B023 - called in this turn
            )
        narrowing.model.modelReset.disconnect(told)

    def _is_found(self, query: str) -> bool:
        room = self.here.rooms.get(RoomName.SEARCH)
        return room is not None and room._run.text == query and room.model.rowCount() > 0  # type: ignore[attr-defined]  # noqa: SLF001

    def _for_a_second(self, what: str, act: Callable[[], object]) -> None:
        until = time.perf_counter() + 1.0
        self.do(what, act, lambda: time.perf_counter() > until)

    def _mark_one_beside_kept(self) -> None:
        """A mark while the kept searches are seen, which run again with each change, until what they find is there."""
        room = self.here.rooms[RoomName.SEARCH]
        page = room.stack.saved  # type: ignore[attr-defined]
        self.do("kept searches", room.stack.show_saved, lambda: page.model.rowCount() >= len(KEPT))  # type: ignore[attr-defined]
        review = self.here.review
        item = review.model.items_between(0, 0)[0]
        acts = review.marking._acts  # noqa: SLF001
        for relevance in ("relevant", "not relevant"):
            seen: set[str] = set()
            told = self.here.session.acted.connect(lambda _act: seen.add("done"))  # noqa: B023 - heard in this turn
            shown = page.model.modelReset.connect(lambda: seen.add("shown"))  # noqa: B023
            mark = partial(acts.mark, ItemId(item), relevance=relevance)
            self.do("a mark, until they are shown anew", mark, lambda: len(seen) == 2)  # noqa: B023
            self.here.session.acted.disconnect(told)
            page.model.modelReset.disconnect(shown)

    def _mark_all(self) -> None:
        review = self.here.review
        # They are listed anew; who does not wait for that chooses rows of the list that goes.
        self.answered("to the list of all", partial(self.here.session.go, ItemsTarget("")))
        every = review.model.rowCount()
        control = Qt.KeyboardModifier.ControlModifier
        self.do(
            "Ctrl+A",
            partial(QTest.keyClick, review.list, Qt.Key.Key_A, control),
            lambda: review.list.count_chosen() == every,
        )
        acts: list[ToldAct] = []  # pages that were made in advance are told of as well
        self.here.session.acted.connect(lambda act: acts.append(act) if act.back or act.undoable else None)
        bench_window.PATIENCE = 900.0
        self.do("X", partial(QTest.keyClick, review, Qt.Key.Key_X), lambda: len(acts) == 1)
        self._for_a_second("after it", lambda: None)
        self.do("Ctrl+Z", partial(QTest.keyClick, review, Qt.Key.Key_Z, control), lambda: len(acts) == 2)
        self._for_a_second("after it", lambda: None)


def _memory() -> int:
    """The most that this process had, in MB, as Linux tells it."""
    table = Path("/proc/self/status")
    if not table.is_file():
        return 0
    told = dict(line.split(":", 1) for line in table.read_text(encoding="ascii").splitlines())
    return int(told["VmHWM"].split()[0]) // 1000


if __name__ == "__main__":
    sys.exit(main())
