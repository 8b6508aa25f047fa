"""All mails with a discount code, marked one by one: a key a hit, a click a hit, from Search and from Review."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine.case import Case
from reviewer.desktop import settings
from reviewer.domain.ids import ItemId
from reviewer.gui.models.hits import STATE
from reviewer.gui.pages import loading
from reviewer.gui.rooms.search.room import SearchRoom
from reviewer.gui.shell.window import MainWindow
from reviewer.gui.shell.workspace import Workspace
from reviewer.isolation.workers import Workers
from reviewer.usecases import search
from reviewer.usecases.evidence import intake, items
from reviewer.usecases.pages import passages, tags
from tests.evidence import folder, mail
from tests.gui.conftest import PATIENCE, Evidence, opened
from tests.gui.hands import CONTROL, Hands
from tests.gui.keyboard import focused
from tests.gui.late import Late
from tests.gui.rooms.interviewing import do
from tests.kept import Kept

CODES = ("HARBOR50", "MILL50", "CREEK50")


@pytest.fixture
def evidence(tmp_path: Path, kept_cases: Kept, workers: Workers) -> Evidence:
    """Three mails with a discount code, one without, and a tag."""

    def build(case: Case, there: Path) -> None:
        mails = {
            f"{number}.eml": mail(f"For {code}", f"Take the discount code {code} and tell nobody.\n")
            for number, code in enumerate(CODES)
        }
        intake.add(
            case, workers, [folder(there / "box", mails | {"9.eml": mail("Lunch", "At noon.\n")})], reviewer="Ada"
        )
        tags.add(case, "Gratuity offered", color="orange", key="1", reviewer="Ada")

    return Evidence(kept_cases.copy("codes", tmp_path / "case.evcase", build, title="Codes"), kept_cases.key)


@pytest.fixture
def workspace(qtbot: QtBot, window: MainWindow, evidence: Evidence) -> Workspace:
    made = opened(qtbot, window, evidence)
    qtbot.waitUntil(lambda: made.review.desk.a.view.document is not None, timeout=PATIENCE)
    return made


@pytest.fixture
def found(qtbot: QtBot, workspace: Workspace) -> SearchRoom:
    """The Search room after a search for the discount codes, with the keyboard on the first hit."""
    workspace.search_for('"discount code"')
    room = workspace.search
    qtbot.waitUntil(lambda: room.hits.hasFocus() and room.model.rowCount() == len(CODES), timeout=PATIENCE)
    qtbot.waitUntil(lambda: room.working.palette_box.known, timeout=PATIENCE)
    shown(qtbot, room)
    return room


def shown(qtbot: QtBot, room: SearchRoom) -> None:
    """The hit at hand is on the page, with the words found highlighted."""

    def there() -> bool:
        document, hit = room.pane.view.document, at(room)
        return document is not None and document.item == hit and room.pane.finder.hit is not None

    qtbot.waitUntil(there, timeout=PATIENCE)


def at(room: SearchRoom) -> ItemId | None:
    found = room.model.at(room.hits.currentIndex().row())
    return None if found is None else found.item.id


def relevances(evidence: Evidence, query: str = "discount code") -> list[str]:
    def look(case: Case) -> list[str]:
        return [items.mark(case, each).relevance for each in search.ids(case, query)]

    return evidence.look(look)


def test_each_hit_is_marked_with_one_key_in_the_search_room_and_one_undo_leads_back(
    qtbot: QtBot, workspace: Workspace, found: SearchRoom, evidence: Evidence
) -> None:
    hands = Hands()
    hits = [each.item.id for each in found.model.lines]
    hands.press(Qt.Key.Key_R)
    assert at(found) == hits[1]
    hands.press(Qt.Key.Key_X)
    hands.press(Qt.Key.Key_R)
    qtbot.waitUntil(lambda: "" not in relevances(evidence), timeout=PATIENCE)
    assert hands.keys == len(hits)
    marks = [evidence.look(partial(items.mark, item=each)).relevance for each in hits]
    assert marks == ["relevant", "not relevant", "relevant"]
    assert relevances(evidence, "subject:lunch") == [""]
    echo = workspace.status.echo.said
    qtbot.waitUntil(lambda: "marked relevant" in echo.text(), timeout=PATIENCE)
    qtbot.waitUntil(lambda: found.model.index(1).data(STATE) == "● not seen by you, not relevant", timeout=PATIENCE)
    hands.press(Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: relevances(evidence).count("relevant") == 1, timeout=PATIENCE)
    hands.press(Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: "not relevant" not in relevances(evidence), timeout=PATIENCE)
    qtbot.waitUntil(lambda: at(found) == hits[1], timeout=PATIENCE)


def test_each_hit_is_tagged_where_the_words_were_found_with_one_key(
    qtbot: QtBot, found: SearchRoom, evidence: Evidence
) -> None:
    hands = Hands()
    for number in range(len(CODES)):
        shown(qtbot, found)
        hands.press(Qt.Key.Key_1)
        qtbot.waitUntil(lambda: len(evidence.look(passages.listed)) > number, timeout=PATIENCE)  # noqa: B023
    assert hands.keys == len(CODES)
    kept = evidence.look(passages.listed)
    assert {each.passage.anchor.quote.casefold() for each in kept} == {"discount code"}
    assert len({each.passage.item for each in kept}) == len(CODES)
    assert all([tag.name for tag in each.tags] == ["Gratuity offered"] for each in kept)
    shown(qtbot, found)
    qtbot.waitUntil(lambda: bool(found.desk.facts is not None and found.desk.facts.passages), timeout=PATIENCE)
    hands.press(Qt.Key.Key_1)
    qtbot.waitUntil(lambda: not evidence.look(passages.listed)[-1].tags, timeout=PATIENCE)


def test_each_hit_is_marked_with_one_click(qtbot: QtBot, found: SearchRoom, evidence: Evidence) -> None:
    hands = Hands()
    for _ in CODES:
        hands.click(found.working.marks.relevant)
    qtbot.waitUntil(lambda: relevances(evidence) == ["relevant"] * len(CODES), timeout=PATIENCE)
    assert hands.clicks == len(CODES)
    assert found.hits.hasFocus(), "keys go on where the mouse left off"
    shown(qtbot, found)
    hands.click(found.working.palette_box._chips[evidence.look(tags.listed)[0].id])
    qtbot.waitUntil(lambda: len(evidence.look(passages.listed)) == 1, timeout=PATIENCE)


def test_the_list_is_there_again_after_one_of_it_was_opened_in_review(
    qtbot: QtBot, workspace: Workspace, found: SearchRoom, evidence: Evidence
) -> None:
    hands = Hands()
    hits = [each.item.id for each in found.model.lines]
    hands.press(Qt.Key.Key_J)
    hands.press(Qt.Key.Key_Return)
    review = workspace.review
    qtbot.waitUntil(lambda: review.desk.shown() == [hits[1]] and review.list.hasFocus(), timeout=PATIENCE)
    hands.press(Qt.Key.Key_R)
    qtbot.waitUntil(lambda: "relevant" in relevances(evidence), timeout=PATIENCE)
    hands.press(Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(found.hits.hasFocus, timeout=PATIENCE)
    assert at(found) == hits[1]
    qtbot.waitUntil(lambda: "relevant" in str(found.model.index(1).data(STATE)), timeout=PATIENCE)
    hands.press(Qt.Key.Key_J)
    assert at(found) == hits[2]
    hands.press(Qt.Key.Key_J)
    assert at(found) == hits[2]
    assert "the last of what was found" in workspace.notice.what.text()


def test_a_mark_that_is_taken_off_and_one_without_the_switch_lead_nowhere(
    qtbot: QtBot, found: SearchRoom, evidence: Evidence
) -> None:
    hands = Hands()
    first = at(found)
    hands.press(Qt.Key.Key_G)
    hands.press(Qt.Key.Key_R)
    qtbot.waitUntil(found.working.marks.relevant.isChecked, timeout=PATIENCE)
    assert at(found) == first
    assert not settings.goes_on("search", usual=True)
    hands.press(Qt.Key.Key_G)
    hands.press(Qt.Key.Key_R)
    qtbot.waitUntil(lambda: relevances(evidence) == [""] * len(CODES), timeout=PATIENCE)
    assert at(found) == first


def test_u_goes_to_the_next_hit_that_is_not_read(qtbot: QtBot, found: SearchRoom, evidence: Evidence) -> None:
    hands = Hands()
    hits = [each.item.id for each in found.model.lines]
    hands.press(Qt.Key.Key_M)  # and on to the second
    hands.press(Qt.Key.Key_M)

    def read() -> set[ItemId]:
        return set(evidence.look(partial(items.reviewed_by, ids=hits, reviewer=found._session.reviewer)))

    qtbot.waitUntil(lambda: read() == set(hits[:2]), timeout=PATIENCE)
    hands.press(Qt.Key.Key_K)
    hands.press(Qt.Key.Key_K)
    assert at(found) == hits[0]
    hands.press(Qt.Key.Key_U)
    qtbot.waitUntil(lambda: at(found) == hits[2], timeout=PATIENCE)


def test_what_is_typed_before_the_answer_marks_nothing_of_the_last_search(
    qtbot: QtBot, workspace: Workspace, found: SearchRoom, evidence: Evidence
) -> None:
    workspace.search_for("noon")
    QTest.keyClicks(focused(), "xr")
    qtbot.waitUntil(lambda: found.words.text() == "noonxr" and found.model.rowCount() == 0, timeout=PATIENCE)
    assert relevances(evidence) == [""] * len(CODES)


@pytest.mark.parametrize("by", ["keys", "mouse"])
def test_in_review_each_of_a_filtered_list_is_marked_with_one_key_or_click_once_that_is_switched_on(
    qtbot: QtBot, workspace: Workspace, evidence: Evidence, by: str
) -> None:
    room = workspace.review
    room.opening.list_items("discount")
    qtbot.waitUntil(lambda: room.model.rowCount() == len(CODES), timeout=PATIENCE)
    room.list.setFocus()

    def ready() -> bool:
        return room.desk.at_hand is not None and room.desk.at_hand.item.id == room.opening.current

    hands, marks = Hands(), room.inspector.marks
    hands.press(Qt.Key.Key_G) if by == "keys" else hands.click(marks.then_next)
    for _ in CODES:
        qtbot.waitUntil(ready, timeout=PATIENCE)
        hands.press(Qt.Key.Key_R) if by == "keys" else hands.click(marks.relevant)
    qtbot.waitUntil(lambda: relevances(evidence) == ["relevant"] * len(CODES), timeout=PATIENCE)
    assert hands.keys + hands.clicks == 1 + len(CODES)
    assert "the last of this list" in workspace.notice.what.text()
    qtbot.waitUntil(lambda: "marked relevant" in workspace.status.echo.said.text(), timeout=PATIENCE)
    hands.press(Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: relevances(evidence).count("relevant") == len(CODES) - 1, timeout=PATIENCE)


def test_a_hit_that_is_still_opening_is_not_read_until_its_pages_have_come(
    qtbot: QtBot, workspace: Workspace, found: SearchRoom, evidence: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    working = found.working
    found.desk.a.loader.drop_kept()
    late = Late(monkeypatch, loading, "read_document")
    QTest.keyClick(found.hits, Qt.Key.Key_J)
    late.wait(qtbot)
    item, passed = working.item(), list[bool]()
    assert item is not None

    def read() -> set[ItemId]:
        return evidence.look(partial(items.read_by, ids=[item], reviewer=found._session.reviewer))

    working._seen.setInterval(1)
    working._seen.timeout.connect(lambda: passed.append(True))
    working._seen.start()
    qtbot.waitUntil(lambda: bool(passed), timeout=PATIENCE)
    do(qtbot, workspace, lambda _case: None)  # so that what was asked to be written is
    assert read() == set()
    late.let_go()
    qtbot.waitUntil(lambda: read() == {item}, timeout=PATIENCE)


def test_a_key_does_not_mark_the_document_that_one_has_left_already(
    qtbot: QtBot, workspace: Workspace, evidence: Evidence
) -> None:
    room = workspace.review
    room.list.setFocus()
    QTest.keyClick(room.list, Qt.Key.Key_J)
    QTest.keyClick(room.list, Qt.Key.Key_R)
    assert "still opening" in workspace.notice.what.text()
    QTest.keyClick(room.list, Qt.Key.Key_1)
    assert workspace.notice.what.text() == "The pages are still opening; nothing was tagged."
    qtbot.waitUntil(lambda: room.desk.at_hand is not None, timeout=PATIENCE)
    assert relevances(evidence, "") == [""] * 4


def test_a_key_that_is_held_down_marks_once(workspace: Workspace) -> None:
    workspace.show_room("search")
    for room in (workspace.review, workspace.search):
        keys = {each.key().toString(): each for each in room.findChildren(QShortcut) if each.parent() is room}
        assert keys["J"].autoRepeat()
        assert not any(keys[key].autoRepeat() for key in ("R", "X", "P", "M", "Shift+R", "1", "9"))
