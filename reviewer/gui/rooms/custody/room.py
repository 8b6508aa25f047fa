"""The Custody room."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QSplitter

from reviewer.domain.changes import Noun
from reviewer.gui import text
from reviewer.gui.navigation import PassphraseTarget, PasswordTarget, RecoveryTarget, Room, Target
from reviewer.gui.refresh import Refresher
from reviewer.gui.rooms.custody.account import AccountPart
from reviewer.gui.rooms.custody.intakes import IntakesPart
from reviewer.gui.rooms.custody.trail import TrailPart
from reviewer.gui.rooms.custody.verifying import VerifyPart
from reviewer.gui.session import Latest, Session
from reviewer.gui.theme import grid
from reviewer.gui.widgets.fitting import Scroller, SteadyScroller
from reviewer.gui.widgets.flow import Flow
from reviewer.gui.widgets.folding import Folding, bring
from reviewer.gui.widgets.parts import button, column, label
from reviewer.gui.widgets.tab_order import lead
from reviewer.isolation.workers import SandboxReport
from reviewer.usecases import cases, recovery_sheet
from reviewer.usecases.cases import CaseInfo
from reviewer.usecases.recovery_sheet import MadeSheet


class CustodyRoom(Room):
    """The account at the left; at the right the intakes, the file itself, the walls around the workers, the trail."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.account = AccountPart(session)
        self.intakes = IntakesPart(session)
        self.file = FilePart(session)
        self.trail = TrailPart(session)
        right = QSplitter(Qt.Orientation.Vertical)
        for part in (self.intakes, self.file, self.trail):
            right.addWidget(SteadyScroller(part, "panel"))
        right.setChildrenCollapsible(False)
        right.setSizes([grid(56), grid(68), grid(52)])
        for at, more in enumerate((2, 0, 3)):  # the case file says no more on a large screen
            right.setStretchFactor(at, more)
        fold = Folding()
        fold.add(Scroller(self.account, "panel"), self.tr("Account"), least=72, usual=120, stretch=1)
        fold.add(right, self.tr("Case file and trail"), least=72, usual=110, stretch=1)
        self.setLayout(column(fold))
        lead(self, self.account.containers_tree)

    def ask_password(self) -> None:
        """Put the cursor where a password is tried on what is locked."""
        bring(self.account)
        self.account.retrying.ask()

    def show_target(self, target: Target) -> None:
        """Go where a password is tried."""
        if isinstance(target, PasswordTarget):
            self.ask_password()

    def close_workers(self) -> None:
        """Ask long work to stop."""
        self.account.cancel()
        self.file.cancel()


class FilePart(QFrame):
    """The case file: what it is, whether it is whole, whether this laptop remembers its key; and the sandbox."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._session = session
        self._looking, self._asking = Latest(), Latest()
        self.facts = label(self.tr("Looking at the case file…"), "muted", wrap=True, selectable=True)
        self.verifying = VerifyPart(session)
        self.forget = button(self.tr("Forget the key on this laptop"), self._forget, "link")
        self.forget.hide()
        self.recovery = label("", "muted", wrap=True)
        self.sheet = button(self.tr("Recovery sheet…"), lambda: session.go(RecoveryTarget()))
        self.passphrase = button(self.tr("Change the passphrase…"), lambda: session.go(PassphraseTarget()))
        self.walls = label(self.tr("Starting the readers to ask them…"), "muted", wrap=True, selectable=True)
        self.lacks = label("", "problem", wrap=True, selectable=True)
        self.lacks.hide()
        self.told = False  # whether the readers have said what stands around them
        acts = Flow(gap=2)
        for act in (self.verifying.verify, self.verifying.deeply, self.sheet, self.passphrase, self.forget):
            acts.addWidget(act)
        parts = (
            label(self.tr("Case file"), "title"),
            self.facts,
            self.recovery,
            acts,
            self.verifying,
            label(self.tr("Sandbox"), "caption"),
            self.walls,
            self.lacks,
            1,
        )
        self.setLayout(column(*parts, margins=(4, 3, 4, 3), gap=2))
        Refresher(self, session, {Noun.CASE, Noun.ITEMS, Noun.PASSAGES, Noun.TRAIL}, lambda _changes: self._look())
        session.making(self, lambda _case: session.workers.describe()).success(self._show_walls).run()

    def _look(self) -> None:
        self._session.making(self, cases.info).unless(self._looking.ask()).success(self._show).run()
        asked = self._session.query(self, recovery_sheet.latest).unless(self._asking.ask())
        asked.success(self._show_sheet).run()

    def _show_sheet(self, made: MadeSheet | None) -> None:
        if made is None:
            words = self.tr("No recovery sheet opens this case: if the passphrase is lost, so is the case.")
        else:
            kept = self.tr("on paper") if made.kept else self.tr("nobody has said that it is on paper")
            words = self.tr("Recovery sheet made {0} by {1}; {2}.")
            words = words.format(made.at.replace("T", " ").replace("Z", " UTC"), made.reviewer, kept)
        self.recovery.setText(words)

    def _show(self, info: CaseInfo) -> None:
        kept = (
            self.tr("The key is remembered by {0}.").format(info.keyring)
            if info.remembered
            else self.tr("This laptop does not remember the key.")
        )
        made = self.tr("Made {0} by {1}.").format(info.created.replace("T", " ").replace("Z", " UTC"), info.created_by)
        held = ", ".join(
            (
                text.counted(info.items, self.tr("item"), self.tr("items")),
                text.counted(info.passages, self.tr("passage"), self.tr("passages")),
                text.counted(info.audit_entries, self.tr("audit entry"), self.tr("audit entries")),
            )
        )
        self.facts.setText("\n".join((str(self._session.path), made, held, kept)))
        self.forget.setVisible(info.remembered)

    def _show_walls(self, found: SandboxReport) -> None:
        self.told = True
        parse, printing = (
            ", ".join(each for each in walls if each not in found.warnings) for walls in (found.parse, found.print)
        )
        lines = [self.tr("Readers: {0}.").format(parse)] if parse else []
        lines += [self.tr("Printer: {0}.").format(printing)] if printing else []
        converting = ", ".join(found.convert) or self.tr("our own, without LibreOffice")
        lines.append(self.tr("Office pages: {0}.").format(converting))
        self.walls.setText("\n".join([found.platform, *lines]))
        self.lacks.setText("\n".join(found.warnings))
        self.lacks.setVisible(bool(found.warnings))

    def cancel(self) -> None:
        """Ask the verification to stop."""
        self.verifying.cancel()

    def _forget(self) -> None:
        path = self._session.path
        self._session.making(self, lambda _case: cases.forget(path)).success(lambda _done: self._look()).run()
