"""A walk through the rooms of an open case, with a picture of each."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from reviewer.domain.exports.production import Production, ProductionId
from reviewer.domain.policy.allegation import Side
from reviewer.gui.rooms.exports.productions import ProductionsPart
from reviewer.gui.rooms.exports.room import ExportsRoom
from reviewer.gui.rooms.interviews.room import InterviewsRoom
from reviewer.gui.rooms.review.room import ReviewRoom
from reviewer.gui.rooms.search.room import SearchRoom
from reviewer.gui.screenshots import scenes
from reviewer.gui.screenshots.scenes import wait
from reviewer.gui.shell.window import MainWindow
from reviewer.gui.shell.workspace import Workspace
from reviewer.usecases.exports import privilege, productions
from reviewer.usecases.exports.privilege import Called

KINDS = (
    ("scan", "is:ocr"),
    ("hidden", "is:hidden"),
    ("locked", "is:locked"),
)
"""What is pictured besides the rooms: the first item that each query finds."""

TERMS = 'doorbell\ngift OR free\n"discount code"\nfrom:lanternbell.example\n/[A-Z]{4,}[0-9]{2}/\nzeppelin'

NEWSLETTERS = 'from:"Neighborhood News"'


class Tour:
    """Walks through the rooms and takes a picture of each."""

    def __init__(self, window: MainWindow, out: Path) -> None:
        self._window = window
        self._out = out
        self.number = 0

    def take(self, name: str, of: QWidget | None = None) -> None:
        """Take a picture of the window, or of another one, once no page is on its way any more."""
        shown, settled = of or self._window, [0]

        def quiet() -> bool:
            settled[0] = settled[0] + 1 if scenes.drawn(shown) else 0
            return settled[0] > 5

        wait(quiet, name)
        self.number += 1
        shown.grab().save(str(self._out / f"{self.number:03}-{name}.png"))

    def rooms(self, workspace: Workspace, look: str) -> None:
        """One picture a room."""
        workspace.show_room("review")
        wait(lambda: workspace.review.model.rowCount() > 0 or workspace.review.empty.isVisible(), "the list")
        scenes.review(workspace.review)
        self.take(f"review-{look}")
        self.reading(workspace.review, look)
        workspace.search_for("gift OR free OR discount")
        wait(lambda: workspace.search.pane.view.complete, "the item found")
        workspace.notice.settle()
        self.take(f"search-{look}")
        self.search(workspace.search, look)
        workspace.notice.settle()
        workspace.show_room("people")
        scenes.choose_officer(workspace)
        self.take(f"people-{look}")
        workspace.people.show_part("organisations")
        self.take(f"organisations-{look}")
        workspace.people.show_part("officers")
        self.ledger(workspace, look)
        self.findings(workspace, look)
        self.interviews(workspace, look)
        self.exports(workspace, look)
        workspace.show_room("custody")
        wait(lambda: workspace.custody.file.told, "the sandbox")
        self.take(f"custody-{look}")
        if scenes.unfold_failures(workspace):
            self.take(f"failures-{look}")
        workspace.show_room("review")
        self.kinds(workspace, look)
        self.settings(look)

    def settings(self, look: str) -> None:
        """What holds on this laptop, and in this case."""
        self._window.show_settings()
        page = self._window.settings.page
        assert page is not None and page.case is not None  # noqa: S101, PT018 - tells mypy what a case has
        wait(page.case.notes.isEnabled, "the settings of the case")
        self.take(f"settings-{look}")
        self._window.show_settings()

    def reading(self, room: ReviewRoom, look: str) -> None:
        """The queues, what was read, two that are compared, and what can be said of many."""
        room.stack.show_queues()
        page, covered = room.stack.queues, room.stack.coverage
        wait(lambda: bool(page.of.text()) and (page.model.rowCount() > 0 or page.none.isVisible()), "the queues")
        self.take(f"queues-{look}")
        room.stack.show_coverage()
        wait(lambda: covered.model.rowCount() > 0, "what was read")
        self.take(f"coverage-{look}")
        room.stack.leave()
        if scenes.compare(room):
            self.take(f"compare-{look}")
            room.desk.b.pin.setChecked(False)
            room.drawer.open()
        scenes.show_first(room, "kind:email")
        room.fold.bring(room.place)  # where there is no room for all panes
        room.list.setFocus()
        room.list.selectAll()
        room.marking.menu.open_at_row()
        wait(lambda: QApplication.activePopupWidget() is not None, "the menu of many")
        menu = QApplication.activePopupWidget()
        self.take(f"many-{look}")
        self.take(f"many-menu-{look}", menu)
        if menu is not None:
            menu.close()
        scenes.review(room)

    def search(self, room: SearchRoom, look: str) -> None:
        """What is found counted by its fields, the searches that are kept, a list of terms, and all found at once."""
        room.narrow.click()
        wait(lambda: room.narrowing.model.rowCount() > 0, "the counts")
        self.take(f"facets-{look}")
        room.narrow.click()
        room.stack.show_saved()
        saved = room.stack.saved
        wait(lambda: saved.model.rowCount() > 0 or saved.none.isVisible(), "the saved searches")
        self.take(f"saved-{look}")
        room.stack.show_terms()
        page = room.stack.terms
        page.typed.setPlainText(TERMS)
        page.count()
        wait(lambda: page.model.rowCount() > 0 or page.problem.isVisible(), "the terms")
        self.take(f"terms-{look}")
        page.typed.setPlainText(f"{TERMS}\nfrom:before:noon")
        page.count()
        wait(page.problem.isVisible, "what is refused of the terms")
        self.take(f"terms-refused-{look}")
        room.stack.leave()
        before = room.going_through()
        room.search(NEWSLETTERS)  # no window has the keys, without a screen, once the second one was there and is gone
        wait(lambda: room.going_through() is not before or room.none.isVisible(), "what was found of newsletters")
        if room.none.isVisible():
            return  # a case without any
        wait(lambda: room.model.rowCount() > 0, "the newsletters")
        view, first = room.pane.view, room.model.lines[0].item.id
        wait(lambda: view.complete and view.document is not None and view.document.item == first, "the first of them")
        room.working.many.choose_all()
        self.take(f"all-found-{look}")
        room.working.many.leave()

    def ledger(self, workspace: Workspace, look: str) -> None:
        """The key figures, what stands behind one of them, and the table of benefits."""
        room = workspace.ledger
        workspace.show_room("ledger")
        wait(lambda: room.figures.numbers is not None, "the figures")
        self.take(f"figures-{look}")
        room.figures.with_device.click()
        wait(
            lambda: room.pane.pane.view.complete or not room.drill_down.model.rowCount(), "the entries behind a figure"
        )
        self.take(f"figure-{look}")
        lists = {
            "benefits": room.benefits,
            "endorsements": room.endorsements,
            "pairs": room.pairs,
            "limits": room.limits,
        }
        for name, listed in lists.items():
            room.show_look(name)
            wait(lambda listed=listed: listed.model.rowCount() > 0 or bool(listed.none.text()), name)  # type: ignore[misc]
            self.take(f"{name}-{look}")
        room.show_look("pictures")
        self.take(f"pictures-{look}")
        room.show_look("figures")

    def interviews(self, workspace: Workspace, look: str) -> None:
        """The parts of each interview; and the one that is not over, as it is held, with the second window."""
        room = workspace.interviews
        workspace.show_room("interviews")
        wait(lambda: bool(room.none.text()), "the interviews")
        for number in range(room.model.rowCount()):
            shown = room.model.at(number)
            if shown is None:
                continue
            room.show_interview(shown.id)
            wait(lambda: room.whole is not None and room.material.model.rowCount() > 0, "the interview")
            for part in ("outline", "plan", "exhibits", "answers", "compelled"):
                room.sheet.show_part(part)
                self.take(f"interview-{number + 1}-{part}-{look}")
            if not shown.ended:
                self.hold(room, look)

    def hold(self, room: InterviewsRoom, look: str) -> None:
        """An interview as it is held; nothing is begun or said to be shown."""
        hold = room.hold
        room.go_in(full_screen=False)
        hold.resize(self._window.size())
        wait(lambda: hold.whole is not None, "the interview that is held")
        self.take(f"hold-checklist-{look}", hold)
        hold.middle.setCurrentIndex(0)
        view = hold.showing.pane.view
        wait(lambda: view.complete or hold.showing.at_hand() is None, "the exhibit")
        self.take(f"hold-{look}", hold)
        hold.showing.toggle_window()
        exhibit, second = hold.showing.at_hand(), hold.showing.window_
        if exhibit is not None and second is not None and view.document is not None:
            second.show_exhibit(exhibit.number, view.document, hold.showing.cited)
            wait(lambda: second.view.complete, "the second window")
            self.take(f"hold-second-{look}", second)
        hold.close()

    def exports(self, workspace: Workspace, look: str) -> None:
        """The report, the last production and the first, a new one, redactions, privilege; nothing is written."""
        room = workspace.exports
        workspace.show_room("exports")
        room.show_part("report")
        wait(lambda: room.report.leaving.known, "what stays with the case")
        self.take(f"exports-{look}")
        room.show_part("productions")
        part, form = room.productions, room.productions.page.form
        made: list[list[Production]] = []
        workspace.session.query(workspace, productions.listed).success(made.append).run()
        wait(lambda: bool(made), "the productions")
        if made[0]:
            self.production(part, made[0][-1].id)
            self.take(f"production-{look}")
            self.production(part, made[0][0].id)
            self.take(f"delivered-{look}")
            part.scroller.ensureWidgetVisible(part.page.after)
            self.take(f"handed-over-{look}")
        part.begin()
        form.title.setText("First production")
        form.receiver.setText("Counsel for the board")
        form.query.setText("has:passage")
        form.prefix.setText("PMPD")
        wait(form.make.isEnabled, "what the query finds")
        form.run_mock()
        wait(part.page.mock.isVisible, "the mock run")
        self.take(f"new-production-{look}")
        room.show_part("redactions")
        finding = room.redactions.finding
        finding.term.setText("doorbell")
        finding.look.click()
        wait(lambda: finding.places.isVisible() or finding.problem.isVisible(), "the places")
        self.take(f"redactions-{look}")
        room.show_part("privilege")
        called: list[list[Called]] = []
        workspace.session.query(workspace, privilege.listed).success(called.append).run()
        wait(lambda: bool(called) and (not called[0] or room.privilege.form.place is not None), "what is privileged")
        self.take(f"privilege-{look}")
        self.sources(room, look)

    def sources(self, room: ExportsRoom, look: str) -> None:
        """Who must not be named, as it is typed; nobody is marked."""
        room.show_part("sources")
        part = room.sources
        typed = ("Jo Tarn", "Joanna Tarn; J. Tarn", "jo.tarn@tidemail.example", "")
        fields = (part.name, part.spellings, part.addresses, part.numbers)
        for field, words in zip(fields, typed, strict=True):
            field.setText(words)
        self.take(f"sources-{look}")
        for field in fields:
            field.clear()

    def production(self, part: ProductionsPart, number: ProductionId) -> None:
        """Show one production with its mock run."""
        part.show_production(number)
        shown, mock = part.page, part.page.mock
        wait(lambda: shown.production == number and bool(mock.summary.text()), "the mock run")

    def findings(self, workspace: Workspace, look: str) -> None:
        """The three parts of the Findings room: an allegation, its finding, a search for a cell, policy, complaints."""
        room = workspace.findings
        workspace.show_room("findings")
        room.show_part("allegations")
        part = room.allegations
        wait(lambda: part.whole is not None or bool(part.none.text()), "the allegations")
        if len(part.model):
            wait(lambda: part.whole is not None, "the allegation")
            wait(lambda: part.shown is None or part.pane.view.complete, "the passage of the matrix")
            self.take(f"allegation-{look}")
            part.sheet.ensureWidgetVisible(part.sheet.finding)
            self.take(f"finding-{look}")
            part.look(1, Side.AGAINST)
            wait(lambda: part.suggestions.model.rowCount() > 0, "the searches")
            self.take(f"looking-{look}")
            part.left.setCurrentIndex(0)
        room.show_part("policy")
        wait(lambda: room.policy.model.rowCount() > 0 or bool(room.policy.none.text()), "the clauses")
        self.take(f"policy-{look}")
        room.show_part("complaints")
        wait(lambda: room.complaints.model.rowCount() > 0 or bool(room.complaints.none.text()), "the complaints")
        self.take(f"complaints-{look}")

    def kinds(self, workspace: Workspace, look: str) -> None:
        """One picture of each kind of item that wants one, as far as the case has it."""
        room = workspace.review
        for name, query in KINDS:
            if not scenes.show_first(room, query):
                continue
            if name == "hidden" and not room.inspector.hidden_text.body.isVisible():
                room.inspector.hidden_text.toggle()
            self.take(f"{name}-{look}")
            if name == "hidden":
                room.inspector.hidden_text.toggle()
        if scenes.show_outlook(workspace):
            self.take(f"outlook-{look}")
        if scenes.show_redacted(workspace):
            self.take(f"redacted-{look}")
        if scenes.show_thread(workspace):
            self.take(f"thread-{look}")
            room.beside.toggle()
        room.filter.clear()
