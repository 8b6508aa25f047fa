"""A window on a real case: messages and a PDF, taken in by real workers, with a codebook and a roster."""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.opening import open_case
from reviewer.gui import scheduling
from reviewer.gui.app import application, spare_the_collector
from reviewer.gui.garbage import GarbageCollector
from reviewer.gui.rooms.review import opening
from reviewer.gui.rooms.review.room import ReviewRoom
from reviewer.gui.shell.window import MainWindow
from reviewer.gui.shell.workspace import Workspace
from reviewer.isolation.workers import Workers
from reviewer.usecases import search
from reviewer.usecases.evidence import intake
from reviewer.usecases.pages import item_pages, tags
from reviewer.usecases.people import officers
from tests.evidence import folder, mail, pdf
from tests.gui.late_by_chance import LateByChance
from tests.kept import Kept

T = TypeVar("T")

PATIENCE = 120_000
"""Milliseconds; a print worker that starts on a busy machine takes its time."""


def written(path: Path) -> bool:
    """Whether an exported file is in its place; for a moment before, an empty one keeps its name."""
    return path.exists() and path.stat().st_size > 0


FIRST = mail(
    "Doorbells for the station",
    "We would like to equip your officers with our camera\nat no cost to them.\n",
    sender="Joel Tennant <joel@lantern.example>",
    to="Ruth Castellan <ruth@pmpd.example>",
    date="Tue, 19 Jan 2016 09:12:00 -0800",
)
SECOND = mail(
    "Flyer",
    "The flyer is attached.\n",
    date="Wed, 20 Jan 2016 10:00:00 -0800",
    attachments=[("flyer.pdf", pdf(["Save 50 dollars with the code CASTELLAN50."]), "application/pdf")],
)
THIRD = mail("Thank you", "Mine works. Thank you for the camera.\n", date="Thu, 21 Jan 2016 11:00:00 -0800")

ROSTER = """serial,name,rank,station,start,end
101,Ruth Castellan,Sergeant,Harbor,2014-01-01,
102,Tom Okafor,Officer,Mill Creek,2015-01-01,
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform warns of what only a real screen can do; every other warning of Qt fails a test."""
    for item in items:
        if "tests/gui" in item.path.as_posix():
            item.add_marker(pytest.mark.qt_log_ignore("^This plugin does not support", extend=True))


@dataclass(frozen=True, slots=True)
class Evidence:
    """A closed case file with evidence in it, and its key."""

    path: Path
    key: Key

    def look(self, ask: Callable[[Case], T]) -> T:
        """Look into the file through a connection of one's own, as another program would."""
        with open_case(self.path, self.key, read_only=True) as case:
            return ask(case)


@pytest.fixture(autouse=True)
def _settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the window remembers goes nowhere but into this test's folder."""
    monkeypatch.setenv("REVIEWER_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:")


@pytest.fixture(autouse=True)
def _late(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Answers late by chance, where that is asked for."""
    if seed := os.environ.get("REVIEWER_LATE"):
        LateByChance(monkeypatch, f"{seed} {request.node.nodeid}")


@pytest.fixture(autouse=True)
def _no_thread_left() -> Iterator[None]:
    """A test that leaves a thread of the window running fails."""
    yield
    ours = (
        "case-writer",
        "case-reader",
        "page-maker",
        "exporter",
        "ahead-reader",
        "rasters",
        "aside",
        "head-rememberer",
    )
    left = [thread.name for thread in threading.enumerate() if thread.name.startswith(ours)]
    assert not left


@pytest.fixture(scope="session", autouse=True)
def _as_far_back_as_ever() -> Iterator[None]:
    """Threads of the window stand as far behind it as ever, at whatever priority the tests are run.

    Otherwise those of tests run at a high one hardly get a processor while other tests run beside them.
    """
    with pytest.MonkeyPatch.context() as patch:
        if sys.platform == "linux":
            here = os.getpriority(os.PRIO_PROCESS, 0)
            patch.setattr(scheduling, "NICENESS", min(here + scheduling.NICENESS, 19))
        yield


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    """The application that the program itself makes."""
    made = application(dark=False)
    spare_the_collector()
    return made


@pytest.fixture
def evidence(tmp_path: Path, kept_cases: Kept, workers: Workers) -> Evidence:
    """Three messages, one with a PDF, two officers and two tags; the items have their pages.

    What has none yet gets them when it is opened: tests/gui/pages/test_loading.py.
    """

    def build(case: Case, there: Path) -> None:
        box = folder(there / "box", {"1.eml": FIRST, "2.eml": SECOND, "3.eml": THIRD})
        intake.add(case, workers, [box], custodian="Castellan", reviewer="Ada")
        roster = there / "roster.csv"
        roster.write_text(ROSTER, encoding="utf-8")
        officers.import_roster(case, roster, reviewer="Ada")
        tags.add(case, "Gratuity offered", color="orange", key="1", reviewer="Ada")
        tags.add(case, "Endorsement", color="blue", key="2", reviewer="Ada")
        for item in search.ids(case, ""):
            item_pages.ensure(case, workers, item, reviewer="Ada")

    path = kept_cases.copy("window", tmp_path / "case.evcase", build, title="Doorbells", reference="IA 7")
    return Evidence(path, kept_cases.key)


@pytest.fixture
def window(qapp: QApplication, workers: Workers) -> Iterator[MainWindow]:
    """The window, before any case is open; gone with all that is in it when its test is over."""
    collector = GarbageCollector(qapp)
    made = MainWindow(workers)
    made.resize(1366, 768)
    made.show()
    yield made
    made.close()
    made.deleteLater()
    qapp.processEvents()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    del made
    gc.collect()
    collector.end()


def opened(qtbot: QtBot, window: MainWindow, evidence: Evidence) -> Workspace:
    """The window's rooms, once it has opened the case."""
    window.opening.open_with_key(evidence.path, evidence.key)
    qtbot.waitUntil(lambda: window.workspace is not None, timeout=PATIENCE)
    made = window.workspace
    assert made is not None
    return made


@pytest.fixture
def read_by_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long a busy computer shows an item, that is not reading."""
    monkeypatch.setattr(opening, "READ_AFTER", PATIENCE)


@pytest.fixture
def workspace(qtbot: QtBot, window: MainWindow, evidence: Evidence) -> Workspace:
    """The window with the case open and its first message on the page."""
    made = opened(qtbot, window, evidence)
    qtbot.waitUntil(lambda: made.review.desk.a.view.complete, timeout=PATIENCE)
    qtbot.waitUntil(lambda: bool(made.review.inspector.palette_box.tags), timeout=PATIENCE)
    return made


@pytest.fixture
def room(workspace: Workspace) -> ReviewRoom:
    """The Review room of that window."""
    return workspace.review
