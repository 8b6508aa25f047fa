"""The menu of a list: what can be said of the items that are chosen in it, with the keys that do the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QAbstractItemView, QBoxLayout, QFileDialog, QFrame, QMenu

from reviewer.casefile.engine.case import Case
from reviewer.domain import clock
from reviewer.domain.analysis.coding_scope import CodingScope
from reviewer.domain.ids import ItemId, OfficerId
from reviewer.domain.pages.tag import Tag
from reviewer.domain.people.officer import Officer
from reviewer.gui import text
from reviewer.gui.navigation import PrivilegeTarget
from reviewer.gui.session import Latest, Session
from reviewer.gui.shared.bulk_acts import BulkActs, Meant
from reviewer.gui.widgets.keys import ENTER, on_keys
from reviewer.gui.widgets.leaving import AskLeaving
from reviewer.gui.widgets.officer_line import OfficerLine
from reviewer.gui.widgets.parts import button, line, row
from reviewer.usecases.analysis import review_queues
from reviewer.usecases.pages import notes, tags
from reviewer.usecases.people import officers


class ItemMenu(QObject):
    """Opens by the right button or Shift+F10 over ``view``; ``meant`` tells for which items, if any are at hand."""

    def __init__(
        self, session: Session, acts: BulkActs, view: QAbstractItemView, meant: Callable[[], Meant | None]
    ) -> None:
        super().__init__(view)
        self._session, self._acts, self._view, self._meant = session, acts, view, meant
        self._latest = Latest()
        self._asking: NoteLine | None = None
        self._who: OfficerQuestion | None = None
        self._leaving: AskLeaving | None = None
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._ask)
        on_keys(view, {"Shift+F10": self.open_at_row, "Shift+O": self._link})

    def open_at_row(self) -> None:
        """Open over the row at hand."""
        self._ask(self._view.visualRect(self._view.currentIndex()).center())

    def _ask(self, at: QPoint) -> None:
        """Look up tags and queues, then open; not where one has gone on meanwhile."""
        meant = self._meant()
        if meant is None:
            return
        place = self._view.viewport().mapToGlobal(at)

        def look(case: Case) -> tuple[list[Tag], list[str], bool]:
            queues = [each.name for each in review_queues.in_use(case) if each.sampled is None]
            return tags.listed(case), queues, notes.rule(case)

        def show(found: tuple[list[Tag], list[str], bool]) -> None:
            if self._view.isVisible():
                self._made(meant, *found).popup(place)

        self._session.query(self, look).unless(self._latest.ask()).success(show).run()

    def _made(self, meant: Meant, codebook: list[Tag], queues: list[str], for_report: bool) -> QMenu:  # noqa: FBT001 - as the query answers
        menu = QMenu(self._view)
        menu.aboutToHide.connect(menu.deleteLater)
        title = self.tr("{0} documents").format(f"{meant.count:,}") if meant.count != 1 else self.tr("This document")
        menu.addAction(title).setEnabled(False)
        menu.addSeparator()
        for name, key, mark in self._marks(meant):
            self._scopes(menu.addMenu(name), key, mark, CodingScope.DUPLICATES)
        if meant.count == 1:
            menu.addAction(self.tr("Privilege…"), partial(self._explain, meant))
        tagging = menu.addMenu(self.tr("Tag as a whole"))
        for tag in codebook:
            self._scopes(
                tagging.addMenu(text.on_button(tag.name)), "", partial(self._acts.tag, meant, tag), CodingScope.ITEM
            )
        tagging.setEnabled(bool(codebook))
        linking = menu.addMenu(self.tr("Link to an officer as a whole"))
        self._scopes(linking, "", partial(self._ask_officer, meant), CodingScope.ITEM, {CodingScope.ITEM: "Shift+O"})
        linking.addAction(self.tr("Take an officer off…"), partial(self._ask_officer, meant, remove=True))
        menu.addSeparator()
        each = self.tr("Note for the report on each…") if for_report else self.tr("Note on each…")
        menu.addAction(each, partial(self._ask_note, meant, for_report))
        adding = menu.addMenu(self.tr("Add to queue"))
        for name in queues:
            adding.addAction(text.on_button(name), partial(self._acts.to_queue, meant, name))
        adding.setEnabled(bool(queues))
        menu.addSeparator()
        menu.addAction(self.tr("Write the originals to a folder…"), partial(self._choose_folder, meant))
        return menu

    def _marks(self, meant: Meant) -> list[tuple[str, str, Callable[..., object]]]:
        mark = partial(self._acts.mark, meant)
        return [
            (self.tr("Relevant"), "R", partial(mark, relevance="relevant")),
            (self.tr("Not relevant"), "X", partial(mark, relevance="not relevant")),
            (self.tr("Privileged"), "P", partial(mark, privileged=True)),
        ]

    def _explain(self, meant: Meant) -> None:
        """Go where kind and basis of privilege are said."""

        def go(found: Sequence[ItemId]) -> None:
            for item in found[:1]:
                self._session.go(PrivilegeTarget(item))

        self._session.query(self, meant.ids).success(go).run()

    def _scopes(
        self,
        menu: QMenu,
        key: str,
        act: Callable[..., object],
        usual: CodingScope,
        other_keys: Mapping[CodingScope, str] | None = None,
    ) -> None:
        """What is meant with each item; the usual first, and the keys of Review where there are any."""
        names = {
            CodingScope.DUPLICATES: self.tr("with duplicates"),
            CodingScope.ITEM: self.tr("these alone"),
            CodingScope.FAMILY: self.tr("with families"),
            CodingScope.THREAD: self.tr("with threads"),
        }
        keys = {CodingScope.DUPLICATES: key, CodingScope.ITEM: f"Shift+{key}"} if key else other_keys or {}
        for scope in sorted(names, key=lambda scope: scope is not usual):
            shown = f"{names[scope]}\t{keys[scope]}" if scope in keys else names[scope]
            menu.addAction(shown, partial(act, scope=scope))

    def _ask_note(self, meant: Meant, for_report: bool) -> None:  # noqa: FBT001 - bound to an entry of the menu
        """Ask for the words above the list; whether they leave with the report is said before one writes them."""
        if self._asking is None:
            self._asking = NoteLine(self._view)
            self._put_above(self._asking)
        on_each = (
            self.tr("Note for the report on each of {0} documents")
            if for_report
            else self.tr("Note on each of {0} documents")
        )
        on_one = self.tr("Note for the report on the document") if for_report else self.tr("Note on the document")
        asked = on_each.format(f"{meant.count:,}") if meant.count > 1 else on_one
        self._asking.ask(asked, partial(self._acts.note, meant, begun_private=not for_report), for_report=for_report)

    def _link(self) -> None:
        """Link what is chosen to an officer, by key."""
        meant = self._meant()
        if meant is not None:
            self._ask_officer(meant)

    def _ask_officer(self, meant: Meant, *, scope: CodingScope = CodingScope.ITEM, remove: bool = False) -> None:
        """Ask above the list which officer is meant."""
        if self._who is None:
            self._who = OfficerQuestion(self._session, self._view)
            self._put_above(self._who)
        asked = self.tr("Take which officer off {0}?") if remove else self.tr("Link {0} to which officer?")
        self._who.ask(
            asked.format(text.counted(meant.count, self.tr("document"), self.tr("documents"))),
            lambda officer: self._acts.link(meant, officer, scope, remove=remove),
        )

    def _put_above(self, part: QFrame) -> None:
        around = self._view.parentWidget()
        layout = None if around is None else around.layout()
        assert isinstance(layout, QBoxLayout)  # noqa: S101 - tells mypy in what lists stand
        layout.insertWidget(layout.indexOf(self._view), part)

    def _choose_folder(self, meant: Meant) -> None:
        """Ask in which folder the new one is to be made."""
        above = QFileDialog.getExistingDirectory(self._view, self.tr("Make the folder of originals in"))
        if above:
            moment = clock.now().replace("T", " ").replace(":", "").removesuffix("Z")
            self.write_to(meant, Path(above) / self.tr("Originals {0}").format(moment))

    def write_to(self, meant: Meant, out: Path) -> None:
        """Write the originals of what is meant into a new folder; what stays is asked above the list."""
        if self._leaving is None:
            self._leaving = AskLeaving(self._session)
            self._put_above(self._leaving)
        self._acts.originals(meant, out, self._leaving)


class NoteLine(QFrame):
    """A line that asks for the words of a note; Enter writes it, Esc leaves, and the list has the keyboard again."""

    def __init__(self, back_to: QAbstractItemView) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._back_to = back_to
        self._then: Callable[[str], object] | None = None
        self.words = line(self.tr("Note"))
        self.go = button(self.tr("Write"), self._go, "main")
        self.setLayout(row(self.words, self.go, margins=(2, 1, 2, 1), gap=1))
        on_keys(self.words, {ENTER: self._go, "Esc": self._leave})

    def ask(self, name: str, then: Callable[[str], object], *, for_report: bool) -> None:
        """Ask for words; ``then`` is given them, if there are any. The button says it where they leave."""
        self._then = then
        self.go.setText(self.tr("Write for the report") if for_report else self.tr("Write"))
        self.words.setAccessibleName(name)
        self.words.setPlaceholderText(name)
        self.show()
        self.words.setFocus()

    def _go(self) -> None:
        words, then = self.words.text().strip(), self._then
        if words and then is not None:
            self._leave()
            then(words)

    def _leave(self) -> None:
        self._then = None
        self.words.clear()
        self.hide()
        self._back_to.setFocus()


class OfficerQuestion(QFrame):
    """A line that asks which officer is meant; Enter takes who is named, Esc leaves, then the list has the keyboard."""

    def __init__(self, session: Session, back_to: QAbstractItemView) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._session, self._back_to = session, back_to
        self._latest = Latest()
        self._known = False
        self._then: Callable[[OfficerId], object] | None = None
        self.name = OfficerLine(self.tr("Officer"), self.tr("Name or serial, then Enter"))
        self.name.chosen.connect(self._chosen)
        self.name.nobody_meant.connect(self._nobody)
        self.cancel = button(self.tr("Cancel"), self._leave)
        self.setLayout(row(self.name, self.cancel, margins=(2, 1, 2, 1), gap=1))
        on_keys(self.name, {"Esc": self._leave})

    def ask(self, name: str, then: Callable[[OfficerId], object]) -> None:
        """Ask who is meant; ``then`` is given the officer, if one is named."""
        self._then, self._known = then, False
        self.name.clear()
        self.name.setAccessibleName(name)
        self.name.setPlaceholderText(name)
        self.show()
        self.name.setFocus()
        self._session.query(self, officers.listed).unless(self._latest.ask()).success(self._show).run()

    def _show(self, known: list[Officer]) -> None:
        self._known = True
        self.name.show_officers(known)
        self._session.unsaid.emit(self._wait())

    def _wait(self) -> str:
        return self.tr("The officers are still being looked up")

    def _nobody(self, words: str) -> None:
        self._session.said.emit(words if self._known else self._wait())

    def _chosen(self, officer: OfficerId) -> None:
        then = self._then
        if then is not None:
            self._leave()
            then(officer)

    def _leave(self) -> None:
        self._then = None
        self.name.clear()
        self.hide()
        self._back_to.setFocus()
