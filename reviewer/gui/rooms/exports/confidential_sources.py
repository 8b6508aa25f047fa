"""Who must not be named outside of the case: who that is, what gives them away, and where the evidence names them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QLineEdit, QWidget

from reviewer.casefile.engine.case import Case
from reviewer.domain.changes import Noun
from reviewer.domain.exports.confidential_source import ConfidentialSource, SourceWordKind
from reviewer.domain.exports.source_parts import Suggestion
from reviewer.errors import CancelledError, KnownError
from reviewer.gui import text
from reviewer.gui.at_hand import row_kept
from reviewer.gui.models.rows import RowsModel
from reviewer.gui.navigation import ItemTarget
from reviewer.gui.refresh import Refresher
from reviewer.gui.session import Latest, Session
from reviewer.gui.theme import room_for
from reviewer.gui.widgets.fitting import Scroller
from reviewer.gui.widgets.flow import Flow
from reviewer.gui.widgets.folding import Folding
from reviewer.gui.widgets.form_problem import FormProblem
from reviewer.gui.widgets.keys import ENTER, as_form, on_keys
from reviewer.gui.widgets.lists.table import choose_row, table
from reviewer.gui.widgets.parts import boxed, button, captioned, column, label, line, row
from reviewer.gui.widgets.progress_line import SearchWait
from reviewer.gui.widgets.tab_order import lead
from reviewer.usecases.exports import confidential_sources
from reviewer.usecases.exports.confidential_sources import CountedSource
from reviewer.usecases.exports.named_sources import NamedIn

T = TypeVar("T")

_NOUNS = {Noun.SOURCES, Noun.REDACTIONS, Noun.ITEMS, Noun.RENDITIONS, Noun.PAGES}
_LOW = 20
"""How high a list is at least, in steps of the grid."""


@dataclass(frozen=True, slots=True)
class SourcesFound:
    """All sources, and the items that name each, with their control numbers."""

    listed: tuple[CountedSource, ...]
    places: tuple[tuple[tuple[str, NamedIn], ...], ...]


class SourcesPart(QWidget):
    """Looks them up while it is in sight; beside the list are the items that name the one at hand."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._latest = Latest()
        self._found = SourcesFound((), ())
        self._places: Sequence[tuple[str, NamedIn]] = ()
        names = [self.tr("Source"), self.tr("Known by"), self.tr("Named in"), self.tr("Stay")]
        self.model = RowsModel(names, numbers=(2, 3))
        self.model.setParent(self)
        self.short = label("", "small", wrap=True, selectable=True)
        self.short.setAccessibleDescription(self.tr("What is to be known of the source at hand"))
        self.list = table(self.model, self.tr("Confidential sources"), {0: 36, 2: 20, 3: 14})
        self.none = label(self.tr("Nobody is marked as a confidential source."), "muted", wrap=True)
        self.none.hide()  # nobody knows yet
        self.again = button(self.tr("Look again"), self._look_again, "link")
        self.again.hide()
        self.remove = button(self.tr("No longer a source"), self._remove)
        self.remove.setToolTip(self.tr("What is redacted stays so; Ctrl+Z brings the mark back (Del)"))
        self.name = line(self.tr("Name"), self.tr("the whole name; Tarn, Jo is found too"))
        several = self.tr("several with a semicolon between")
        self.spellings = line(self.tr("Other spellings"), several)
        self.addresses = line(self.tr("Addresses"), several)
        self.numbers = line(self.tr("Numbers"), self.tr("of telephones; several with a semicolon between"))
        self.add = button(self.tr("Mark"), self._add, "main")
        self.more = button(self.tr("Add to the one chosen"), self._add_to_chosen)
        self.problem = FormProblem()
        names = [self.tr("Document"), self.tr("What names them"), self.tr("State")]
        self.places = RowsModel(names)
        self.places.setParent(self)
        self.named = table(self.places, self.tr("Documents that name the source"), {0: 30, 2: 40})
        self.nowhere = label("", "muted", wrap=True)
        self.open = button(self.tr("Open document"), self._open)
        self._suggested: Sequence[Suggestion] = ()
        self._suggested_of: str | None = None
        self._asked = Latest()
        self.parts = RowsModel([self.tr("Words"), self.tr("What they are"), self.tr("More documents")], numbers=(2,))
        self.parts.setParent(self)
        self.also = table(self.parts, self.tr("What else may name the source"), {0: 30, 2: 26})
        self.look_for = button(self.tr("Look for it too"), self._look_for)
        self._lay_out()
        self._connect()
        lead(self, self.name)
        self._look()

    @property
    def _typed(self) -> tuple[QLineEdit, ...]:
        return self.name, self.spellings, self.addresses, self.numbers

    def _lay_out(self) -> None:
        fields = captioned(gap=1)
        for field in self._typed:
            caption = label(field.accessibleName())
            caption.setBuddy(field)
            fields.addRow(caption, field)
        told = label(
            self.tr(
                "Nothing that names one of them leaves the case: documents stay until each place is redacted, and in "
                "reports, tables, load files, binders and pictures [INF] stands in place of the words."
            ),
            "small",
            wrap=True,
        )
        acts = Flow(gap=2)
        for act in (self.add, self.more):
            acts.addWidget(act)
        form = boxed(column(fields, boxed(acts), self.problem, gap=1))
        as_form(form)
        title = label(self.tr("Confidential sources"), "title")
        parts = (title, told, self.none, self.list, self.short, row(self.remove, self.again, 1), form)
        inside = column(*parts, margins=(4, 3, 4, 3), gap=2)
        inside.setStretchFactor(self.list, 1)
        inside.addStretch(0)
        self.listing = SearchWait(self, self._session, lambda line: inside.insertWidget(2, line))
        redact = label(
            self.tr("To redact all of it: Redactions, Find and propose, confidential sources."), "small", wrap=True
        )
        caption = label(self.tr("Named in"), "title")
        beside = column(caption, self.nowhere, self.named, redact, row(self.open, 1), margins=(4, 3, 4, 3), gap=2)
        beside.setStretchFactor(self.named, 1)
        beside.addStretch(0)
        for each in (self.list, self.named, self.also):
            each.setMinimumHeight(room_for(_LOW))
        self.fold = Folding()
        self.fold.add(Scroller(boxed(inside, "panel"), "panel"), self.tr("Sources"), least=76, usual=110, stretch=1)
        self.fold.add(Scroller(boxed(beside, "panel"), "panel"), self.tr("Named in"), least=76, usual=100, stretch=1)
        self.fold.add(Scroller(self._other_words(), "panel"), self.tr("Not looked for"), least=76, usual=100, stretch=1)
        self.setLayout(column(self.fold))

    def _other_words(self) -> QWidget:
        """What is not looked for: what somebody may add, and what no program finds."""
        title = label(self.tr("Not looked for"), "title")
        told = label(
            self.tr(
                "Parts of a name, nicknames and misspellings count only once you add them. Of some it is said here how "
                "many more documents each would keep."
            ),
            "small",
            wrap=True,
        )
        never = label(
            self.tr(
                "Not found at all: figures for letters (T4rn), other words between in a sentence, words in pictures "
                "that were not recognised, what is packed or encrypted within a text, and what only this person knows."
            ),
            "small",
            wrap=True,
        )
        late = label(
            self.tr(
                "Letters in rings, what is coded twice and bookmarks of a PDF keep no document back by themselves. "
                "Nothing leaves with them: the mock run of a production names each document that has such."
            ),
            "small",
            wrap=True,
        )
        inside = column(title, told, self.also, row(self.look_for, 1), never, late, margins=(4, 3, 4, 3), gap=2)
        inside.setStretchFactor(self.also, 1)
        inside.addStretch(0)
        self.counting = SearchWait(self, self._session, lambda line: inside.insertWidget(2, line))
        return boxed(inside, "panel")

    def _connect(self) -> None:
        for field in self._typed:
            field.returnPressed.connect(self._add)
            field.textChanged.connect(lambda _typed: self._look())
        self.list.selectionModel().selectionChanged.connect(lambda _now, _before: self._show_places())
        on_keys(self.list, {"Del": self._remove}, once=True)
        self.named.doubleClicked.connect(lambda _index: self._open())
        on_keys(self.named, {ENTER: self._open})
        self.also.doubleClicked.connect(lambda _index: self._look_for())
        on_keys(self.also, {ENTER: self._look_for}, once=True)
        Refresher(self, self._session, _NOUNS, lambda _changes: self._ask())

    # ── what is shown ────────────────────────────────────────────────────────────────────────────────────────────────

    def _ask(self) -> None:
        def look(case: Case) -> SourcesFound:
            found = confidential_sources.listed_with_places(case)
            return SourcesFound(tuple(each for each, _ in found), tuple(tuple(places) for _, places in found))

        if not self.again.isHidden():
            self.again.hide()
            self.problem.hide()
        self._watch(self.listing, look, self._latest.ask(), self._show)

    def _watch(
        self, waiting: SearchWait, look: Callable[[Case], T], stale: Callable[[], bool], show: Callable[[T], None]
    ) -> None:
        """Ask what takes longer the more there is: how far it is stands in sight, with a button that stops it."""
        stopped = partial(self._stopped, waiting)
        asked = self._session.query(self, waiting.watched(look)).unless(stale)
        asked.success(waiting.unless_stopped(show, stopped)).failure(stopped).run()

    def _stopped(self, waiting: SearchWait, error: KnownError) -> None:
        stopped = isinstance(error, CancelledError)
        self.again.setVisible(stopped)
        self._over(waiting)
        self.problem.setText(self.tr("The search was stopped: not all is shown.") if stopped else text.in_place(error))
        self.problem.show()

    def _over(self, waiting: SearchWait) -> None:
        held = waiting.held
        waiting.over()
        if held:  # the button that stops it goes
            next(each for each in (self.again, self.list, self.name) if not each.isHidden()).setFocus()

    def _look_again(self) -> None:
        self.name.setFocus()  # the button goes
        self._ask()

    def _show(self, found: SourcesFound) -> None:
        self._over(self.listing)
        before, stood = self.chosen, self._at or 0
        self._found = found
        with QSignalBlocker(self.list.selectionModel()):
            self.model.show([_cells(each) for each in found.listed])
        keys = [each.source.id for each in found.listed]
        at = row_kept(keys, None if before is None else before.id, stood)
        any_ = bool(found.listed)
        if any_:
            choose_row(self.list, at)
        if not any_ and (self.list.hasFocus() or self.remove.hasFocus()):
            self.name.setFocus()  # both go
        for part in (self.list, self.remove):
            part.setVisible(any_)
        self.none.setVisible(not any_)
        self._show_places()

    @property
    def _at(self) -> int | None:
        rows = [index.row() for index in self.list.selectionModel().selectedRows()]
        return next((at for at in rows if at < len(self._found.listed)), None)

    @property
    def chosen(self) -> ConfidentialSource | None:
        """The source at hand."""
        return None if self._at is None else self._found.listed[self._at].source

    def _show_places(self) -> None:
        at = self._at
        short = () if at is None else self._found.listed[at].short
        self.short.setText("\n".join(f"{each.said}." for each in short))
        self.short.setVisible(bool(short))
        self._places = () if at is None else self._found.places[at]
        self.places.show([
            (control, each.where, self.tr("stays") if each.open else self.tr("goes without it"))
            for control, each in self._places
        ])  # fmt: skip
        there = bool(self._places)
        nothing = self.tr("No document names this source, as far as its words are known.")
        self.nowhere.setText(self.tr("Choose a source.") if at is None else nothing)
        self.nowhere.setVisible(not there)
        for part in (self.named, self.open):
            part.setVisible(there)
        self._ask_for_more()
        self._look()

    def _ask_for_more(self) -> None:
        """Look what else may name the source at hand; that takes longer than the rest.

        Meanwhile nothing is shown that was found of another one.
        """
        source, stale = self.chosen, self._asked.ask()
        name = "" if source is None else source.name
        if name != self._suggested_of:
            self._suggested_of = name
            self._show_more([])
        self._over(self.counting)
        if source is not None:
            look = partial(confidential_sources.suggested, number=source.id)
            self._watch(self.counting, look, stale, self._show_more)

    def _show_more(self, found: Sequence[Suggestion]) -> None:
        self._over(self.counting)
        self._suggested = found
        self.parts.show([(each.words, each.part.words, f"{each.items:,}") for each in found])
        if found:
            choose_row(self.also, 0)
        elif self.also.hasFocus() or self.look_for.hasFocus():
            self.name.setFocus()  # both go
        for part in (self.also, self.look_for):
            part.setVisible(bool(found))

    def _look(self) -> None:
        words = any(field.text().strip() for field in self._typed[1:])
        self.add.setEnabled(bool(self.name.text().strip()))
        self.more.setEnabled(self._at is not None and words)
        self.remove.setEnabled(self._at is not None)

    # ── what is done ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _given(self) -> tuple[list[str], ...]:
        fields = (self.spellings, self.addresses, self.numbers)
        return tuple([each.strip() for each in field.text().split(";") if each.strip()] for field in fields)

    def _add(self) -> None:
        if self.add.isEnabled():
            name, who = self.name.text(), self._session.reviewer
            spellings, addresses, numbers = self._given()
            self._do(
                partial(
                    confidential_sources.add,
                    name=name,
                    spellings=spellings,
                    addresses=addresses,
                    numbers=numbers,
                    reviewer=who,
                ),
                self._typed,
            )

    def _add_to_chosen(self) -> None:
        source = self.chosen
        if source is not None:
            who = self._session.reviewer
            spellings, addresses, numbers = self._given()
            self._do(
                partial(
                    confidential_sources.change,
                    number=source.id,
                    spellings=spellings,
                    addresses=addresses,
                    numbers=numbers,
                    reviewer=who,
                ),
                self._typed[1:],
            )

    def _do(self, act: partial[ConfidentialSource], fields: Sequence[QLineEdit]) -> None:
        self.problem.hide()
        sent = [field.text() for field in fields]

        def done(_made: ConfidentialSource) -> None:
            if [field.text() for field in fields] == sent:  # else the next is being typed
                for field in fields:
                    field.clear()
                if any(each.hasFocus() for each in (*self._typed, self.add, self.more)):
                    self.name.setFocus()

        self._session.operation(self, act).success(done).failure(self._refuse).run()

    def _look_for(self) -> None:
        """Have what is chosen of the suggestions looked for, as one act."""
        rows = {index.row() for index in self.also.selectionModel().selectedRows()}
        chosen = [each for at, each in enumerate(self._suggested) if at in rows]
        source = self.chosen
        if source is None or not chosen:
            return
        self.problem.hide()
        add = partial(
            confidential_sources.change,
            number=source.id,
            spellings=[each.words for each in chosen if each.kind is SourceWordKind.SPELLING],
            addresses=[each.words for each in chosen if each.kind is SourceWordKind.ADDRESS],
            reviewer=self._session.reviewer,
        )
        self._session.operation(self, add).failure(self._refuse).run()

    def _remove(self) -> None:
        source = self.chosen
        if source is not None:
            self.problem.hide()
            self.list.setFocus()  # the button has nothing to do then
            remove = partial(confidential_sources.remove, number=source.id, reviewer=self._session.reviewer)
            self._session.operation(self, remove).failure(self._refuse).run()

    def _open(self) -> None:
        rows = [index.row() for index in self.named.selectionModel().selectedRows()]
        chosen = [self._places[at][1].item for at in rows if at < len(self._places)]
        if chosen or self._places:
            self._session.go(ItemTarget((chosen or [self._places[0][1].item])[0]))

    def _refuse(self, error: KnownError) -> None:
        self.problem.setText(text.in_place(error))
        self.problem.show()


def _cells(each: CountedSource) -> tuple[str, str, str, str]:
    known = ", ".join(word.words for word in each.source.words)
    return each.source.name, known, f"{each.items:,}", f"{each.open:,}"
