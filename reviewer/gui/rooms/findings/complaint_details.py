"""One complaint: all that the agency's table says, why it is a conflict, and where this case meets it again."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QScrollArea

from reviewer.casefile.engine.case import Case
from reviewer.domain.ids import OfficerId
from reviewer.domain.policy.allegation import AllegationId
from reviewer.domain.policy.finding import Outcome
from reviewer.errors import KnownError
from reviewer.gui import text
from reviewer.gui.held_in_place import HeldInPlace
from reviewer.gui.navigation import AllegationTarget, ItemTarget, OfficerTarget
from reviewer.gui.rooms.findings.acts import FindingsActs
from reviewer.gui.session import Session
from reviewer.gui.widgets.choice import choice
from reviewer.gui.widgets.flow import Flow
from reviewer.gui.widgets.form_problem import FormProblem
from reviewer.gui.widgets.parts import boxed, button, captioned, clear, column, label, row
from reviewer.usecases.people import officers
from reviewer.usecases.policy.complaints import Known, Related

_ALLEGATION = re.compile(r"\ballegation (\d+)")


class ComplaintDetails(QScrollArea):
    """Shown beside the list."""

    filter_wanted = Signal(str)

    def __init__(self, session: Session, acts: FindingsActs) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(self.tr("Complaint"))
        self._session, self._acts = session, acts
        self._known: Known | None = None
        self.title = label("", "title", wrap=True)
        self.alleged = label("", wrap=True, selectable=True)
        self.facts = captioned(gap=1)
        self.why = label("", wrap=True, selectable=True)
        self.met = column(gap=1)
        self.links = Flow()
        self.problem = FormProblem()
        self.unknown = label("", wrap=True)
        none = ("", self.tr("Choose…"))
        self.outcome = choice(
            self.tr("Outcome it stands for"), [none, *((str(each), str(each)) for each in Outcome)], wide=14
        )
        self.map = button(self.tr("So it is"), self._map)
        self.outcome.currentIndexChanged.connect(lambda at: self.map.setEnabled(at > 0))
        self.mapping = boxed(column(self.unknown, row(self.outcome, self.map, 1), self.problem, gap=1))
        inside = QFrame()
        inside.setObjectName("panel")
        parts = (
            self.title,
            self.alleged,
            boxed(self.facts),
            self.mapping,
            self.why,
            boxed(self.met),
            boxed(self.links),
            1,
        )
        inside.setLayout(column(*parts, margins=(4, 3, 4, 3), gap=3))
        self.setWidget(inside)
        HeldInPlace(self)
        self.show_nothing(empty=True)

    def show_nothing(self, *, empty: bool) -> None:
        """There is no complaint to show."""
        self._known = None
        self.title.setText("")
        self.alleged.setText("" if empty else self.tr("Choose a complaint to see all of it here."))
        self._clear()
        for part in (self.mapping, self.why):
            part.hide()

    def _clear(self) -> None:
        while self.facts.rowCount():
            self.facts.removeRow(0)
        clear(self.met)
        clear(self.links)

    def show_complaint(self, known: Known, related: Related | None) -> None:
        """Show a complaint, and where this case meets it again."""
        before, self._known = self._known, known
        same = before is not None and before.complaint == known.complaint
        said = known.complaint
        self.title.setText(f"{said.number} · {said.officer or said.serial}")
        self.alleged.setText(said.allegation)
        self._clear()
        for name, value in self._facts(known):
            if value:
                self.facts.addRow(label(name, "muted"), label(value, wrap=True, selectable=True))
        self.why.setText(self.tr("A conflict of interest: {0}.").format(known.conflict))
        self.why.setVisible(bool(known.conflict))
        self._offer_mapping(known, same=same)
        self._show_met(known, related)

    def _facts(self, known: Known) -> list[tuple[str, str]]:
        said = known.complaint
        ended = said.finding or self.tr("open")
        if known.outcome is not None and known.outcome.value != said.finding.casefold():
            ended = self.tr("{0}, which stands for {1}").format(ended, known.outcome)
        return [
            (self.tr("Received"), said.received),
            (self.tr("Closed"), said.closed),
            (self.tr("Officer"), " · ".join(part for part in (said.officer, said.serial, said.station) if part)),
            (self.tr("Clause"), said.clause),
            (self.tr("Vendor"), said.vendor),
            (self.tr("Finding"), ended),
            (self.tr("Discipline"), said.discipline),
            (self.tr("Written in"), known.source),
        ]

    def _offer_mapping(self, known: Known, *, same: bool) -> None:
        said = known.complaint.finding
        unknown = bool(said) and known.outcome is None
        self.mapping.setVisible(unknown)
        if not (same and unknown):  # else a choice that waits to be saved stays
            self.problem.hide()
            self.outcome.say("")
            self.map.setEnabled(False)
        if unknown:
            words = self.tr(
                "“{0}” is none of the four outcomes. If it stands for one of them, here and everywhere, say which; a "
                "complaint that has not ended has none."
            )
            self.unknown.setText(words.format(said))

    def _show_met(self, known: Known, related: Related | None) -> None:
        if related is not None:
            self.met.addWidget(label(self.tr("Met again in this case"), "caption"))
            for each in related.why:
                self.met.addWidget(label(f"– {each}", wrap=True, selectable=True))
            numbers = dict.fromkeys(int(number) for each in related.why for number in _ALLEGATION.findall(each))
            for number in numbers:
                allegation = AllegationTarget(AllegationId(number))
                self._link(self.tr("Allegation {0}").format(number), partial(self._session.go, allegation))
        said = known.complaint
        if said.item is not None:
            line = ItemTarget(said.item, f'"{said.number}"')
            self._link(self.tr("Its line"), partial(self._session.go, line))
        if known.serial:
            self._link(self.tr("Officer's page"), self._to_officer)
        for value in (known.complaint.clause, known.complaint.vendor):
            if value:
                self._link(self.tr("All of {0}").format(value), partial(self.filter_wanted.emit, value))

    def _link(self, words: str, go: Callable[[], object]) -> None:
        self.links.addWidget(button(text.on_button(words), go, "link"))  # one alone would underline a letter

    def _to_officer(self) -> None:
        if self._known is None:
            return
        serial = self._known.serial

        def look(case: Case) -> OfficerId | None:
            return next((each.id for each in officers.listed(case) if each.serial == serial), None)

        def go(officer: OfficerId | None) -> None:
            if officer is not None:
                self._session.go(OfficerTarget(officer))

        self._session.query(self, look).success(go).run()

    def _map(self) -> None:
        if self._known is not None:
            self._acts.label(self._known.complaint.finding, Outcome(self.outcome.value), self._refuse)

    def _refuse(self, error: KnownError) -> None:
        self.problem.setText(text.refusal(error))
        self.problem.show()
