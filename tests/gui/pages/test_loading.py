"""Pages are made when an item is first opened, by the print worker, and those of the next items beforehand."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine.case import Case
from reviewer.domain.ids import ItemId
from reviewer.domain.pages.rendition import Rendition
from reviewer.gui.pages import loading
from reviewer.gui.pages.document import Document
from reviewer.gui.pages.loading import read_document
from reviewer.gui.shell.window import MainWindow
from reviewer.isolation.workers import Workers
from reviewer.usecases import search
from reviewer.usecases.evidence import intake
from reviewer.usecases.pages import item_pages
from tests.evidence import folder
from tests.gui.conftest import FIRST, PATIENCE, SECOND, THIRD, Evidence, opened
from tests.kept import Kept


@pytest.fixture
def evidence(tmp_path: Path, kept_cases: Kept, workers: Workers) -> Evidence:
    """The messages of the other tests, without pages; a PDF has its own."""

    def build(case: Case, there: Path) -> None:
        box = folder(there / "box", {"1.eml": FIRST, "2.eml": SECOND, "3.eml": THIRD})
        intake.add(case, workers, [box], reviewer="Ada")

    return Evidence(kept_cases.copy("unprinted", tmp_path / "c.evcase", build, title="Doorbells"), kept_cases.key)


def without_pages(case: Case) -> list[ItemId]:
    return [item for item in search.ids(case, "") if item_pages.of_item(case, item) is None]


def test_an_item_gets_its_pages_when_it_is_opened_and_the_next_one_before(
    qtbot: QtBot, window: MainWindow, evidence: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, _ = evidence.look(without_pages)
    pane = opened(qtbot, window, evidence).review.desk.a
    qtbot.waitUntil(lambda: pane.view.complete, timeout=PATIENCE)
    assert pane.view.document is not None
    assert pane.view.document.item == first
    assert "We would like to equip your officers with our camera" in pane.view.document.text.texts[0]
    qtbot.waitUntil(lambda: {first, second}.isdisjoint(evidence.look(without_pages)), timeout=PATIENCE)
    read: list[ItemId] = []
    shown: list[Document] = []

    def counted(case: Case, rendition: Rendition) -> Document:
        read.append(rendition.item)
        return read_document(case, rendition)

    monkeypatch.setattr(loading, "read_document", counted)
    loader = pane.loader
    loader.forget()
    loader.ahead([second])
    loader.load(second, shown.append, lambda _error: None)
    qtbot.waitUntil(lambda: bool(shown), timeout=PATIENCE)
    assert read == [second], "what is on its way is read once"
    loader.forget()
    loader.ahead([second])
    loader.ahead([])
    loader.load(second, shown.append, lambda _error: None)
    qtbot.waitUntil(lambda: len(shown) == 2, timeout=PATIENCE)
    loader.forget()
    loader.load(second, shown.append, lambda _error: None)
    loader.drop_kept()
    qtbot.waitUntil(lambda: len(shown) == 3, timeout=PATIENCE)
    assert second not in loader._kept, "it may be no longer what it was"
