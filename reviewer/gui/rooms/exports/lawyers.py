"""The lawyers of the case, by whom messages are suggested that may be privileged."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QFrame

from reviewer.domain.exports.lawyer import Lawyer
from reviewer.errors import KnownError
from reviewer.gui import text
from reviewer.gui.models.rows import RowsModel
from reviewer.gui.session import Session
from reviewer.gui.theme import room_for
from reviewer.gui.widgets.form_problem import FormProblem
from reviewer.gui.widgets.keys import as_form, on_keys
from reviewer.gui.widgets.lists.table import choose_row, table
from reviewer.gui.widgets.parts import button, column, label, line, row
from reviewer.usecases.exports import lawyers
from reviewer.usecases.exports.lawyers import Listed


class LawyersBox(QFrame):
    """A list, and a line to put somebody on it: a name with an address, or a firm with its domain."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._shown: Sequence[Listed] = ()
        self.model = RowsModel([self.tr("Lawyer"), self.tr("Known by"), self.tr("Messages")], numbers=(2,))
        self.model.setParent(self)
        self.list = table(self.model, self.tr("Lawyers of the case"), {0: 36, 2: 20})
        self.list.setFixedHeight(room_for(26))
        self.none = label(self.tr("Nobody is on the list yet, so nothing is suggested."), "muted", wrap=True)
        self.remove = button(self.tr("Remove"), self._remove)
        self.name = line(self.tr("Name of a lawyer or firm"), self.tr("Name"))
        self.known = line(self.tr("Address or domain"), self.tr("address, or the firm’s domain"))
        self.add = button(self.tr("Add"), self._add)
        self.problem = FormProblem()
        heading = label(self.tr("Lawyers of the case"), "caption")
        told = label(self.tr("What one of them sent or got is listed under Suggested."), "small", wrap=True)
        typed = row(self.name, self.known, self.add, gap=1)
        self.setLayout(column(heading, told, self.none, self.list, row(self.remove, 1), typed, self.problem, gap=1))
        as_form(self)
        self.name.returnPressed.connect(self._add)
        self.known.returnPressed.connect(self._add)
        self.list.selectionModel().selectionChanged.connect(lambda _now, _before: self._look())
        on_keys(self.list, {"Del": self._remove}, once=True)
        self.show_lawyers(())

    def show_lawyers(self, found: Sequence[Listed]) -> None:
        """Who is on the list, each with how many messages name them."""
        chosen = self._chosen()
        self._shown = found
        self.model.show([(each.lawyer.name, _known_by(each.lawyer), f"{each.messages:,}") for each in found])
        for at, each in enumerate(found):
            if chosen is not None and each.lawyer.id == chosen.id:
                choose_row(self.list, at)
        if not found and (self.list.hasFocus() or self.remove.hasFocus()):
            self.name.setFocus()  # both go
        self.list.setVisible(bool(found))
        self.remove.setVisible(bool(found))
        self.none.setVisible(not found)
        self._look()

    def _chosen(self) -> Lawyer | None:
        rows = [index.row() for index in self.list.selectionModel().selectedRows()]
        return next((self._shown[at].lawyer for at in rows if at < len(self._shown)), None)

    def _look(self) -> None:
        self.remove.setEnabled(self._chosen() is not None)

    def _add(self) -> None:
        name, known = self.name.text(), self.known.text().strip()
        address, domain = (known, "") if known.find("@") > 0 else ("", known.removeprefix("@"))
        add = partial(lawyers.add, name=name, address=address, domain=domain, reviewer=self._session.reviewer)
        self.problem.hide()
        asked = self._session.operation(self, add)
        asked.success(partial(self._added, (name, self.known.text()))).failure(self._refuse).run()

    def _added(self, typed: tuple[str, str], _made: Listed) -> None:
        if (self.name.text(), self.known.text()) == typed:  # else the next is being typed
            self.name.clear()
            self.known.clear()
            if self.known.hasFocus() or self.add.hasFocus():
                self.name.setFocus()

    def _remove(self) -> None:
        gone = self._chosen()
        if gone is None:
            return
        self.problem.hide()
        self.list.setFocus()  # the button has nothing to do then
        remove = partial(lawyers.remove, number=gone.id, reviewer=self._session.reviewer)
        self._session.operation(self, remove).failure(self._refuse).run()

    def _refuse(self, error: KnownError) -> None:
        self.problem.setText(text.in_place(error))
        self.problem.show()


def _known_by(lawyer: Lawyer) -> str:
    return " ".join(each for each in (lawyer.address, lawyer.domain and f"@{lawyer.domain}") if each)
