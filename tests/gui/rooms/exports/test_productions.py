"""Productions in the Exports room: numbered, looked at, written, verified, handed over, called back, supplemented."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from threading import Event

import pymupdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine.case import Case
from reviewer.domain.exports.production import Production, ProductionId
from reviewer.export import verify_bundle
from reviewer.gui.operations import CaseThread
from reviewer.gui.rooms.exports.productions import ProductionsPart
from reviewer.gui.shell.window import MainWindow
from reviewer.gui.shell.workspace import Workspace
from reviewer.isolation.workers import Workers
from reviewer.usecases import search, trail
from reviewer.usecases.evidence import intake
from reviewer.usecases.exports import confidential_sources, productions
from reviewer.usecases.exports.production_history import Sheet
from reviewer.usecases.exports.productions import ProductionPlan
from reviewer.usecases.exports.redaction import redactions
from reviewer.usecases.pages import tags
from reviewer.usecases.people import signing
from tests.evidence import folder
from tests.gui.conftest import PATIENCE, Evidence
from tests.gui.hands import Hands
from tests.gui.keyboard import unreached
from tests.gui.rooms.interviewing import do
from tests.gui.test_sending import held_up

COUNSEL = "Marlow & Finch"
SECRET = "a harbour seal sings at dusk"


@pytest.fixture
def chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that is chosen wherever one is asked for; dialogs alone are patched."""
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    return tmp_path


def kept(evidence: Evidence) -> list[Production]:
    return evidence.look(productions.listed)


def numbered(qtbot: QtBot, policed: Workspace, part: ProductionsPart, query: str = "camera") -> None:
    """A production of the two messages in which “camera” stands, made elsewhere, with its mock run in sight."""
    plan = ProductionPlan("First", COUNSEL, query, "PMPD")
    do(qtbot, policed, lambda case: productions.create(case, policed.session.workers, plan, reviewer="Ada"))
    looked(qtbot, part, 1)


def looked(qtbot: QtBot, part: ProductionsPart, number: int) -> None:
    """Wait for the mock run of a production."""
    qtbot.waitUntil(lambda: part.page.production == number, timeout=PATIENCE)
    qtbot.waitUntil(lambda: bool(part.page.mock.summary.text()), timeout=PATIENCE)


def listed(part: ProductionsPart) -> list[tuple[str, str, str]]:
    """Pages, document and what becomes of it, as the mock run lists them."""
    model = part.page.mock.model
    cells = [[str(model.index(row, column).data()) for column in range(5)] for row in range(model.rowCount())]
    return [(pages, control, becomes) for pages, control, _, becomes, _ in cells]


def delivered(qtbot: QtBot, policed: Workspace, part: ProductionsPart) -> None:
    numbered(qtbot, policed, part, 'subject:"Thank you"')
    do(qtbot, policed, lambda case: productions.deliver(case, 1, reviewer="Ada"))
    qtbot.waitUntil(part.page.after.supplement.isVisible, timeout=PATIENCE)


def two(qtbot: QtBot, policed: Workspace, part: ProductionsPart) -> None:
    """Two drafts with nothing in the way; the second is at hand."""
    for number, query in enumerate(("camera", "castellan50"), 1):
        plan = ProductionPlan(f"No. {number}", COUNSEL, query, "PMPD")
        do(qtbot, policed, partial(_create, plan, policed.session.workers))
        part.show_production(ProductionId(number))
        looked(qtbot, part, number)
    qtbot.waitUntil(part.page.after.deliver.isEnabled, timeout=PATIENCE)


def _create(plan: ProductionPlan, workers: Workers, case: Case) -> Production:
    return productions.create(case, workers, plan, reviewer="Ada")


def test_a_production_is_numbered_looked_at_and_written_by_keys(
    qtbot: QtBot, part: ProductionsPart, evidence: Evidence, chosen: Path, window: MainWindow
) -> None:
    hands, form, page = Hands(), part.page.form, part.page
    assert part.page.waits.text() == "Press Mock run to see what would leave. It gives no number."
    assert form.waits.text() == "Waits for a title, a receiver, a query that finds something, a prefix."
    assert not form.make.isEnabled()
    for field, words in (
        (form.title, "First"), (form.receiver, COUNSEL), (form.query, "castellan50"), (form.prefix, "PMPD"),
        (form.first, "231"), (form.stamp, "CONFIDENTIAL"),
    ):  # fmt: skip
        hands.tab_to(field)
        hands.type(words)
    qtbot.waitUntil(form.make.isEnabled, timeout=PATIENCE)
    assert form.count.text() == "1 item found; 2 with the rest of their families", "a message and its attachment"
    assert unreached(window, Qt.Key.Key_Tab) == []
    form.stamp.setFocus()
    hands.press(Qt.Key.Key_Return)
    looked(qtbot, part, 1)
    (made,) = kept(evidence)
    assert (made.title, made.receiver, made.query) == ("First", COUNSEL, "castellan50")
    assert (made.bates_first, made.bates_last, made.confidentiality) == ("PMPD-000231", "PMPD-000232", "CONFIDENTIAL")
    assert len(evidence.look(partial(trail.latest, act="production add"))) == 1
    assert [pages for pages, *_ in listed(part)] == ["PMPD-000231", "PMPD-000232"]
    assert page.mock.verdict.text() == "Nothing is wrong with it."
    assert page.mock.summary.text().splitlines() == [
        "2 documents go · 0 go redacted · 0 have a slip sheet · 0 stay",
        "New notes of this case are private, unless one is marked for the report.",
    ]

    bundle = page.bundle
    assert bundle.waits.text() == "Waits for a folder."
    for chooses, key in ((bundle.paper, Qt.Key.Key_A), (bundle.language, Qt.Key.Key_F)):
        hands.tab_to(chooses)
        hands.press(key)
    hands.tab_to(bundle.choose)
    hands.press(Qt.Key.Key_Return)
    assert bundle.start.hasFocus()
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(bundle.result.isVisible, timeout=PATIENCE)
    place = chosen / "PMPD-000231 to PMPD-000232"
    assert bundle.result.place.text() == str(place)
    assert verify_bundle.verify(place) == []
    assert_french_on_a4(place)
    assert bundle.result.told.text().startswith("2 documents, 2 pages, PMPD-000231 to PMPD-000232, ")
    assert "✓ files" in bundle.result.checks.text()
    assert not bundle.result.secret.isVisible()
    assert unreached(window, Qt.Key.Key_Tab) == []

    verified_again(qtbot, part, place)


def assert_french_on_a4(place: Path) -> None:
    for name in ("report.pdf", "account.pdf"):
        with pymupdf.open(place / "data" / name) as paper:
            assert [round(side) for side in paper[0].rect[2:]] == [595, 842], "A4 in points, ISO 216"
    with pymupdf.open(place / "data" / "report.pdf") as report:
        assert report.language == "fr"


def verified_again(qtbot: QtBot, part: ProductionsPart, place: Path) -> None:
    """A changed bundle is verified; so is what is none, and one where it is stopped half way."""
    bundle, hands = part.page.bundle, Hands()
    (place / "data" / "index.html").write_text("<p>another page</p>", encoding="utf-8")
    hands.tab_to(bundle.result.again)
    hands.press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "✕ data/index.html" in bundle.result.verdict.text(), timeout=PATIENCE)
    assert bundle.result.again.hasFocus(), "one comes back to where one was"
    assert bundle.result.verdict.property("role") == "problem"
    assert bundle.result.checks.text().startswith("When it was written:\n✓ ")
    after = part.page.after
    qtbot.waitUntil(after.deliver.isEnabled, timeout=PATIENCE)
    after.deliver.click()
    assert after.delivering.about.text().startswith(
        f"The bundle in {place} is not as it was made: do not hand that one over. Export it anew.\nPMPD-000231 to "
    )
    after.delivering.leave.click()
    bundle.verify_other(place.parent)
    assert not bundle.other.isEnabled()
    assert not bundle.result.again.isEnabled()
    qtbot.waitUntil(bundle.other.isEnabled, timeout=PATIENCE)
    assert bundle.other_told.text().startswith(
        f"{place.parent}: {place.parent} is no bundle. Name the folder that VERIFY.txt"
    )
    assert bundle.other_told.property("role") == "", "nothing is known to be wrong with it"
    bundle.verify_other(place)
    part.cancel()
    qtbot.waitUntil(bundle.other.isEnabled, timeout=PATIENCE)
    assert bundle.other_told.text() == f"{place}: Stopped. Nothing is known of what was not checked."


def test_making_a_production_is_echoed_and_undone(
    qtbot: QtBot, policed: Workspace, part: ProductionsPart, evidence: Evidence
) -> None:
    form = part.page.form
    for field, words in ((form.title, "First"), (form.receiver, COUNSEL), (form.query, "camera"), (form.prefix, "P")):
        field.setText(words)
    qtbot.waitUntil(form.make.isEnabled, timeout=PATIENCE)
    form.make.click()
    looked(qtbot, part, 1)
    echo = policed.status.echo
    qtbot.waitUntil(lambda: echo.said.text() == "Production 1 made: First", timeout=PATIENCE)
    echo.undo.click()
    qtbot.waitUntil(part.page.form.isVisible, timeout=PATIENCE)
    assert not kept(evidence)
    assert part.none.isVisible()


def test_a_query_that_is_not_understood_is_told_where_it_is_typed(qtbot: QtBot, part: ProductionsPart) -> None:
    form = part.page.form
    form.query.setText("form:joel")
    qtbot.waitUntil(form.refusal.isVisible, timeout=PATIENCE)
    assert form.refusal.instead.text() == "Did you mean: from:joel"
    form.refusal.instead.click()
    qtbot.waitUntil(lambda: form.count.text() == "1 item", timeout=PATIENCE)
    form.query.setText("zeppelin")
    qtbot.waitUntil(lambda: form.count.text().startswith("Nothing is found"), timeout=PATIENCE)


def test_numbers_are_refused_in_the_form(qtbot: QtBot, part: ProductionsPart, evidence: Evidence) -> None:
    form = part.page.form
    for field, words in ((form.title, "First"), (form.receiver, COUNSEL), (form.query, "camera"), (form.prefix, "7")):
        field.setText(words)
    qtbot.waitUntil(form.make.isEnabled, timeout=PATIENCE)
    form.make.click()
    qtbot.waitUntil(form.problem.isVisible, timeout=PATIENCE)
    assert form.problem.text().startswith("“7” cannot stand before page numbers. It begins and ends with a letter")
    Hands().tab_to(form.prefix)
    Hands().type("P")
    assert not form.problem.isVisible()
    assert form.title.text() == "First", "what was typed stays"
    assert not kept(evidence)


def test_what_stops_a_production_comes_first_leads_to_its_item_and_keeps_the_bundle_waiting(
    qtbot: QtBot, policed: Workspace, part: ProductionsPart
) -> None:
    numbered(qtbot, policed, part)
    page, mock = part.page, part.page.mock
    assert [control for _, control, _ in listed(part)] == ["IA7-000001", "IA7-000004"]

    def redact(case: Case) -> None:
        (item,) = search.ids(case, 'subject:"Thank you"')
        redactions.add_quote(case, item, "Mine works", "PRV", reviewer="Ada")

    do(qtbot, policed, redact)
    qtbot.waitUntil(lambda: "stop" in mock.verdict.text(), timeout=PATIENCE)
    assert [control for _, control, _ in listed(part)] == ["IA7-000004", "IA7-000001"]
    assert mock.model.index(0, 4).data().startswith("stops it: ")
    assert page.bundle.waits.text() == "Waits until nothing stops it in the mock run."
    assert not page.bundle.start.isEnabled()
    assert not page.after.deliver.isEnabled()
    mock.chips[type(next(iter(mock.chips))).WRONG].click()
    mock.list.setCurrentIndex(mock.model.index(0, 0))
    mock.list.setFocus()
    Hands().press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: policed.stack.currentWidget() is policed.review, timeout=PATIENCE)
    qtbot.waitUntil(
        lambda: policed.review.desk.a.item is not None and policed.review.desk.a.item.control == "IA7-000004",
        timeout=PATIENCE,
    )


def test_the_passphrase_of_an_archive_is_shown_until_it_is_written_down(
    qtbot: QtBot, policed: Workspace, part: ProductionsPart, tmp_path: Path
) -> None:
    numbered(qtbot, policed, part)
    bundle = part.page.bundle
    bundle.zipped.click()
    bundle.bare.click()
    assert not bundle.report.isEnabled()
    bundle.choose_folder(tmp_path / "out")
    part.list.setFocus()
    bundle.start.click()
    qtbot.waitUntil(bundle.result.isVisible, timeout=PATIENCE)
    assert part.list.hasFocus(), "who does not wait for it is left alone"
    assert (tmp_path / "out.zip").read_bytes()[:2] == b"PK"
    shown = bundle.result.secret.passphrase.text()
    assert len(shown) > 12
    line = bundle.result.secret.passphrase.fontMetrics().lineSpacing()
    assert bundle.result.secret.passphrase.height() < 2 * line, (
        "nobody wonders whether a hyphen at the end of a line is meant"
    )
    assert bundle.result.secret.isVisible()
    assert not bundle.result.again.isEnabled(), "an archive is unpacked first"
    bundle.result.secret.keep.click()
    assert not bundle.result.secret.isVisible()
    assert bundle.result.secret.passphrase.text() == ""


def test_a_production_is_delivered_once_and_an_item_of_it_called_back(
    qtbot: QtBot, policed: Workspace, part: ProductionsPart, evidence: Evidence
) -> None:
    numbered(qtbot, policed, part)
    after, hands = part.page.after, Hands()
    qtbot.waitUntil(after.deliver.isEnabled, timeout=PATIENCE)
    hands.tab_to(after.deliver)
    hands.press(Qt.Key.Key_Return)
    hands.type("by hand")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(after.supplement.isVisible, timeout=PATIENCE)
    (made,) = kept(evidence)
    assert made.delivery is not None
    assert made.delivery.remark == "by hand"
    said = f"by {made.delivery.reviewer}: by hand"
    qtbot.waitUntil(lambda: after.told.text().splitlines()[0].endswith(said), timeout=PATIENCE)
    qtbot.waitUntil(after.supplement.hasFocus, timeout=PATIENCE)  # what may be next, and nothing far away
    echo = policed.status.echo
    qtbot.waitUntil(lambda: echo.said.text() == "Production 1 handed over", timeout=PATIENCE)
    assert not echo.undo.isVisible(), "nothing takes it back"
    assert part.holdings.text() == f"{COUNSEL} has 2 items."
    part.page.mock.list.setCurrentIndex(part.page.mock.model.index(1, 0))
    after.recall.click()
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(after.recalling.problem.isVisible, timeout=PATIENCE)
    assert after.recalling.problem.text() == "A recall needs a reason. Say why: the receiver is told."
    hands.type("sent by mistake")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not after.recalling.isVisible(), timeout=PATIENCE)
    qtbot.waitUntil(lambda: not after.recall.isEnabled(), timeout=PATIENCE)
    qtbot.waitUntil(after.supplement.hasFocus, timeout=PATIENCE)
    recalled = part.page.mock.at_hand
    assert recalled is not None
    qtbot.waitUntil(lambda: echo.said.text() == f"Return of {recalled.control} asked for", timeout=PATIENCE)
    assert not echo.undo.isVisible()
    back = recalled.control, "called back; goes"  # the mock run, which stops it now, lists it first
    qtbot.waitUntil(lambda: listed(part)[0][1:] == back, timeout=PATIENCE)
    qtbot.waitUntil(lambda: part.holdings.text() == f"{COUNSEL} has 1 item, 1 called back.", timeout=PATIENCE)
    delivered = f"delivered {made.delivery.at[:10]}, 1 called back"
    assert part.model.index(0, 1).data().splitlines() == [made.title, COUNSEL, delivered]
    shown = part.list
    assert shown.sizeHintForColumn(1) <= shown.columnWidth(1), "each of its lines is there whole"
    assert shown.sizeHintForRow(0) <= shown.rowHeight(0)
    assert [each.part.recalled for each in evidence.look(_members)] == ["", "sent by mistake"]


def _members(case: Case) -> list[productions.Member]:
    return list(productions.members(case, ProductionId(1)))


def test_a_supplement_gets_the_next_numbers_or_says_why_there_is_none(
    qtbot: QtBot, policed: Workspace, part: ProductionsPart, evidence: Evidence
) -> None:
    delivered(qtbot, policed, part)
    after = part.page.after
    after.supplement.click()
    after.supplementing.typed.setText("Second")
    after.supplementing.go.click()
    qtbot.waitUntil(after.supplementing.problem.isVisible, timeout=PATIENCE)
    assert after.supplementing.problem.text().startswith("The receiver has all of this already.")
    assert len(kept(evidence)) == 1


def test_known_receivers_and_the_next_number_are_offered(
    qtbot: QtBot, policed: Workspace, part: ProductionsPart
) -> None:
    numbered(qtbot, policed, part)
    part.add.click()
    form = part.page.form
    assert form.title.hasFocus()
    form.receiver.setText(COUNSEL)
    assert form.has.text() == f"{COUNSEL} was handed nothing yet."
    assert form.receiver.completer().model().stringList() == [COUNSEL]  # type: ignore[attr-defined]
    assert form.prefix.text() == "PMPD"
    form.receiver.setText("Auditor")
    assert form.prefix.text() == "PMPD", "there is no other"
    qtbot.waitUntil(lambda: form.first.placeholderText() == "goes on at PMPD-000003", timeout=PATIENCE)
    assert not form.first.isEnabled()
    Hands().press(Qt.Key.Key_Escape)
    looked(qtbot, part, 1)


def test_a_receiver_is_offered_the_page_numbers_of_what_went_there(
    qtbot: QtBot, policed: Workspace, part: ProductionsPart
) -> None:
    numbered(qtbot, policed, part)
    plan = ProductionPlan("Audit", "Auditor", "camera", "AUD", confidentiality="AUDIT ONLY")
    do(qtbot, policed, lambda case: productions.create(case, policed.session.workers, plan, reviewer="Ada"))
    qtbot.waitUntil(lambda: part.model.rowCount() == 2, timeout=PATIENCE)
    part.add.click()
    form = part.page.form
    assert form.prefix.text() == "", "the two differ, and nobody is named yet"
    form.receiver.setText("Auditor")
    assert (form.prefix.text(), form.stamp.text()) == ("AUD", "AUDIT ONLY")
    form.receiver.setText(COUNSEL)
    assert (form.prefix.text(), form.stamp.text()) == ("PMPD", "")
    Hands().tab_to(form.prefix)
    Hands().type("X")
    form.receiver.setText("Auditor")
    assert form.prefix.text() != "AUD", "what was typed stays"


def test_a_mock_run_is_made_where_something_of_it_changed_once(
    qtbot: QtBot, policed: Workspace, part: ProductionsPart, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs, mock = list[ProductionId](), productions.mock

    def counted(case: Case, number: ProductionId, *, reviewer: str) -> productions.Mock:
        runs.append(number)
        return mock(case, number, reviewer=reviewer)

    monkeypatch.setattr(productions, "mock", counted)
    numbered(qtbot, policed, part)
    assert runs == [1]
    shown: list[object] = []
    look = part.page.show_sheet

    def watched(sheet: Sheet) -> None:
        look(sheet)
        shown.append(sheet)

    monkeypatch.setattr(part.page, "show_sheet", watched)
    do(qtbot, policed, lambda case: tags.add(case, "quiet", reviewer="Ada"))
    qtbot.waitUntil(lambda: len(shown) == 1, timeout=PATIENCE)
    assert runs == [1], "a tag changes nothing of what leaves"

    def redact(case: Case) -> None:
        (item,) = search.ids(case, 'subject:"Thank you"')
        redactions.add_quote(case, item, "Mine works", "PRV", reviewer="Ada")

    do(qtbot, policed, redact)
    qtbot.waitUntil(lambda: len(shown) == 2 and "stop" in part.page.mock.verdict.text(), timeout=PATIENCE)
    assert runs == [1, 1]


def test_a_mock_run_that_searches_files_anew_tells_how_far_it_is_and_can_be_stopped(
    qtbot: QtBot, policed: Workspace, part: ProductionsPart, tmp_path: Path
) -> None:
    medium = folder(tmp_path / "more", {"b.bin": b"\0\1\2 Jo Tarn \0" * 5})
    do(qtbot, policed, lambda case: intake.add(case, policed.session.workers, [medium], reviewer="Ada"))
    numbered(qtbot, policed, part, "name:b.bin")
    do(qtbot, policed, lambda case: confidential_sources.add(case, "Jo Tarn", reviewer="Ada"))
    mock, line = part.page.mock, part.waiting.line
    qtbot.waitUntil(lambda: mock.verdict.text() == "1 thing stops it.", timeout=PATIENCE)
    stopped = Event()
    for _ in range(CaseThread.MAKERS):  # none of them comes to it before it is stopped
        policed.session.making(part, lambda _case: stopped.wait(PATIENCE)).run()
    Hands().click(mock.run)
    assert part.waiting._progress is not None
    line.begin(part.waiting._progress, "")
    assert line.isVisible()
    line.stop.click()
    stopped.set()
    qtbot.waitUntil(lambda: "not all of it was looked at" in mock.verdict.text(), timeout=PATIENCE)
    assert not line.isVisible()
    Hands().click(mock.run)
    qtbot.waitUntil(lambda: mock.verdict.text() == "1 thing stops it.", timeout=PATIENCE)


def test_what_was_typed_to_sign_goes_with_who_typed_it_and_an_archive_finished_elsewhere_says_what_waits(
    qtbot: QtBot, policed: Workspace, part: ProductionsPart, tmp_path: Path
) -> None:
    two(qtbot, policed, part)
    do(qtbot, policed, lambda case: signing.add(case, "Ada", SECRET, reviewer="Ada"))
    policed.session.rename("Ada")
    bundle, said = part.page.bundle, list[str]()
    qtbot.waitUntil(bundle.sign.isEnabled, timeout=PATIENCE)
    assert bundle.signs.text().startswith("Own key ")
    bundle.sign.click()
    bundle.secret.setText(SECRET)
    policed.session.rename("Bea")
    assert not bundle.sign.isChecked()
    assert bundle.secret.text() == ""
    assert not bundle.sign.isEnabled()
    qtbot.waitUntil(lambda: bundle.signs.text().startswith("Bea has no signing key"), timeout=PATIENCE)

    policed.session.said.connect(said.append)
    bundle.zipped.click()
    bundle.bare.click()
    bundle.choose_folder(tmp_path / "out")
    qtbot.waitUntil(bundle.start.isEnabled, timeout=PATIENCE)
    with held_up(qtbot, policed):  # an export ends with an act
        bundle.start.click()
        part.list.selectRow(0)
        qtbot.waitUntil(lambda: part.page.production == 1, timeout=PATIENCE)
        part.list.setFocus()
    qtbot.waitUntil(lambda: bool(said), timeout=PATIENCE)
    assert said == ["Production 2 is written; the passphrase of its archive waits there to be written down"]
    assert part.list.hasFocus()
    part.list.selectRow(1)
    qtbot.waitUntil(bundle.result.secret.isVisible, timeout=PATIENCE)


def test_a_draft_is_dropped_with_a_reason_and_nothing_leaves_from_it(
    qtbot: QtBot, policed: Workspace, part: ProductionsPart, evidence: Evidence
) -> None:
    numbered(qtbot, policed, part)
    after, page, hands = part.page.after, part.page, Hands()
    hands.tab_to(after.drop)
    hands.press(Qt.Key.Key_Return)
    hands.type("too wide")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.mock.verdict.text() == "Dropped: nothing leaves from it.", timeout=PATIENCE)
    (made,) = kept(evidence)
    assert made.drop is not None
    assert made.drop.reason == "too wide"
    assert not page.bundle.isVisible()
    assert not after.drop.isVisible()
    assert part.model.index(0, 1).data().endswith(f"\ndropped {made.drop.at[:10]}")
    policed.status.echo.undo.click()
    qtbot.waitUntil(page.bundle.isVisible, timeout=PATIENCE)
    assert kept(evidence)[0].drop is None
