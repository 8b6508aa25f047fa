"""Work off the UI thread: what arrives, what is dropped, what may go ahead of long work."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine import audit
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.opening import open_case
from reviewer.desktop import settings
from reviewer.domain.changes import Changes, Noun
from reviewer.errors import CancelledError, InputError, KnownError
from reviewer.gui.operations import Background, CaseThread, Courier, PostedProgress
from reviewer.gui.session import Latest
from reviewer.gui.shell.workspace import Workspace
from reviewer.usecases import cases
from reviewer.usecases.pages import tags
from reviewer.usecases.people import officers
from tests.gui.conftest import PATIENCE, Evidence


@pytest.fixture
def thread(evidence: Evidence) -> Iterator[CaseThread]:
    made = CaseThread()
    made.open(lambda: open_case(evidence.path, evidence.key)).result(60)
    yield made
    made.close()


@pytest.fixture
def courier(qtbot: QtBot) -> Courier:  # noqa: ARG001 - Qt must run
    return Courier()


def test_an_operation_runs_elsewhere_and_says_here_what_changed(
    qtbot: QtBot, thread: CaseThread, courier: Courier
) -> None:
    heard: list[object] = []
    where: list[threading.Thread] = []

    def add(case: Case) -> str:
        where.append(threading.current_thread())
        return tags.add(case, "New", reviewer="Ada").name

    thread.changed = lambda changes: courier.post(lambda: heard.append(changes))
    Background(courier, courier, lambda: thread.write(add)).success(
        lambda name: heard.append((name, threading.current_thread()))
    ).run()
    qtbot.waitUntil(lambda: len(heard) == 2, timeout=PATIENCE)
    assert heard == [Changes.of([Noun.TAGS, Noun.TRAIL]), ("New", threading.main_thread())]
    assert where[0] is not threading.main_thread()


def test_who_acts_is_known_before_the_work_runs(workspace: Workspace) -> None:
    with ThreadPoolExecutor() as elsewhere, pytest.raises(RuntimeError, match="when the act is asked for"):
        elsewhere.submit(lambda: workspace.session.reviewer).result()


def test_a_known_error_goes_to_failure_and_nothing_is_said_to_have_changed(
    qtbot: QtBot, thread: CaseThread, courier: Courier
) -> None:
    heard: list[object] = []
    failed: list[KnownError] = []

    def refuse(case: Case) -> None:
        with case.act("Ada", "tag add") as act:
            act.insert("tag", {"name": "New", "color": "blue"})
            raise InputError("no")

    thread.changed = heard.append
    Background(courier, courier, lambda: thread.write(refuse)).failure(failed.append).run()
    qtbot.waitUntil(lambda: bool(failed), timeout=PATIENCE)
    assert (str(failed[0]), heard) == ("no", [])


def test_what_was_written_before_an_error_is_told_all_the_same(
    qtbot: QtBot, thread: CaseThread, courier: Courier
) -> None:
    heard: list[Changes] = []
    failed: list[KnownError] = []

    def stop_half_way(case: Case) -> None:
        tags.add(case, "New", reviewer="Ada")
        raise CancelledError("stopped")

    thread.changed = heard.append
    Background(courier, courier, lambda: thread.write_long(stop_half_way)).failure(failed.append).run()
    qtbot.waitUntil(lambda: bool(failed), timeout=PATIENCE)
    assert heard == [Changes.of([Noun.TAGS, Noun.TRAIL])]


def test_an_act_between_two_transactions_of_long_work_tells_its_own_changes_at_once(
    qtbot: QtBot, thread: CaseThread, courier: Courier
) -> None:
    heard: list[Changes] = []

    def work(case: Case) -> None:
        tags.add(case, "Long", reviewer="Ada")
        thread.write(lambda case: officers.add(case, "1", "Pat Quill", reviewer="Ada"))
        thread.breathe()

    thread.changed = heard.append
    done: list[None] = []
    Background(courier, courier, lambda: thread.write_long(work)).success(done.append).run()
    qtbot.waitUntil(lambda: bool(done), timeout=PATIENCE)
    assert heard == [Changes.of([Noun.OFFICERS, Noun.TRAIL]), Changes.of([Noun.TAGS, Noun.TRAIL])]


def is_remembered(uuid: str, head: tuple[int, bytes]) -> bool:
    return settings.remembered_head(uuid) == head


def test_after_an_act_the_laptop_remembers_the_head_of_the_trail_while_the_case_is_open(
    qtbot: QtBot, thread: CaseThread, evidence: Evidence, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The program may be killed, and an older file put in the place of the case and its log."""
    before = shutil.copy(evidence.path, tmp_path / "before.evcase")
    uuid = evidence.look(lambda case: cases.info(case).uuid)
    monkeypatch.setattr(CaseThread, "REMEMBERS_AFTER", 0.0)
    for name in ("One", "Two"):
        thread.write(partial(tags.add, name=name, reviewer="Ada")).result(60)
        head = thread.write(audit.head).result(60)
        qtbot.waitUntil(partial(is_remembered, uuid, head), timeout=PATIENCE)
    with open_case(Path(before), evidence.key, read_only=True) as older:
        assert f"then it had {head[0]}" in cases.older_than_remembered(older)


def test_closing_does_not_wait_for_the_head_to_be_remembered(
    thread: CaseThread, evidence: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It remembers that itself; what was to do so later is gone."""
    monkeypatch.setattr(CaseThread, "REMEMBERS_AFTER", 10 * PATIENCE)
    thread.write(lambda case: tags.add(case, "One", reviewer="Ada")).result(60)
    head = thread.write(audit.head).result(60)
    thread.close()
    assert settings.remembered_head(evidence.look(lambda case: cases.info(case).uuid)) == head
    assert not any(each.name == "head-rememberer" for each in threading.enumerate())


def test_the_answer_to_an_older_question_is_dropped(qtbot: QtBot, thread: CaseThread, courier: Courier) -> None:
    latest, heard = Latest(), list[str]()
    for words in ("older", "newer"):
        Background(courier, courier, lambda words=words: thread.read(lambda _case: words)).unless(  # type: ignore[misc]
            latest.ask()
        ).success(heard.append).run()
    qtbot.waitUntil(lambda: bool(heard), timeout=PATIENCE)
    assert heard == ["newer"]


def test_nothing_is_delivered_to_a_view_that_is_gone(qtbot: QtBot, thread: CaseThread, courier: Courier) -> None:
    import shiboken6  # noqa: PLC0415 - only here

    parent, heard, after = QObject(), list[object](), list[object]()
    Background(parent, courier, lambda: thread.read(lambda _case: 1)).success(heard.append).run()
    shiboken6.delete(parent)
    Background(courier, courier, lambda: thread.read(lambda _case: 2)).success(after.append).run()
    qtbot.waitUntil(lambda: bool(after), timeout=PATIENCE)
    assert heard == []


def test_a_question_after_the_case_was_closed_is_refused_in_words(thread: CaseThread) -> None:
    thread.close()
    for ask in (thread.read, thread.make):
        with pytest.raises(CancelledError):
            ask(tags.listed).result(60)


def test_a_reviewers_act_does_not_wait_until_long_work_is_through(thread: CaseThread, courier: Courier) -> None:
    progress = PostedProgress(courier, lambda *_told: None, thread.breathe)
    begun, tagged = threading.Event(), threading.Event()

    def long_work(_case: Case) -> bool:
        begun.set()
        while not progress.cancelled and not tagged.wait(0.01):
            progress.step(1, 0, "reading")
        return tagged.is_set()

    work = thread.write_long(long_work)
    assert begun.wait(60)
    act = thread.write(lambda case: tags.add(case, "Meanwhile", reviewer="Ada").name)
    try:
        assert act.result(60) == "Meanwhile"
        assert not work.done()
        tagged.set()
        assert work.result(60)
    finally:
        progress.cancel()


def test_nothing_goes_ahead_within_a_transaction_of_long_work(thread: CaseThread, courier: Courier) -> None:
    progress = PostedProgress(courier, lambda *_told: None, thread.breathe)
    asked = threading.Event()

    def long_work(case: Case) -> int:
        with case.transaction():
            assert asked.wait(60)
            progress.step(1, 0, "within")
            return len(tags.listed(case))

    work = thread.write_long(long_work)
    act = thread.write(lambda case: tags.add(case, "Later", reviewer="Ada"))
    asked.set()
    assert work.result(60) == 2
    act.result(60)


def test_progress_is_shown_ten_times_a_second_at_most(qtbot: QtBot, courier: Courier) -> None:
    shown: list[int] = []
    progress = PostedProgress(courier, lambda done, _total, _what: shown.append(done))
    for done in range(1, 10_001):
        progress.step(done, 10_000, "item")
    qtbot.waitUntil(lambda: bool(shown) and shown[-1] == 10_000, timeout=PATIENCE)
    assert len(shown) < 1_000


class Interrupted:
    """A lock after whose next release something happens."""

    def __init__(self, then: Callable[[], None]) -> None:
        self._lock = threading.Lock()
        self._then: Callable[[], None] | None = then

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(self, *_: object) -> None:
        self._lock.release()
        then, self._then = self._then, None
        if then is not None:
            then()


def test_what_is_posted_the_moment_another_call_is_taken_is_made_once(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    courier, made = Courier(), list[int]()
    courier.post(lambda: made.append(1))
    monkeypatch.setattr(courier, "_guard", Interrupted(lambda: courier.post(lambda: made.append(2))))
    qtbot.waitUntil(lambda: made == [1, 2])
    courier.post(lambda: made.append(3))
    qtbot.waitUntil(lambda: made == [1, 2, 3])
