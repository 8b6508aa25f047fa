"""Say that two officers are one, with what speaks for it and against it before one's eyes."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from reviewer.casefile.engine.case import Case
from reviewer.domain.ids import OfficerId
from reviewer.domain.people.officer import Officer
from reviewer.errors import KnownError
from reviewer.gui import text
from reviewer.gui.session import Latest, Session
from reviewer.gui.widgets.form_problem import FormProblem
from reviewer.gui.widgets.keys import on_keys_within
from reviewer.gui.widgets.officer_line import OfficerLine
from reviewer.gui.widgets.parts import boxed, button, column, label, line, row
from reviewer.gui.widgets.sending import Sending, Sent
from reviewer.usecases.people import merging, officers
from reviewer.usecases.people.merging import Compared


class MergePanel(QFrame):
    """Asks who the same officer is; the one of the roster stays. ``merged`` carries the officer who stays."""

    merged = Signal(object)
    left = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._session = session
        self._sending = Sending(self, session.report)
        self._listed, self._latest = Latest(), Latest()
        self._officer: Officer | None = None
        self._others: dict[OfficerId, Officer] = {}
        self._found: Compared | None = None
        self.title = label("", "caption", wrap=True)
        self.other = OfficerLine(self.tr("The same officer"), self.tr("Name or serial, then Enter"))
        self.serial = line(self.tr("Serial number"), self.tr("Serial number"))
        self.name = line(self.tr("Name"), self.tr("Name"))
        self.fresh = boxed(
            column(label(self.tr("Or one who is not in the list:"), "small"), row(self.serial, self.name), gap=1)
        )
        self.evidence = label("", wrap=True, selectable=True)
        self.evidence.setAccessibleName(self.tr("What speaks for it and against it"))
        self.moves = label("", "small", wrap=True)
        self.reason = line(self.tr("Reason"), self.tr("What shows it (kept with the merge)"))
        self.problem = FormProblem()
        self.merge = button(self.tr("They are one"), self._merge, "main")
        self.leave = button(self.tr("Cancel"), self.left.emit)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        hint = label(self.tr("Ctrl+Z takes it back; Two officers… takes it apart later."), "small", wrap=True)
        parts = (
            self.title,
            self.other,
            self.fresh,
            self.evidence,
            self.moves,
            self.reason,
            row(self.merge, self.leave, 1),
            self.problem,
            hint,
            1,
        )
        self.setLayout(column(*parts, margins=(3, 2, 3, 2), gap=2))

    def _connect(self) -> None:
        self.other.chosen.connect(self._chosen)
        self.other.textEdited.connect(lambda _typed: self._forget())
        self.other.nobody_meant.connect(self._say_problem)
        self.serial.textEdited.connect(self._judge)
        self.name.textEdited.connect(self._judge)
        for field in (self.reason, self.serial, self.name):
            field.returnPressed.connect(self._merge)
        on_keys_within(self, {"Esc": self.left.emit})

    def ask(self, officer: Officer) -> None:
        """Ask who else this officer is."""
        self._sending.release()
        self._officer = officer
        unknown = officer.unidentified
        title = self.tr("Who is {0}?") if unknown else self.tr("Who is the same as {0}?")
        self.title.setText(title.format(officer.name))
        self.merge.setText(self.tr("This is who it is") if unknown else self.tr("They are one"))
        self.merge.setAccessibleName(self.merge.text())
        self.fresh.setVisible(unknown)
        for field in (self.other, self.serial, self.name, self.reason):
            field.clear()
        self.problem.hide()
        self._forget()
        self._others = {}
        self._session.query(self, officers.listed).unless(self._listed.ask()).success(self._offer).run()
        self.other.setFocus()

    def _offer(self, found: list[Officer]) -> None:
        officer = self._officer
        self._others = {each.id: each for each in found if officer is not None and each.id != officer.id}
        self.other.show_officers(list(self._others.values()))

    def _chosen(self, other: OfficerId) -> None:
        """Look at both; of an unidentified one and one of the roster, the latter stays."""
        officer, found = self._officer, self._others.get(other)
        if officer is None or found is None:
            return
        self._forget()
        self.other.setText(f"{found.name} · {found.serial}")
        stays, goes = (found, officer) if officer.unidentified and not found.unidentified else (officer, found)
        look, sent = partial(merging.compare, kept=stays.serial, gone=goes.serial), Sent()
        asked = self._session.query(self, look).unless(self._latest.ask())
        asked.success(partial(self._show, sent)).failure(lambda error: self._say_problem(text.refusal(error))).run()

    def _forget(self) -> None:
        """Whoever was compared before is not meant any more, and merged with nobody."""
        self._latest.ask()
        self._found = None
        for part in (self.evidence, self.moves):
            part.hide()
        self._judge()

    def _show(self, sent: Sent, found: Compared) -> None:
        self._found = found
        lines = [
            (self.tr("✓ for: {0}") if sign.speaks_for else self.tr("✗ against: {0}")).format(sign.text)
            for sign in found.signs
        ]
        self.evidence.setText("\n".join(lines) or self.tr("Nothing speaks for it, and nothing against it."))
        moved = ", ".join(self._counted(table, number) for table, number in found.moved.items())
        words = self.tr("{0} ({1}) stays and gets what hangs on {2} ({3}): {4}.")
        kept, gone = found.kept, found.gone
        self.moves.setText(words.format(kept.name, kept.serial, gone.name, gone.serial, moved or self.tr("nothing")))
        for part in (self.evidence, self.moves):
            part.show()
        self.problem.hide()
        self._judge()
        if sent.at_hand:
            self.reason.setFocus()

    def _counted(self, table: str, number: int) -> str:
        """How many of a kind move, in words."""
        said = {
            "link": (self.tr("link to a passage"), self.tr("links to passages")),
            "item_officer": (self.tr("document linked as a whole"), self.tr("documents linked as a whole")),
            "officer_name": (self.tr("name or address"), self.tr("names and addresses")),
            "alias_refusal": (self.tr("name refused"), self.tr("names refused")),
        }
        plain = table.replace("_", " ")
        return text.counted(number, *said.get(table, (plain, f"{plain}s")))

    def _judge(self) -> None:
        fresh = bool(self.serial.text().strip() and self.name.text().strip())
        self.merge.setEnabled(self._found is not None or fresh)

    def _merge(self) -> None:
        officer, found, who = self._officer, self._found, self._session.reviewer
        if officer is None or self._sending.busy or not self.merge.isEnabled():
            return
        serial, name, reason = self.serial.text().strip(), self.name.text().strip(), self.reason.text().strip()

        def act(case: Case) -> Officer:
            if officer.unidentified and serial and name:
                return merging.resolve(case, officer.serial, serial, name=name, reason=reason, reviewer=who)
            assert found is not None  # noqa: S101 - tells mypy what enabled the button
            return merging.merge(case, found.kept.serial, found.gone.serial, reason=reason, reviewer=who)

        merged, refused = self._sending.answers(self._merged, self._refuse)
        self._session.operation(self, act).success(merged).failure(refused).run()

    def _merged(self, officer: Officer) -> None:
        self.left.emit()
        self.merged.emit(officer)

    def _refuse(self, error: KnownError) -> None:
        self._judge()
        self._say_problem(text.refusal(error))

    def _say_problem(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.show()
