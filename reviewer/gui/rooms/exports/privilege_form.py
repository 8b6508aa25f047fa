"""What is claimed of a document, of a passage of it or of several, and why: one form for whatever is at hand."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QFrame

from reviewer.domain.exports.privilege import PrivilegeKind
from reviewer.domain.ids import PassageId
from reviewer.domain.pages.passage import one_line
from reviewer.errors import KnownError
from reviewer.gui import text
from reviewer.gui.session import Session
from reviewer.gui.widgets.choice import choice
from reviewer.gui.widgets.form_problem import FormProblem, told_beside
from reviewer.gui.widgets.keys import CTRL_ENTER, as_form, on_keys_within
from reviewer.gui.widgets.parts import button, captioned, column, label, line
from reviewer.usecases.exports import privilege
from reviewer.usecases.exports.privilege import CalledEach, OfItem, Place

Typed = tuple[str, str, str]
"""Kind, basis and description."""


class PrivilegeForm(QFrame):
    """Hidden until a document is at hand. What was typed for one and not kept is there again when it is.

    ``kept`` says that something was kept, ``left`` that one goes back to the list.
    """

    kept = Signal(object)
    left = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._of: OfItem | None = None
        self._at: tuple[Place, ...] = ()
        self._filled: Typed = ("", "", "")
        self._drafts: dict[tuple[Place, ...], Typed] = {}
        self._last = PrivilegeKind.ATTORNEY_CLIENT
        self.document = label("", "caption", wrap=True)
        self.why = label("", "small", wrap=True)
        self.part = choice(self.tr("Of what"), [])
        self.kind = choice(self.tr("Claim"), self._kinds())
        self.basis = line(self.tr("Basis"), self.tr("why, in words that give nothing away"))
        self.description = line(self.tr("Description"), self.tr("if not date and people alone"))
        self.alone, self.replace = QCheckBox(), QCheckBox()
        self.keep = button(self.tr("Keep"), self._keep, "main")
        self.problem = FormProblem()
        self._lay_out()
        as_form(self)
        on_keys_within(self, {"Esc": self.left.emit, CTRL_ENTER: self._keep})
        self.basis.returnPressed.connect(self._keep)
        self.description.returnPressed.connect(self._keep)
        self.part.activated.connect(lambda _at: self._other_part())
        self.hide()

    def _kinds(self) -> list[tuple[str, str]]:
        return [
            (PrivilegeKind.ATTORNEY_CLIENT, self.tr("Attorney-client privilege")),
            (PrivilegeKind.WORK_PRODUCT, self.tr("Work product")),
            (PrivilegeKind.OTHER, self.tr("Other privilege")),
            (PrivilegeKind.NOT_PRIVILEGED, self.tr("Not privileged")),
        ]

    def _lay_out(self) -> None:
        fields = self._fields = captioned(gap=1)
        fields.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for words, field in (
            (self.tr("Of what"), self.part),
            (self.tr("Claim"), self.kind),
            (self.tr("Basis"), self.basis),
            (self.tr("Description"), self.description),
        ):
            caption = label(words)
            caption.setBuddy(field)
            fields.addRow(caption, field)
        told = label(
            self.tr("Basis and description stand in the privilege log, which others read."), "small", wrap=True
        )
        acts = told_beside(self.problem, self.keep)
        self.setLayout(column(self.document, self.why, fields, self.alone, self.replace, told, acts, gap=1))

    @property
    def places(self) -> tuple[Place, ...]:
        """All that is at hand: the one document or passage, or each of several."""
        place = self.place
        return self._at if place is None else (place,)

    @property
    def place(self) -> Place | None:
        """The document that is at hand, and the passage of it; None where several are."""
        value = self.part.value
        return None if self._of is None else (self._of.item, PassageId(int(value)) if value else None)

    def show_item(self, of: OfItem, passage: PassageId | None, why: str = "") -> None:
        """A document, or this passage of it; ``why`` tells for what reason it is suggested.

        Where that is at hand already, what is being typed stays.
        """
        same = self._of is not None and self._of.item == of.item
        typing = self._at == ((of.item, passage),) and self._typed() != self._filled
        if not typing:
            self._put_by()
        self._of = of
        self.document.setText(self.tr("{0} · {1}").format(of.control, of.title))
        self.why.setText(why)
        self.why.setVisible(bool(why))
        self._fields.setRowVisible(self.part, True)
        self.replace.hide()
        self.keep.setText(self.tr("Keep"))
        self.alone.setText(self.tr("Leave its duplicates as they are"))
        self._offer(of, passage)
        if not same:
            self.problem.hide()
            self.alone.setChecked(False)
        if not typing or self.places != self._at:  # the passage is gone
            self._put_by()
            self._fill()
        self.show()

    def show_several(self, places: Sequence[Place], first: str, last: str, claimed: int) -> None:
        """Several documents or passages, of each of which the same is to be said; by the first and last of them.

        So many of them have a claim already: they keep it, unless one wants it replaced, and so do their duplicates.
        """
        of_some = self.tr("Replace the claims that {0:,} of them have already").format(claimed)
        self.replace.setText(of_some if claimed else self.tr("Replace claims that duplicates of them have already"))
        self.replace.show()
        if self._at == tuple(places) and self._of is None:
            return
        self.replace.setChecked(False)
        self._put_by()
        self._of, self._at = None, tuple(places)
        self.document.setText(self.tr("{0:,} chosen: {1} … {2}").format(len(places), first, last))
        self.why.setText(self.tr("What you say here is said of each of them, as one act that Ctrl+Z takes back."))
        self.why.show()
        self._fields.setRowVisible(self.part, False)
        self.keep.setText(self.tr("Keep for {0:,}").format(len(places)))
        self.alone.setText(self.tr("Leave their duplicates as they are"))
        self.problem.hide()
        self.alone.setChecked(False)
        self.alone.setVisible(any(passage is None for _, passage in places))
        self._say(self._drafts.pop(self._at, None), (self._last.value, "", ""))
        self.show()

    def _offer(self, of: OfItem, passage: PassageId | None) -> None:
        """Offer the whole document and its passages; the whole stands where this one is not among them."""
        with QSignalBlocker(self.part):
            self.part.clear()
            for each in of.parts:
                words = self.tr("“{0}”").format(one_line(each.quote)) if each.quote else self.tr("the whole document")
                self.part.addItem(words, _value(each.passage))
            self.part.say(_value(passage if passage in {each.passage for each in of.parts} else None))

    def show_nothing(self) -> None:
        """No document is at hand."""
        self._put_by()
        self._of, self._at = None, ()
        self.hide()

    def _put_by(self) -> None:
        """Remember what was typed and not kept."""
        if self._at and self._typed() != self._filled:
            self._drafts[self._at] = self._typed()

    def _other_part(self) -> None:
        if self._of is not None:
            self._put_by()
            self._fill()

    def _fill(self) -> None:
        """Show what is said of what is at hand, or what was typed for it before."""
        assert self._of is not None  # noqa: S101 - the callers have looked
        call = next(each.call for each in self._of.parts if _value(each.passage) == self.part.value)
        self._at = self.places
        said = call is not None and call.kind is not PrivilegeKind.UNSPECIFIED
        kind = call.kind if call is not None and said else self._last
        filled = (kind.value, "" if call is None else call.basis, "" if call is None else call.description)
        self._say(self._drafts.pop(self._at, None), filled)
        self.alone.setVisible(self._at[0][1] is None)

    def _say(self, draft: Typed | None, filled: Typed) -> None:
        """Show what was typed before, else what is so."""
        self._filled = filled
        kind_shown, basis, description = draft or filled
        self.kind.say(kind_shown)
        self.basis.setText(basis)
        self.description.setText(description)

    def _typed(self) -> Typed:
        return self.kind.value, self.basis.text(), self.description.text()

    def _keep(self) -> None:
        places, typed = self.places, self._typed()
        if not places:
            return
        kind, basis, description = typed
        put = partial(
            privilege.put_each,
            places=places,
            kind=PrivilegeKind(kind),
            basis=basis,
            description=description,
            alone=any(passage is None for _, passage in places) and self.alone.isChecked(),
            replace=self._of is not None or (not self.replace.isHidden() and self.replace.isChecked()),
            reviewer=self._session.reviewer,
        )
        self.problem.hide()
        asked = self._session.operation(self, put)
        asked.success(partial(self._done, places, typed)).failure(partial(self._refuse, places)).run()

    def _done(self, places: tuple[Place, ...], typed: Typed, made: CalledEach) -> None:
        kind = PrivilegeKind(typed[0])
        if kind is not PrivilegeKind.NOT_PRIVILEGED:  # whoever frees one does not mean to free the next
            self._last = kind
        self._drafts.pop(places, None)
        self.replace.setChecked(False)  # it was meant for this once
        if places == self.places and self._typed() == typed:
            self._filled = typed
        self.kept.emit(made)

    def _refuse(self, places: tuple[Place, ...], error: KnownError) -> None:
        if places != self.places:  # one has gone on: it is said where one looks
            self._session.report(error)
            return
        self.problem.setText(text.in_place(error))
        self.problem.show()


def _value(passage: PassageId | None) -> str:
    return "" if passage is None else str(passage)
