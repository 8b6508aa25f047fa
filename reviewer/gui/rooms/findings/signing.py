"""Who takes the next step of a finding, and by what: the secret of a signing key, or a typed name and no more."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from reviewer.domain.people.person_names import same_person
from reviewer.domain.people.signing_key import SigningKey
from reviewer.errors import KnownError
from reviewer.gui import text
from reviewer.gui.accessibility import announce
from reviewer.gui.rooms.findings.acts import FindingsActs
from reviewer.gui.widgets.form_problem import FormProblem
from reviewer.gui.widgets.parts import boxed, button, captioned, column, label, line, row
from reviewer.gui.widgets.sending import Sent
from reviewer.gui.widgets.tab_order import lead_to


class SignPart(QFrame):
    """The name of the second reviewer, the passphrase of their signing key, and forms to make one and to end one.

    ``wanted``: Enter was pressed where there is nothing more to type. ``said``: something that is worth a line.
    """

    wanted = Signal()
    said = Signal(str)

    def __init__(self, acts: FindingsActs) -> None:
        super().__init__()
        self._acts = acts
        self._keys: Sequence[SigningKey] = ()
        self._hands: Sequence[str] = ()
        self._second, self._offered = False, ""
        self._waits = False
        self.name = line(self.tr("Second reviewer"), self.tr("who signs"))
        self.secret = self._hidden(self.tr("Passphrase of the signing key"), self.tr("known to this reviewer alone"))
        self.state = label("", "small", wrap=True, selectable=True)
        self.make = button(self.tr("Make a signing key…"), self._begin, "link")
        self.first = self._hidden(self.tr("New passphrase"), self.tr("four words that do not belong together"))
        self.again = self._hidden(self.tr("The same once more"), "")
        self.keep = button(self.tr("Make the key"), self._make)
        self.lost = button(self.tr("Passphrase forgotten…"), self._ask_why, "link")
        self.why = line(self.tr("Why the key ends"), self.tr("it stands in the trail"))
        self.end = button(self.tr("End the key"), self._end)
        self.leave = button(self.tr("Cancel"), self._leave)
        self.problem = FormProblem()
        self._lay_out()
        self.name.textEdited.connect(lambda _typed: self._show())
        self.name.returnPressed.connect(self._next)
        self.secret.returnPressed.connect(self.wanted)
        self.first.returnPressed.connect(self.again.setFocus)
        self.again.returnPressed.connect(self._make)
        self.why.returnPressed.connect(self._end)

    def _hidden(self, name: str, hint: str) -> QLineEdit:
        made = line(name, hint)
        made.setEchoMode(QLineEdit.EchoMode.Password)
        return made

    def _lay_out(self) -> None:
        self.who, self.own = QWidget(), QWidget()
        for part, field in ((self.who, self.name), (self.own, self.secret)):
            form = captioned(gap=1)
            form.addRow(label(field.accessibleName()), field)
            part.setLayout(form)
        making = captioned(gap=1)
        for field in (self.first, self.again):
            making.addRow(label(field.accessibleName()), field)
        words = self.tr("Only the reviewer should type and know it. Nobody can find it again.")
        self.making = boxed(
            column(label(words, "small", wrap=True), making, row(self.keep, self.leave, 1), margins=(0, 1, 0, 1), gap=1)
        )
        self.making.hide()
        link = row(self.state, self.make, self.lost, gap=2)
        link.setStretchFactor(self.state, 1)
        self.setLayout(column(self.who, self.own, link, self.making, self._lay_out_ending(), self.problem, gap=1))
        self.problem.hide()

    def _lay_out_ending(self) -> QWidget:
        self.told = label("", "small", wrap=True)
        form = captioned(gap=1)
        form.addRow(label(self.why.accessibleName()), self.why)
        stay = button(self.tr("Cancel"), self._leave)
        self.ending = boxed(column(self.told, form, row(self.end, stay, 1), margins=(0, 1, 0, 1), gap=1))
        self.ending.hide()
        return self.ending

    # -- what is shown --------------------------------------------------------------------------------------------

    def show_keys(self, keys: Sequence[SigningKey], hands: Sequence[str], *, second: bool) -> None:
        """Show who can sign; ``second``: the next step is that of a second reviewer, who is none of the ``hands``."""
        self._keys, self._hands, self._second = keys, hands, second
        offered = "" if self._had_a_hand(self._acts.who) else self._acts.who
        if second and self.name.text() in {"", self._offered}:
            self.name.setText(offered)
        self._offered = offered
        self._show()

    def wait(self, *, waits: bool) -> None:
        """Say that a signature is being checked, or no longer."""
        self._waits = waits
        self._show()
        if waits:
            announce(self.state, self.state.text())

    def _show(self) -> None:
        key, name = self.key, self.signer
        may = bool(name) and not (self._second and self._had_a_hand(name))
        self.who.setVisible(self._second)
        self.own.setVisible(key is not None and may)
        self.make.setVisible(key is None and may and self.making.isHidden())
        if key is None:
            self.ending.hide()
        else:
            self.told.setText(self._of_ending(key))
        self.lost.setVisible(key is not None and may and self.ending.isHidden())
        self.state.setText(self._state(key, name))
        self.state.setVisible(bool(self.state.text()))

    def _state(self, key: SigningKey | None, name: str) -> str:
        if self._waits:
            return self.tr("It is being signed; what you type meanwhile waits.")
        if not name:
            return self.tr("Somebody who had no hand in it signs.")
        if self._second and self._had_a_hand(name):
            return self.tr("{0} had a hand in it, and cannot sign it.").format(name)
        if key is not None:
            return self.tr("Signs with own key {0}").format(key.fingerprint)
        return self.tr("{0} has no signing key: the report will say “typed name”.").format(name)

    def _had_a_hand(self, name: str) -> bool:
        return any(same_person(name, each) for each in self._hands)

    def _of_ending(self, key: SigningKey) -> str:
        return self.tr(
            "Nobody can find it again. The key of {0} can be ended, and another made: what the old one signed stays "
            "signed and can be checked. This cannot be undone."
        ).format(key.reviewer)

    @property
    def signer(self) -> str:
        """Who takes the next step."""
        return self.name.text().strip() if self._second else self._acts.who

    @property
    def key(self) -> SigningKey | None:
        """The key of whoever takes the next step, if there is one."""
        return next((each for each in self._keys if same_person(each.reviewer, self.signer)), None)

    @property
    def passphrase(self) -> str | None:
        """What was typed as the passphrase of the key; None where there is no key."""
        return None if self.key is None else self.secret.text()

    def forget(self) -> None:
        """Nothing that was typed here stays."""
        for field in (self.secret, self.first, self.again, self.name):
            field.clear()
        self._leave()

    # -- what is done ---------------------------------------------------------------------------------------------

    def lead_on(self) -> None:
        """Give the keyboard to what has to be put right before this is signed, if that is known."""
        self.secret.clear()
        if self.own.isVisible():
            lead_to(self.secret, self)
        elif self.name.isVisible():
            lead_to(self.name, self)
            self.name.selectAll()

    def _next(self) -> None:
        if self.own.isVisible():
            lead_to(self.secret, self)
        else:
            self.wanted.emit()

    def _begin(self) -> None:
        self.making.show()
        self.make.hide()
        lead_to(self.first, self.making)

    def _leave(self) -> None:
        for field in (self.first, self.again, self.why):
            field.clear()
        self.making.hide()
        self.ending.hide()
        self.problem.hide()
        self._show()

    def _make(self) -> None:
        if self.first.text() != self.again.text():
            self._refuse_words(self.tr("The two are not the same."))
            lead_to(self.again, self.problem)
            return
        made = partial(self._made, Sent(self.name, self.first, self.again))
        self._acts.make_key(self.signer, self.first.text(), made, self._refuse)

    def _made(self, sent: Sent, key: SigningKey) -> None:
        self._keys = (*self._keys, key)
        if sent.unchanged:
            at_hand = sent.at_hand
            self._leave()
            if at_hand:
                lead_to(self.secret, self)
        else:
            self._show()
        words = self.tr("{0} has a signing key now. Write on paper, and have signed: {1}")
        self.said.emit(words.format(key.reviewer, key.fingerprint))

    def _ask_why(self) -> None:
        self.ending.show()
        self.lost.hide()
        lead_to(self.why, self.ending)

    def _end(self) -> None:
        key = self.key
        if key is None:
            return
        if not self.why.text().strip():
            self._refuse_words(self.tr("Say why the key ends, as that its passphrase is forgotten."))
            lead_to(self.why, self.problem)
            return
        self._acts.end_key(key.reviewer, self.why.text(), partial(self._ended, Sent(self.name, self.why)), self._refuse)

    def _ended(self, sent: Sent, key: SigningKey) -> None:
        """Whoever ended it is led to where the next one is made."""
        self._keys = tuple(each for each in self._keys if each.id != key.id)
        if sent.unchanged:
            at_hand = sent.at_hand
            self.secret.clear()
            self._leave()
            if at_hand:
                self._begin()
        else:
            self._show()
        self.said.emit(self.tr("The signing key {0} of {1} has ended.").format(key.fingerprint, key.reviewer))

    def _refuse(self, error: KnownError) -> None:
        self._refuse_words(text.sentence(error))

    def _refuse_words(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.show()
