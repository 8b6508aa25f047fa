"""What is privileged and why: all calls, those still to be explained, and messages that lawyers sent or got."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QSignalBlocker
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from reviewer.casefile.engine.case import Case
from reviewer.desktop import preferences
from reviewer.domain.changes import Noun
from reviewer.domain.exports.lawyer import LawyerSign
from reviewer.domain.exports.privilege import PrivilegeKind
from reviewer.domain.exports.report_options import Language
from reviewer.domain.ids import ItemId
from reviewer.domain.pages.passage import one_line
from reviewer.errors import KnownError
from reviewer.gui import text
from reviewer.gui.models.rows import RowsModel
from reviewer.gui.navigation import ItemTarget
from reviewer.gui.refresh import Refresher
from reviewer.gui.rooms.exports.lawyers import LawyersBox
from reviewer.gui.rooms.exports.privilege_form import PrivilegeForm
from reviewer.gui.session import Latest, Session
from reviewer.gui.widgets.fitting import Scroller
from reviewer.gui.widgets.flow import Flow
from reviewer.gui.widgets.folding import Folding, bring
from reviewer.gui.widgets.form_problem import FormProblem
from reviewer.gui.widgets.keys import ENTER, on_keys
from reviewer.gui.widgets.lists.table import choose_row, choose_several, table
from reviewer.gui.widgets.parts import boxed, button, column, label
from reviewer.gui.widgets.switch import ways_switch
from reviewer.gui.widgets.tab_order import lead
from reviewer.usecases.exports import lawyers, privilege
from reviewer.usecases.exports.gate import Writer
from reviewer.usecases.exports.lawyers import Listed, Seen, Suggested
from reviewer.usecases.exports.privilege import Called, CalledEach, Place


class Calls(StrEnum):
    """What is listed."""

    ALL = "all"
    UNEXPLAINED = "unexplained"
    SUGGESTED = "suggested"


@dataclass(frozen=True, slots=True)
class Looked:
    """All calls, what lawyers sent or got without one, and the lawyers."""

    called: tuple[Called, ...]
    suggested: tuple[Suggested, ...]
    lawyers: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of the list: on what it is, its cells, what is said of it, and why it is suggested."""

    place: Place
    cells: tuple[str, ...]
    called: Called | None = None
    why: str = ""


class PrivilegePart(QWidget):
    """Looks them up while it is in sight; the form beside the list says what is claimed of the row at hand."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._latest, self._latest_item = Latest(), Latest()
        self._found = Looked((), (), ())
        self._shown: list[_Line] = []
        self._asked: ItemId | None = None
        self._told: Place | None = None
        self._to_basis: ItemId | None = None
        self.chips = ways_switch(self, self._names(), lambda _which: self._other_list())
        self.chips[Calls.ALL].setChecked(True)
        names = [self.tr("Document"), self.tr("On"), self.tr("Claim"), self.tr("Basis"), self.tr("By")]
        self.model = RowsModel(names)
        self.model.setParent(self)
        self.list = table(self.model, self.tr("Privilege"), {0: 30, 1: 24, 2: 48, 4: 30})
        choose_several(self.list)
        self.none = label("", "muted", wrap=True)
        self.warnings = label("", "small", wrap=True)
        self.remove = button(self.tr("Take back"), self._remove)
        self.remove.setToolTip(self.tr("Nothing is said of it then, or of its duplicates; Ctrl+Z brings it back (Del)"))
        self.open = button(self.tr("Open document"), self._open)
        self.log = button(self.tr("Write privilege log…"), self._choose_log)
        self.problem = FormProblem()
        self.problem.keep_lines(1)
        self.form = PrivilegeForm(session)
        self.lawyers = LawyersBox(session)
        self._lay_out()
        self._connect()
        lead(self, self.list)
        self._list()

    def _names(self) -> dict[Calls, str]:
        return {
            Calls.ALL: self.tr("All calls"),
            Calls.UNEXPLAINED: self.tr("To be explained"),
            Calls.SUGGESTED: self.tr("Suggested"),
        }

    def _lay_out(self) -> None:
        chips, acts = Flow(), Flow(gap=2)
        for chip in self.chips.values():
            chips.addWidget(chip)
        for act in (self.open, self.remove, self.log):
            acts.addWidget(act)
        title = label(self.tr("Privilege"), "title")
        parts = (title, boxed(chips), self.none, self.list, self.warnings, self.problem, boxed(acts))
        inside = column(*parts, margins=(4, 3, 4, 3), gap=2)
        inside.setStretchFactor(self.list, 1)
        inside.addStretch(0)
        self.left = boxed(inside, "panel")
        beside = column(self.form, self.lawyers, margins=(4, 3, 4, 3), gap=4)
        beside.addStretch(1)
        self.right = boxed(beside, "panel")
        self.fold = Folding()
        self.fold.add(self.left, self.tr("Privilege"), least=76, usual=110, stretch=2)
        self.fold.add(Scroller(self.right, "panel"), self.tr("Claim and lawyers"), least=76, usual=90, stretch=1)
        self.setLayout(column(self.fold))

    def _connect(self) -> None:
        self.list.selectionModel().selectionChanged.connect(lambda _now, _before: self._chosen_another())
        self.list.doubleClicked.connect(lambda _index: self._open())
        on_keys(self.list, {ENTER: self._to_form})
        on_keys(self.list, {"Del": self._remove}, once=True)
        self.form.left.connect(self._to_list)
        self.form.kept.connect(self._kept)
        nouns = {Noun.MARKS, Noun.LAWYERS, Noun.PASSAGES, Noun.ITEMS}
        Refresher(self, self._session, nouns, lambda _changes: self._ask())

    # -- what is shown ------------------------------------------------------------------------------------------------

    def show_item(self, item: ItemId) -> None:
        """Ask what is claimed of a document, whether anything is said of it yet or not."""
        self._asked = self._to_basis = item
        self.chips[Calls.ALL].setChecked(True)
        self._list()
        self._ask_item((item, None), "")

    def _ask(self) -> None:
        self._session.query(self, _look).unless(self._latest.ask()).success(self._show).run()

    def _show(self, found: Looked) -> None:
        self._found = found
        self.lawyers.show_lawyers(found.lawyers)
        self._list()

    def _other_list(self) -> None:
        self._asked = self._to_basis = None
        self._list()

    def _list(self) -> None:
        """List what is wanted; the row at hand stays so while it is there, else the next one takes its place."""
        at, place, several = self._row(), self._place(), {each.place for each in self._chosen()}
        which = next(which for which, chip in self.chips.items() if chip.isChecked())
        self._shown = list(self._lines(which))
        with QSignalBlocker(self.list.selectionModel()):
            self.model.show([each.cells for each in self._shown])
        places = [each.place for each in self._shown]
        if self._asked is not None:
            place, at = (self._asked, None), None
        rows = [row for row, each in enumerate(places) if self._asked is None and each in several]
        if len(rows) > 1:
            self._choose(rows)
        elif rows:
            choose_row(self.list, rows[0])
        elif place in places:
            choose_row(self.list, places.index(place))
        elif places and self._asked is None:
            choose_row(self.list, min(at or 0, len(places) - 1))
        if not places and self.list.hasFocus():
            self.chips[which].setFocus()
        self.list.setVisible(bool(places))
        self.none.setVisible(not places)
        self.none.setText(self._nothing(which))
        self._look()
        if self._asked is not None and place not in places:
            self._ask_item((self._asked, None), "")
        elif not places:
            self._latest_item.ask()  # no answer on its way is wanted any more
            now = QApplication.focusWidget()
            if now is not None and self.form.isAncestorOf(now):
                self.chips[which].setFocus()
            self.form.show_nothing()

    def _nothing(self, which: Calls) -> str:
        if which is Calls.ALL:
            return self.tr("Nothing is called privileged yet. Press P on a document in Review.")
        if which is Calls.UNEXPLAINED:
            return self.tr("Everything called privileged has been explained.")
        if not self._found.lawyers:
            return self.tr("Put the lawyers of the case on the list first: what they sent or got is suggested then.")
        if not any(each.messages for each in self._found.lawyers):
            return self.tr("No message names a lawyer of the list. Look at their addresses and domains.")
        return self.tr("Everything a listed lawyer sent or got has been decided.")

    def _lines(self, which: Calls) -> Sequence[_Line]:
        if which is Calls.SUGGESTED:
            return [self._suggestion(each) for each in self._found.suggested]
        calls = [each for each in self._found.called if which is Calls.ALL or not each.call.explained]
        return [self._line(each) for each in calls if which is Calls.ALL or each.call.withholds]

    def _line(self, each: Called) -> _Line:
        on = self.tr("“{0}”").format(one_line(each.quote)) if each.quote else self.tr("the whole")
        cells = (each.control, on, self._kind(each.call.kind), each.call.basis, each.call.reviewer)
        return _Line((each.call.item, each.call.passage), cells, each)

    def _suggestion(self, each: Suggested) -> _Line:
        people = "; ".join(self._person(one) for one in each.seen)
        state = self.tr("withheld with others already") if each.withheld else self.tr("nothing said yet")
        cells = (each.item.control, self.tr("the whole"), state, people, "")
        return _Line((each.item.id, None), cells, why=self.tr("Suggested for {0}").format(people))

    def _person(self, seen: Seen) -> str:
        sign = {
            LawyerSign.ADDRESS: self.tr("the address"),
            LawyerSign.DOMAIN: self.tr("the domain"),
            LawyerSign.NAME: self.tr("the name"),
        }[seen.sign]
        who = seen.person.name or seen.person.address
        return self.tr("{0} ({1}: {2}, by {3})").format(who, seen.person.role, seen.lawyer.name, sign)

    def _kind(self, kind: PrivilegeKind) -> str:
        return {
            PrivilegeKind.ATTORNEY_CLIENT: self.tr("attorney-client privilege"),
            PrivilegeKind.WORK_PRODUCT: self.tr("work product"),
            PrivilegeKind.OTHER: self.tr("other privilege"),
            PrivilegeKind.UNSPECIFIED: self.tr("privileged, kind not said yet"),
            PrivilegeKind.NOT_PRIVILEGED: self.tr("not privileged"),
        }[kind]

    # -- what is at hand ----------------------------------------------------------------------------------------------

    def _rows(self) -> list[int]:
        rows = sorted(index.row() for index in self.list.selectionModel().selectedRows())
        return [row for row in rows if row < len(self._shown)]

    def _row(self) -> int | None:
        rows = self._rows()
        return rows[0] if rows else None

    def _chosen(self) -> list[_Line]:
        return [self._shown[row] for row in self._rows()]

    def _choose(self, rows: Sequence[int]) -> None:
        """Choose several rows again, the first of them at hand."""
        how, last = QItemSelectionModel.SelectionFlag, self.model.columnCount() - 1
        chosen = QItemSelection()
        for row in rows:
            chosen.select(self.model.index(row, 0), self.model.index(row, last))
        choosing = self.list.selectionModel()
        choosing.setCurrentIndex(self.model.index(rows[0], 0), how.NoUpdate)
        choosing.select(chosen, how.ClearAndSelect)

    def _at_hand(self) -> _Line | None:
        """The row that is chosen; None where none is, or several are."""
        chosen = self._chosen()
        return chosen[0] if len(chosen) == 1 else None

    def _place(self) -> Place | None:
        line = self._at_hand()
        return None if line is None else line.place

    def _chosen_another(self) -> None:
        line, chosen = self._at_hand(), self._chosen()
        if len(chosen) > 1:
            self._asked = self._to_basis = self._told = None
            self._latest_item.ask()  # no answer of one on its way is wanted any more
            claimed = sum(each.called is not None and each.called.call.explained for each in chosen)
            places = [each.place for each in chosen]
            self.form.show_several(places, chosen[0].cells[0], chosen[-1].cells[0], claimed)
        elif line is None and self._asked is None:
            self._latest_item.ask()
            self.form.show_nothing()
        if line is not None:
            if self._asked is not None and line.place[0] != self._asked:
                self._asked = None
            if self._to_basis != line.place[0]:
                self._to_basis = None
            self._ask_item(line.place, line.why)
        self._look()

    def _ask_item(self, place: Place, why: str) -> None:
        """Show in the form what can be said of a document; a passage that was chosen there since stays chosen."""
        item, passage = place

        def show(found: privilege.OfItem) -> None:
            at = self.form.place
            chosen = at[1] if at is not None and at[0] == item and self._told == place else passage
            self._told = place
            self.form.show_item(found, chosen, why)
            self._go_to_basis(item)

        asked = self._session.query(self, partial(privilege.of_item, item=item)).unless(self._latest_item.ask())
        asked.success(show).run()

    def _go_to_basis(self, item: ItemId) -> None:
        """Put the keyboard where the basis is typed, if that was asked for and this is the document that was meant."""
        wanted, self._to_basis = self._to_basis, None
        if wanted == item and self.isVisible():
            bring(self.form)
            self.form.basis.setFocus()

    def _look(self) -> None:
        line = self._at_hand()
        self.open.setEnabled(line is not None)
        self.remove.setEnabled(line is not None and not line.why)
        warnings = privilege.warnings_of([each.called for each in self._chosen() if each.called is not None])
        self.warnings.setText("\n".join(warnings))
        self.warnings.setVisible(bool(warnings))

    # -- what is done -------------------------------------------------------------------------------------------------

    def _to_form(self) -> None:
        """Go where the basis of the row at hand is typed, once the form shows it."""
        line = self._at_hand()
        if line is None:
            if self._rows():
                bring(self.form)
                self.form.basis.setFocus()
            return
        self._to_basis = line.place[0]
        if self.form.place is not None and self._told == line.place and self.form.place[0] == line.place[0]:
            self._go_to_basis(line.place[0])
        else:
            self._ask_item(line.place, line.why)

    def _to_list(self) -> None:
        self.fold.bring(self.left)
        target = self.list if self.list.isVisible() else next(c for c in self.chips.values() if c.isChecked())
        target.setFocus()

    def _kept(self, made: CalledEach) -> None:
        self.problem.hide()
        if made.kept:
            self._session.said.emit(made.kept_words)
        elif made.replaced:
            self._session.said.emit(privilege.replaced_words(made.replaced))

    def _open(self) -> None:
        line = self._at_hand()
        if line is not None:
            self._session.go(ItemTarget(line.place[0]))

    def _remove(self) -> None:
        """Take back what is said of the row at hand."""
        line = self._at_hand()
        if len(self._rows()) > 1:
            self._session.said.emit(self.tr("What was said is taken back one by one: choose one line"))
        if line is None or line.why:
            return
        item, passage = line.place
        self.problem.hide()
        self.list.setFocus()  # the button may have nothing to do then
        remove = partial(privilege.remove, item=item, passage=passage, reviewer=self._session.reviewer)
        self._session.operation(self, remove).failure(self._refuse).run()

    def _choose_log(self) -> None:
        kinds = self.tr("Table or paper (*.csv *.xlsx *.pdf)")
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Write the privilege log to"), "", kinds)
        if name:
            self.write_log(Path(name))

    def write_log(self, out: Path) -> None:
        """Write the log of all that is privileged to a new file, as its name ends, and tell the audit trail."""
        language, who = Language(preferences.current().report_language), self._session.reviewer

        def work(case: Case, write: Writer) -> tuple[int, str]:
            from reviewer.usecases.exports.papers import privilege_log  # noqa: PLC0415 - what sets papers is large

            return privilege_log.write(case, out, language=language, reviewer=who, write=write)

        def written(made: tuple[int, str]) -> None:
            entries = text.counted(made[0], self.tr("entry"), self.tr("entries"))
            self._session.said.emit(self.tr("Written to {0}: {1}").format(out, entries))

        self.problem.hide()
        asked = self._session.exporting(self, work)
        asked.success(written).failure(self._refuse).run()

    def _refuse(self, error: KnownError) -> None:
        self.problem.setText(text.in_place(error))
        self.problem.show()


def _look(case: Case) -> Looked:
    known = tuple(lawyers.listed(case))
    return Looked(tuple(privilege.listed(case)), tuple(lawyers.suggest(case)) if known else (), known)
