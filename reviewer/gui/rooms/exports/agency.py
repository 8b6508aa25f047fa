"""The agency at the head of all papers of the case: “Agency: …”, which unfolds to its name, address and logo."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QPlainTextEdit

from reviewer.casefile.engine.case import Case
from reviewer.domain.changes import Changes, Noun
from reviewer.domain.exports.agency import NOBODY, Agency
from reviewer.errors import KnownError
from reviewer.gui import icons, text
from reviewer.gui.refresh import Refresher
from reviewer.gui.session import Latest, Session
from reviewer.gui.theme import room_for
from reviewer.gui.widgets.form_problem import FormProblem, told_beside
from reviewer.gui.widgets.keys import CTRL_ENTER, as_form, on_keys_within
from reviewer.gui.widgets.parts import boxed, button, column, follow_theme, label, line, row
from reviewer.usecases.exports import agency
from reviewer.usecases.exports.agency import Wish


class AgencyLine(QFrame):
    """The head says the name; the form is made when it is first unfolded. ``said`` carries what the case says now."""

    said = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._latest = Latest()
        self.kept = NOBODY
        self.form: AgencyForm | None = None
        self.head = button("", self._fold, "link")
        self.head.setCheckable(True)
        self.head.setToolTip(self.tr("What stands at the head of reports, logs, bundles and papers of interviews"))
        self._whole = column(row(self.head, 1), gap=1)
        self.setLayout(self._whole)
        follow_theme(self.head, lambda: self.head.setIcon(icons.icon(self._caret())))
        Refresher(self, session, {Noun.CASE}, self._refresh)
        self._tell()

    def _refresh(self, _changes: Changes) -> None:
        asked = self._session.query(self, agency.kept).unless(self._latest.ask())
        asked.success(self._show).run()

    def _show(self, found: Agency) -> None:
        before, self.kept = self.kept, found
        if self.form is not None:
            self.form.show_agency(found, before)
        self._tell()
        self.said.emit(found)

    def _fold(self) -> None:
        if self.form is None:
            self.form = AgencyForm(self._session)
            self.form.show_agency(self.kept, NOBODY)
            self.form.left.connect(self._leave)
            self._whole.addWidget(self.form)
        self.form.setVisible(self.head.isChecked())
        self._tell()
        if self.head.isChecked() and self.head.hasFocus():
            self.form.name.setFocus()

    def _leave(self) -> None:
        self.head.setFocus()
        self.head.setChecked(False)
        self._fold()

    def _tell(self) -> None:
        name = self.kept.name or self.tr("none named")
        self.head.setText(text.on_button(self.tr("Agency on all papers: {0}").format(name)))
        shown = self.tr("unfolded") if self.head.isChecked() else self.tr("folded")
        self.head.setAccessibleName(f"{self.tr('Agency on all papers: {0}').format(name)}, {shown}")
        self.head.setIcon(icons.icon(self._caret()))

    def _caret(self) -> str:
        return "up" if self.head.isChecked() else "down"


class AgencyForm(QFrame):
    """Name, lines of the address, logo; kept as one act. ``left`` says that nothing is to be changed any more."""

    left = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._logo: Path | None = None
        self._without_logo = False
        self.name = line(self.tr("Name of the agency"), self.tr("as it stands on its letters"))
        self.address = QPlainTextEdit()
        self.address.setAccessibleName(self.tr("Address of the agency"))
        self.address.setPlaceholderText(self.tr("Address: {0} lines at most").format(agency.MOST_LINES))
        self.address.setTabChangesFocus(True)
        self.address.setFixedHeight(room_for(20))
        self.logo = label("", "small", wrap=True)
        self.logo.setAccessibleDescription(self.tr("Logo of the agency"))
        self.choose = button(self.tr("Choose logo…"), self._choose)
        self.choose.setToolTip(self.tr("A PNG, JPEG or SVG. It is drawn anew: nothing else of the file is kept."))
        self.drop = button(self.tr("No logo"), self._drop)
        self.keep = button(self.tr("Keep for this case"), self._keep)
        self.problem = FormProblem()
        logo = row(self.logo, self.choose, self.drop, gap=2)
        logo.setStretchFactor(self.logo, 1)
        body = boxed(column(self.name, self.address, logo, told_beside(self.problem, self.keep), gap=1))
        self.setLayout(column(body, margins=(2, 0, 0, 0)))
        self._kept = NOBODY
        as_form(self)
        on_keys_within(self, {"Esc": self.left.emit, CTRL_ENTER: self._keep})
        self.name.returnPressed.connect(self._keep)
        self.name.textChanged.connect(lambda _typed: self._look())
        self.address.textChanged.connect(self._look)
        self._look()

    def show_agency(self, found: Agency, before: Agency) -> None:
        """What the case says now; what was typed meanwhile stays."""
        untouched = self._typed() == (before.name, before.lines) and self._logo is None and not self._without_logo
        self._kept = found
        if untouched and self._typed() != (found.name, found.lines):
            self.name.setText(found.name)
            self.address.setPlainText("\n".join(found.lines))
        self._look()

    def _typed(self) -> tuple[str, tuple[str, ...]]:
        lines = (each.strip() for each in self.address.toPlainText().splitlines())
        return self.name.text().strip(), tuple(each for each in lines if each)

    def _look(self) -> None:
        kept = self._kept.logo
        if self._logo is not None:
            self.logo.setText(self.tr("Logo: {0}, not kept yet").format(self._logo.name))
        elif kept is None or self._without_logo:
            self.logo.setText(self.tr("No logo"))
        else:
            self.logo.setText(self.tr("A logo of {0} by {1} pixels").format(kept.width, kept.height))
        self.drop.setEnabled(self._logo is not None or (kept is not None and not self._without_logo))
        changed = self._typed() != (self._kept.name, self._kept.lines)
        self.keep.setEnabled(changed or self._logo is not None or (self._without_logo and kept is not None))

    def _choose(self) -> None:
        kinds = self.tr("Pictures (*.png *.jpg *.jpeg *.svg)")
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Logo of the agency"), "", kinds)
        if name:
            self.take_logo(Path(name))

    def take_logo(self, path: Path) -> None:
        """Have this picture kept as the logo."""
        self._logo, self._without_logo = path, False
        self._look()

    def _drop(self) -> None:
        self._logo, self._without_logo = None, True
        self._look()

    def _keep(self) -> None:
        if not self.keep.isEnabled():
            return
        name, lines = self._typed()
        session, held = self._session, (self._logo, self._without_logo)
        change = partial(
            agency.change,
            workers=session.workers,
            wish=Wish(name, lines, self._logo, self._without_logo and self._kept.logo is not None),
            reviewer=session.reviewer,
        )
        self.problem.hide()
        self.keep.setEnabled(False)

        def act(case: Case) -> Agency:
            return change(case)

        session.long_operation(self, act, told=True).success(partial(self._changed, held)).failure(self._refuse).run()

    def _changed(self, held: tuple[Path | None, bool], _said: Agency) -> None:
        if (self._logo, self._without_logo) == held:  # else another was chosen meanwhile
            self._logo, self._without_logo = None, False
        self._look()

    def _refuse(self, error: KnownError) -> None:
        self._look()
        self.problem.setText(text.in_place(error))
        self.problem.show()
