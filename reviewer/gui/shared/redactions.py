"""Redactions of the item at hand: one key proposes one; they are listed with what is to be decided on them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtWidgets import QApplication, QFrame, QSizePolicy, QToolButton, QWidget

from reviewer.casefile.engine.case import Case
from reviewer.domain.changes import Changes, Noun
from reviewer.domain.exports.redaction import RedactionKind, RedactionState, is_followed
from reviewer.domain.ids import ItemId, RedactionId
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.pages.page_text import Box
from reviewer.domain.pages.passage import one_line
from reviewer.gui import text
from reviewer.gui.pages.regions import RegionDrawing
from reviewer.gui.pages.view import PageView
from reviewer.gui.refresh import Refresher
from reviewer.gui.session import Latest, Session
from reviewer.gui.shared.desk import Desk
from reviewer.gui.theme import room_for
from reviewer.gui.tips import plain
from reviewer.gui.widgets.choice import choice
from reviewer.gui.widgets.elided import Elided
from reviewer.gui.widgets.keys import as_form, on_keys, on_keys_within
from reviewer.gui.widgets.parts import boxed, clear, column, label, row, tool
from reviewer.gui.widgets.type_ahead import Named, TypeAhead
from reviewer.usecases.exports.redaction import redaction_following, redactions
from reviewer.usecases.exports.redaction.redaction_following import Elsewhere
from reviewer.usecases.exports.redaction.redactions import Placed, Said
from reviewer.usecases.pages.passages import Stretch

REGION, PAGE = "region", "page"
FIELDS = ("From", "To", "Cc", "Date", "Subject")
"""Fields of the head of a message, as they are called on its first page."""

MOST = 40
"""So many redactions of an item are listed in the window."""


class ReasonBox(QFrame):
    """The reason of a redaction, hidden until it is asked for.

    Enter takes the one that was given last, which is shown as chosen; where none was, one has to be chosen.
    """

    chosen = Signal(str)
    nobody_meant = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.name = TypeAhead(self.tr("Reason of the redaction"), self.tr("Redact because: choose a reason"))
        self.name.chosen.connect(self._take)
        self.name.nobody_meant.connect(self.nobody_meant)
        self.part = choice(self.tr("What is redacted"), self._parts())
        self.then = label(self.tr("Give the reason; then you draw the region."), "small", wrap=True)
        self.part.currentIndexChanged.connect(lambda _at: self._look())
        self.setLayout(column(self.part, self.then, self.name, gap=1))
        as_form(self)
        on_keys_within(self, {"Esc": self.leave})
        self.hide()

    def _parts(self) -> list[tuple[str, str]]:
        fields = [(field, self.tr("the field {0} of the message").format(field)) for field in FIELDS]
        return [(REGION, self.tr("a region, drawn on the page")), (PAGE, self.tr("the whole page in sight")), *fields]

    def offer(self, reasons: Mapping[str, str], last: str) -> None:
        """Offer these, at Enter the one that was given last."""
        hint = self.tr("Redact because: {0} again (Enter)") if last else self.tr("Redact because: choose a reason")
        self.name.setPlaceholderText(hint.format(last))
        reasons = {last: reasons[last], **reasons} if last else reasons
        named = [Named(self.tr("{0} · {1}").format(code, meaning), code) for code, meaning in reasons.items()]
        self.name.show_choices(named)
        self.name.show_first(named, marked=bool(last))

    def ask(self) -> None:
        """Show the line and put the cursor into it."""
        self.part.hide()
        self.then.hide()
        self.show()
        self.name.clear()
        self.name.setFocus()

    def ask_part(self) -> None:
        """Ask what is to be redacted as well; the keyboard is there."""
        self.show()
        self.part.show()
        self._look()
        self.name.clear()
        self.part.setFocus()

    def _look(self) -> None:
        self.then.setVisible(not self.part.isHidden() and self.part.value == REGION)

    def _take(self, code: str) -> None:
        self.leave()
        self.chosen.emit(code)

    def drop(self) -> None:
        """What it was asked about is gone; the keyboard goes back to the pages only if it is here."""
        at = QApplication.focusWidget()
        if at is not None and self.isAncestorOf(at):
            self.leave()
        else:
            self.hide()

    def leave(self) -> None:
        """Go back to the pages, first, for what hides with the keyboard in it hands it to what stands below."""
        self.left.emit()
        self.hide()


class RedactionList(QWidget):
    """The redactions of an item, one line each: reason, state, who said so, and words; with what can be done."""

    approved = Signal(object)
    declined = Signal(object)
    unwanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._shown: Sequence[Placed] = ()
        self._lines = column(gap=0)
        self.setLayout(self._lines)
        self.setAccessibleName(self.tr("Redactions of this item"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_redactions(self, found: Sequence[Placed]) -> None:
        """Show these, in order of place."""
        if tuple(found) == tuple(self._shown):
            return
        self._shown = found
        clear(self._lines)
        self._lines.addWidget(label(self.tr("Redactions"), "caption"))
        for each in found[:MOST]:
            self._lines.addWidget(self._line(each))
        if len(found) > MOST:
            words = self.tr("{0:,} more: Exports lists all redactions").format(len(found) - MOST)
            self._lines.addWidget(label(words, "small", wrap=True))
        self.setVisible(bool(found))
        self.updateGeometry()

    def _line(self, each: Placed) -> QWidget:
        words = self._words(each)
        shown = Elided("small")
        shown.setText(words)
        number, state = each.said.redaction.id, each.said.redaction.state
        acts: list[QToolButton] = []
        if state is not RedactionState.APPROVED:
            acts.append(tool("relevant", self.tr("Approve: {0}").format(words), lambda: self.approved.emit(number)))
        if state is not RedactionState.DECLINED:
            acts.append(tool("not_relevant", self.tr("Decline: {0}").format(words), lambda: self.declined.emit(number)))
        if state is not RedactionState.APPROVED:
            acts.append(tool("close", self.tr("Remove: {0}").format(words), lambda: self.unwanted.emit(number), "Del"))
        for act in acts:
            act.setIconSize(QSize(room_for(3), room_for(3)))
            act.setMinimumSize(24, 24)  # WCAG 2.2, 2.5.8
            act.setProperty("role", "line")
            if state is not RedactionState.APPROVED:
                on_keys(act, {"Del": lambda: self.unwanted.emit(number)})
        line = row(shown, *acts, gap=0)
        line.setStretchFactor(shown, 1)
        made = boxed(line)
        made.setAccessibleName(words)
        made.setToolTip(plain(self._tip(each)))
        return made

    def _words(self, each: Placed) -> str:
        """“PRV · proposed by Ada · “at no cost””; what is wrong with it comes first, for the end can be cut."""
        found = each.said.redaction
        by = found.decided_by or found.reviewer
        match found.state:
            case RedactionState.PROPOSED:
                said = self.tr("proposed by {0}").format(by)
            case RedactionState.APPROVED:
                said = self.tr("approved by {0}").format(by)
            case RedactionState.DECLINED:
                said = self.tr("declined by {0}").format(by)
        words = f"{found.what.reason} · {said} · {self._what(each.said)}"
        return words if each.boxes else self.tr("no longer fits the page · {0}").format(words)

    def _what(self, said: Said) -> str:
        what = said.redaction.what
        match what.kind:
            case RedactionKind.WORDS:
                return self.tr("“{0}”").format(one_line(said.redaction.quote))
            case RedactionKind.REGION:
                return self.tr("a region of page {0}").format(what.first_page)
            case RedactionKind.PAGE if what.first_page == what.last_page:
                return self.tr("page {0}").format(what.first_page)
            case RedactionKind.PAGE:
                return self.tr("pages {0}–{1}").format(what.first_page, what.last_page)

    def _tip(self, each: Placed) -> str:
        found = each.said.redaction
        lines = [
            self._what(each.said),
            self.tr("Page {0}; reason {1}").format(found.what.first_page, found.what.reason),
            self.tr("Proposed by {0}, {1}").format(found.reviewer, text.moment(found.at, 0)),
        ]
        if found.decided_by:
            approved = found.state is RedactionState.APPROVED
            done = self.tr("Approved by {0}, {1}") if approved else self.tr("Declined by {0}, {1}")
            lines.append(done.format(found.decided_by, text.moment(found.decided_at, 0)))
        if found.state is RedactionState.DECLINED:
            lines.append(self.tr("These words may leave, so they have no box on the page."))
        elif not each.boxes:
            lines.append(self.tr("Pages of this item do not leave. Remove it and redact the words anew."))
        return "\n".join(lines)


class Redacting(QObject):
    """Brings the box together with what is selected, or the passage at hand."""

    def __init__(self, session: Session, box: ReasonBox, desk: Desk) -> None:
        super().__init__(box)
        self._session, self._box, self._desk = session, box, desk
        self._latest = Latest()
        self._on: Stretch | MarkedPassage | None = None
        self._item: ItemId | None = None  # the one that a reason is asked for
        self._drawings: dict[PageView, RegionDrawing] = {}
        self._reasons: Mapping[str, str] = {}
        self._last = ""  # the reason that was given last
        self._given = ""  # the same, known here before the case says so
        box.chosen.connect(self._redact)
        box.nobody_meant.connect(self._nobody)
        box.name.nothing_named.connect(self._tell_choose)
        session.renamed.connect(self._renamed)
        desk.target_changed.connect(self._moved)
        Refresher(box, session, {Noun.REDACTIONS}, self._refresh, hidden=True)

    def _refresh(self, _changes: Changes) -> None:
        self._look()

    def _look(self) -> None:
        who = self._session.reviewer

        def look(case: Case) -> tuple[Mapping[str, str], str]:
            return redactions.reasons_by_use(case, reviewer=who), redactions.last_reason(case, reviewer=who)

        self._session.query(self, look).unless(self._latest.ask()).success(self._found).run()

    def _found(self, found: tuple[Mapping[str, str], str]) -> None:
        self._reasons, self._last = found
        self._session.unsaid.emit(self._wait())
        self._offer()

    def _offer(self) -> None:
        self._box.offer(self._reasons, self._given if self._given in self._reasons else self._last)

    def _renamed(self, _reviewer: str) -> None:
        self._given = self._last = ""
        self._offer()
        self._look()

    def ask(self) -> None:
        """Ask why the words at hand are to be redacted."""
        on = self._desk.target()
        if on is None:
            self._item = None  # a line that still asks about words is not taken for one that asks about a page
            self._box.drop()
            self._session.said.emit(self.tr("Select words on the page first, then redact them"))
            return
        self._on, self._item = on, self._at_hand()
        self._box.ask()

    def ask_part(self) -> None:
        """Ask for a region, a page or a field of the head, and why."""
        item, view = self._at_hand(), self._desk.active.view
        if item is None or view.document is None or view.document.item != item or not view.page:
            self._session.said.emit(self.tr("Open a document with pages first"))
            return
        self._on, self._item = None, item
        self._box.ask_part()

    def _at_hand(self) -> ItemId | None:
        found = self._desk.at_hand
        return None if found is None else found.item.id

    def _moved(self) -> None:
        """A reason that was asked for on one item is not given on another."""
        if not self._box.isHidden() and self._at_hand() != self._item:
            self._box.drop()

    def _wait(self) -> str:
        return self.tr("The reasons are still being looked up")

    def _tell_choose(self) -> None:
        if not self._reasons:
            self._session.said.emit(self._wait())
            return
        self._session.said.emit(self.tr("Choose a reason first: type its first letters, or press ↓"))

    def _nobody(self, typed: str) -> None:
        if not self._reasons:
            self._tell_choose()
            return
        self._session.said.emit(self.tr("No reason for a redaction is like “{0}”").format(typed))

    def _redact(self, code: str) -> None:
        on, who = self._on, self._session.reviewer
        if self._item is None or self._at_hand() != self._item:  # the next one is on its way
            self._session.said.emit(self.tr("Another document is being opened, so nothing was redacted"))
            return
        self._given = code
        self._offer()
        if on is None:
            self._redact_part(self._item, code)
            return
        item, span = (on.item, on.span) if isinstance(on, Stretch) else (on.passage.item, on.passage.anchor.span)
        self._session.operation(self, lambda case: redactions.add_span(case, item, span, code, reviewer=who)).success(
            partial(self._done, on=on)
        ).run()

    def _redact_part(self, item: ItemId, code: str) -> None:
        part, who, page = self._box.part.value, self._session.reviewer, self._desk.active.view.page
        if part == REGION:
            self._drawing().begin(code)
            return

        def act(case: Case) -> Said:
            if part == PAGE:
                return redactions.add_page(case, item, page, page, code, reviewer=who)
            return redactions.add_header(case, item, part, code, reviewer=who)

        self._session.operation(self, act).success(self._done).run()

    def _drawing(self) -> RegionDrawing:
        """What one draws with over the pages that are read."""
        view = self._desk.active.view
        if view not in self._drawings:
            self._drawings[view] = RegionDrawing(view)
            self._drawings[view].drawn.connect(self._drawn)
        return self._drawings[view]

    def _drawn(self, item: ItemId, page: int, box: Box, code: str) -> None:
        who = self._session.reviewer
        add = partial(redactions.add_region, item=item, page=page, box=box, reason=code, reviewer=who)
        self._session.operation(self, add).success(self._done).run()

    def _done(self, made: Said, on: Stretch | MarkedPassage | None = None) -> None:
        if on is None or self._desk.target() == on:  # else other words were selected meanwhile
            self._desk.put_at_hand(self._desk.chosen)
        self._look()
        if not made.redaction.quote:
            return
        if not is_followed(made.redaction.quote):
            self._session.said.emit(
                self.tr("These words are too short for it to be looked where else they stand. Redact each place")
            )
            return
        look = partial(redaction_following.elsewhere, redaction=made.redaction.id)
        self._session.query(self, look).success(partial(self._tell, made.redaction.id)).run()

    def _tell(self, number: RedactionId, found: Elsewhere) -> None:
        if found.count:
            places = text.counted(found.count, self.tr("other place holds"), self.tr("other places hold"))
            words = self.tr(
                "{0} the same words, and what holds them stays with the case. Follow redaction {1} in Exports"
            )
            self._session.said.emit(words.format(places, number))


def deciding(session: Session, parent: QObject, state: RedactionState) -> Callable[[RedactionId], None]:
    """An act that decides on a redaction as a second reviewer."""

    def decide(number: RedactionId) -> None:
        act = partial(redactions.decide, wanted=[number], state=state, reviewer=session.reviewer)
        session.operation(parent, act).run()

    return decide


def removing(session: Session, parent: QObject) -> Callable[[RedactionId], None]:
    """An act that takes a redaction back."""

    def remove(number: RedactionId) -> None:
        session.operation(parent, partial(redactions.remove, wanted=[number], reviewer=session.reviewer)).run()

    return remove
