"""Look for what is to be redacted across items: a term, a form as of phone numbers, a list of the case, the same words.

Nothing is proposed before one has seen where it would be.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QFrame

from reviewer.casefile.engine.case import Case
from reviewer.domain.exports.redaction import Cover
from reviewer.domain.exports.redaction_patterns import TERM
from reviewer.domain.ids import RedactionId
from reviewer.domain.pages.passage import one_line
from reviewer.errors import CancelledError, KnownError, QueryError
from reviewer.gui import text
from reviewer.gui.navigation import ItemTarget
from reviewer.gui.operations import PostedProgress
from reviewer.gui.reading.query_completion import QueryCompletion
from reviewer.gui.rooms.exports.places import Place, PlacesList
from reviewer.gui.session import Latest, Session
from reviewer.gui.widgets.choice import choice
from reviewer.gui.widgets.form_problem import FormProblem
from reviewer.gui.widgets.keys import as_form
from reviewer.gui.widgets.parts import boxed, button, captioned, column, label, line, row
from reviewer.gui.widgets.progress_line import ProgressLine
from reviewer.gui.widgets.query_field import mark_refused
from reviewer.usecases.evidence import items
from reviewer.usecases.exports.redaction import redaction_following, redaction_patterns
from reviewer.usecases.exports.redaction.redaction_following import Elsewhere, OnPage
from reviewer.usecases.exports.redaction.redaction_patterns import Hit, PatternHits
from reviewer.usecases.exports.redaction.redactions import Said

MOST = 5_000
"""So many places are listed at once."""


@dataclass(frozen=True, slots=True, eq=False)
class LookedFor:
    """What is looked for, as the form said it then."""

    pattern: str
    terms: Sequence[str]
    query: str


class FindingWords(QFrame):
    """Either a pattern is looked for, or the words of a redaction are followed. ``left``: the latter no more."""

    left = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._session = session
        self._latest = Latest()
        self._followed: Said | None = None
        self._looked: LookedFor | None = None  # whose places are shown, or on their way
        self.title = label(self.tr("Find and propose"), "title", wrap=True)
        self.pattern = choice(self.tr("What is looked for"), self._patterns(), TERM)
        self.term = line(self.tr("Words"), self.tr("as they stand; more with a semicolon between"))
        self.query = line(self.tr("In"), self.tr("everything; or as in Search: from:…, tag:…"))
        self.completion = QueryCompletion(self.query, session, form=True)
        self.reason = choice(self.tr("Reason"), [])
        covers = [(Cover.LINE, self.tr("to the end of the line")), (Cover.WORDS, self.tr("the words alone"))]
        self.cover = choice(self.tr("The box reaches"), covers, Cover.LINE)
        self.look = button(self.tr("Look"), self._look, "main")
        self.leave = button(self.tr("Back to finding"), self._leave, "link")
        self.progress = ProgressLine()
        self.problem = FormProblem()
        self.places = PlacesList()
        self._lay_out()
        self._connect()
        self._show_form()

    def _patterns(self) -> list[tuple[str, str]]:
        return [
            (TERM, self.tr("words")),
            ("email", self.tr("e-mail addresses")),
            ("phone", self.tr("phone numbers")),
            ("card", self.tr("card numbers")),
            ("ssn", self.tr("social security numbers")),
            ("birth-date", self.tr("dates of birth")),
            ("address", self.tr("postal addresses")),
            ("serial", self.tr("serial numbers of officers")),
            ("officers", self.tr("officers, by name and address")),
            ("organisations", self.tr("organisations, by name and address")),
            ("sources", self.tr("confidential sources, by all that names them")),
        ]

    def _lay_out(self) -> None:
        fields = captioned(gap=1)
        for field in (self.pattern, self.term, self.query, self.reason, self.cover):
            caption = label(field.accessibleName() or field.toolTip())
            caption.setBuddy(field)
            fields.addRow(caption, field)
        self.form = boxed(column(fields, row(self.look, 1), gap=2))
        as_form(self)
        parts = (self.title, self.leave, self.form, self.progress, self.problem, self.places, 1)
        self.setLayout(column(*parts, margins=(4, 3, 4, 3), gap=2))

    def _connect(self) -> None:
        self.pattern.currentIndexChanged.connect(lambda _at: self._show_form())
        for field in (self.term, self.query):
            field.textEdited.connect(lambda _typed: self._changed())
            field.returnPressed.connect(self._look)
        self.places.proposed.connect(self._propose)
        self.places.pages_wanted.connect(self._make_pages)
        self.places.opened.connect(self._open)

    def offer_reasons(self, reasons: Mapping[str, str]) -> None:
        """Offer these; what was chosen stays."""
        chosen = self.reason.value
        self.reason.clear()
        for code, meaning in reasons.items():
            self.reason.addItem(self.tr("{0} · {1}").format(code, meaning), code)
        self.reason.say(chosen)

    def _show_form(self) -> None:
        self.term.setEnabled(self.pattern.value == TERM)
        self.form.setVisible(self._followed is None)
        self.leave.setVisible(self._followed is not None)
        self._changed()

    def _changed(self) -> None:
        """What is listed is no longer what is asked for."""
        self._latest.ask()
        self._looked = None
        self.places.clear()
        mark_refused(self.query, None)

    # ── a pattern ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _look(self) -> None:
        terms = [term.strip() for term in self.term.text().split(";") if term.strip()]
        self._find(LookedFor(self.pattern.value, terms, self.query.text()), chosen=True)

    def _find(self, looked: LookedFor, *, chosen: bool) -> None:
        if self.progress.running:
            return
        progress = self._session.exported(self.progress.step)
        self._begin(progress, self.tr("Looking…"))  # first: what hides with the keyboard hands it to anybody
        self._changed()
        self._looked = looked
        self.problem.hide()

        def find(case: Case) -> PatternHits:
            what = redaction_patterns.sought(case, looked.pattern, looked.terms, looked.query)
            return redaction_patterns.find(case, what, progress=progress)

        stale = self._latest.ask()
        asked = self._session.making(self, find).success(partial(self._found, stale, chosen=chosen))
        asked.failure(partial(self._not_found, stale)).run()

    def _begin(self, progress: PostedProgress, words: str) -> None:
        """One search or one making of pages at a time; whoever began it is led to what stops it."""
        self.progress.begin(progress, words)
        at = QApplication.focusWidget()
        if at is not None and (at is self.look or self.places.isAncestorOf(at)):
            self.progress.stop.setFocus()
        self._hold(busy=True)

    def _end(self) -> None:
        waiting = self.progress.stop.hasFocus()
        self._hold(busy=False)
        if waiting:
            (self.look if self._followed is None else self.leave).setFocus()
        self.progress.end()

    def _hold(self, *, busy: bool) -> None:
        for each in (self.look, self.places.pages):
            each.setEnabled(not busy)

    def _found(self, stale: Callable[[], bool], found: PatternHits, *, chosen: bool) -> None:
        self._end()
        if not stale():
            self._list(
                found.hits,
                missing=found.pages_missing,
                without=found.without_pages,
                nowhere=found.nowhere,
                chosen=chosen,
            )

    def _not_found(self, stale: Callable[[], bool], error: KnownError) -> None:
        self._end()
        if not stale():
            self._refuse(error)

    def _list(
        self,
        places: Sequence[Place],
        *,
        missing: Sequence[str],
        without: Sequence[str],
        chosen: bool,
        beside: Sequence[str] = (),
        nowhere: Sequence[str] = (),
    ) -> None:
        self.places.show_places(
            places[:MOST], missing=missing, without=without, beside=beside, nowhere=nowhere, chosen=chosen
        )
        if len(places) > MOST:
            self.problem.setText(
                self.tr("{0:,} more are not listed. Look again after these.").format(len(places) - MOST)
            )
            self.problem.show()
        waiting = any(each.hasFocus() for each in (self.leave, self.term, self.query, self.look))
        if places and chosen and waiting:
            self.places.go.setFocus()  # whoever has gone on stays where they are

    def _refuse(self, error: KnownError) -> None:
        if isinstance(error, QueryError):
            mark_refused(self.query, error)
        stopped = isinstance(error, CancelledError)
        self.problem.setText(self.tr("Stopped.") if stopped else text.in_place(error))
        self.problem.show()

    # ── the same words elsewhere ─────────────────────────────────────────────────────────────────────────────────────

    def follow(self, said: Said) -> None:
        """Look where else the words of a redaction stand."""
        self._followed = said
        quote = one_line(said.redaction.quote)
        self.title.setText(self.tr("Where else “{0}” stands").format(quote))
        self.problem.hide()
        self._show_form()
        self.leave.setFocus()
        self._ask_elsewhere(said.redaction.id, chosen=True)

    def _ask_elsewhere(self, number: RedactionId, *, chosen: bool) -> None:
        def look(case: Case) -> tuple[Elsewhere, list[str]]:
            found = redaction_following.elsewhere(case, number)
            return found, [items.get(case, each).control for each in found.without_pages]

        asked = self._session.making(self, look).unless(self._latest.ask())
        asked.success(partial(self._show_elsewhere, chosen=chosen)).failure(self._refuse).run()

    def _show_elsewhere(self, found: tuple[Elsewhere, list[str]], *, chosen: bool) -> None:
        elsewhere, missing = found
        self._list(elsewhere.open, missing=missing, without=(), beside=elsewhere.beside, chosen=chosen)

    def _leave(self) -> None:
        self._followed = None
        self.title.setText(self.tr("Find and propose"))
        self._show_form()
        self.left.emit()

    # ── what is done ─────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def _about(self) -> Said | LookedFor | None:
        """Whose places are shown."""
        return self._followed or self._looked

    def _propose(self, places: Sequence[Place]) -> None:
        who, followed, looked, session = self._session.reviewer, self._followed, self._looked, self._session
        self.problem.hide()
        if followed is not None:
            number = followed.redaction.id
            on_pages = [each for each in places if isinstance(each, OnPage)]
            asked = session.operation(
                self, lambda case: redaction_following.propose_places(case, number, on_pages, reviewer=who)
            )
        elif looked is not None:
            pattern, reason, cover = looked.pattern, self.reason.value, Cover(self.cover.value)
            hits = [each for each in places if isinstance(each, Hit)]
            asked = session.operation(
                self,
                lambda case: redaction_patterns.propose_hits(case, pattern, hits, reason, cover=cover, reviewer=who),
            )
        else:
            return
        (self.look if followed is None else self.leave).setFocus()  # the button may have nothing to do after this
        again = partial(self._again, self._about, chosen=False)  # what is left was left out before
        asked.success(lambda _made: again()).failure(self._refuse).run()

    def _again(self, about: Said | LookedFor | None, *, chosen: bool) -> None:
        """What there is of the same by now; ``chosen``: all of it."""
        if about is not self._about:
            return  # something else is asked by now
        if isinstance(about, LookedFor):
            self._find(about, chosen=chosen)
        elif about is not None:
            self._ask_elsewhere(about.redaction.id, chosen=chosen)

    def _make_pages(self, controls: Sequence[str]) -> None:
        if self.progress.running:
            return
        session, who = self._session, self._session.reviewer
        progress = session.progress(self.progress.step)
        self._begin(progress, self.tr("Making pages…"))

        def make(case: Case) -> None:
            redaction_patterns.make_pages(case, session.workers, controls, reviewer=who, progress=progress)

        paged = partial(self._paged, self._about)
        session.long_operation(self, make).success(lambda _none: paged()).failure(self._not_paged).run()

    def _paged(self, about: Said | LookedFor | None) -> None:
        self._end()
        self._again(about, chosen=not self.places.left_out)  # by now: it took a while, and the list stayed

    def _not_paged(self, error: KnownError) -> None:
        self._end()
        self._refuse(error)

    def _open(self, place: Place) -> None:
        self._session.go(ItemTarget(place.item, one_line(place.anchor.quote)))
