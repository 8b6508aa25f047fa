"""The Ledger room."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QSplitter, QWidget

from reviewer.casefile.engine.case import Case
from reviewer.domain.changes import Changes, Noun
from reviewer.domain.exports.leaving import Terms
from reviewer.domain.ids import BenefitId, EndorsementId
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.pictures import picture
from reviewer.gui.navigation import BenefitTarget, EndorsementTarget, Room, Target
from reviewer.gui.refresh import Refresher
from reviewer.gui.rooms.ledger import exporting, listing, lookup, pairs
from reviewer.gui.rooms.ledger.acts import LedgerActs
from reviewer.gui.rooms.ledger.benefit_duplicates import DuplicatesView
from reviewer.gui.rooms.ledger.benefits import BenefitsView
from reviewer.gui.rooms.ledger.dashboard import Dashboard
from reviewer.gui.rooms.ledger.detail import EntryDetail
from reviewer.gui.rooms.ledger.drill_down import DrillDown
from reviewer.gui.rooms.ledger.endorsements import EndorsementsView
from reviewer.gui.rooms.ledger.limits import LimitsView
from reviewer.gui.rooms.ledger.listing import EntryWords
from reviewer.gui.rooms.ledger.lookup import FigureEntry
from reviewer.gui.rooms.ledger.pairs import Paired, PairsView
from reviewer.gui.rooms.ledger.pictures import PicturesView
from reviewer.gui.rooms.ledger.proving import ProvingPane
from reviewer.gui.session import Latest, Session
from reviewer.gui.shared.ledger.benefit_form import BenefitForm
from reviewer.gui.shared.ledger.endorsement_form import EndorsementForm
from reviewer.gui.shared.ledger.entry_form import EntryForm
from reviewer.gui.theme import grid
from reviewer.gui.widgets.fitting import CurrentStack, Scroller
from reviewer.gui.widgets.going_round import PLACE
from reviewer.gui.widgets.keys import on_keys, on_keys_within
from reviewer.gui.widgets.leaving import AskLeaving
from reviewer.gui.widgets.parts import boxed, button, column, row
from reviewer.gui.widgets.switch import parts_switch
from reviewer.gui.widgets.tab_order import enter, lead
from reviewer.usecases.exports import sheets
from reviewer.usecases.exports.gate import Writer, foresee, passing
from reviewer.usecases.ledger.ledger_rows import Rows
from reviewer.usecases.policy.complaints import Known

LOOKS = ("figures", "benefits", "endorsements", "pairs", "limits", "pictures")
"""What the switch at the top leads to."""

SHOWN = frozenset({Noun.LEDGER, Noun.OFFICERS, Noun.COMPLAINTS, Noun.POLICY, Noun.PASSAGES})
"""What any of them shows."""

WIDE = frozenset({"figures", "limits", "pictures"})
"""These take the whole width; what stands behind them is shown beside its page."""

Behind = tuple[str, picture.Target | tuple[str, ...]]
"""A title, and what stands behind it: entries of the ledger, or complaints by number."""


class LedgerRoom(Room):
    """What officers received and recommended, counted, and down to the words that prove it."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._held, self._worded, self._paired, self._asked = Latest(), Latest(), Latest(), Latest()
        self._stale = frozenset(LOOKS)
        self._behind: Behind | None = None
        self._wanted: BenefitId | EndorsementId | None = None
        self.look = "figures"
        self._going = False
        self.acts = LedgerActs(session, self)
        self.pane = ProvingPane(session)
        self.figures = Dashboard(session)
        self.benefits = BenefitsView()
        self.endorsements = EndorsementsView()
        self.pairs = PairsView()
        self.limits = LimitsView(session)
        self.pictures = PicturesView(session)
        self.duplicates = DuplicatesView(session)
        self.drill_down = DrillDown()
        self.detail = EntryDetail(session)
        self.benefit_form = BenefitForm(session, self.pane.selection)
        self.endorsement_form = EndorsementForm(session, self.pane.selection)
        self.leaving = AskLeaving(session)
        self._lay_out()
        self._connect()
        self.show_look("figures")

    def _lay_out(self) -> None:
        self.switch = parts_switch(self, dict(zip(LOOKS, self._names(), strict=True)), self.show_look)
        self.export = button(self.tr("Export…"), self._choose_export, "link")
        self.export.setToolTip(self.tr("Write what is shown as CSV, XLSX, SVG or PDF"))
        head = boxed(row(*self.switch.values(), 1, self.export, margins=(3, 1, 3, 1), gap=1), "panebar")
        head.setProperty(PLACE, -1)
        self.lists = CurrentStack()
        for each in (self.benefits, self.endorsements, self.pairs, self.duplicates, self.drill_down):
            self.lists.addWidget(each)
        listed = QSplitter(Qt.Orientation.Vertical)
        listed.addWidget(Scroller(self.lists, "panel"))  # else its lines lie over each other
        listed.addWidget(self.detail)
        listed.setChildrenCollapsible(False)
        listed.setSizes([grid(100), grid(80)])
        self.left = CurrentStack()
        for filling in (listed, self.benefit_form, self.endorsement_form):
            self.left.addWidget(filling)
        self.beside = QSplitter()
        self.beside.addWidget(self.left)
        self.beside.addWidget(self.pane)
        self.beside.setChildrenCollapsible(False)
        self.beside.setSizes([grid(174), grid(130)])
        self.stack = CurrentStack()
        for wide in (self.figures, self.limits, self.pictures, self.beside):
            self.stack.addWidget(wide)
        whole = column(head, self.leaving, self.stack, gap=0)
        whole.setStretchFactor(self.stack, 1)
        self.setLayout(whole)

    def _names(self) -> tuple[str, ...]:
        return (
            self.tr("Figures"),
            self.tr("Benefits"),
            self.tr("Endorsements"),
            self.tr("Pairs"),
            self.tr("Limits and totals"),
            self.tr("Pictures"),
        )

    def _connect(self) -> None:
        for part in (self.figures, self.limits, self.pictures):
            part.drilled.connect(self.drill)
        self.figures.complained.connect(lambda title, numbers: self.drill(title, tuple(numbers)))
        self.figures.duplicates_wanted.connect(self.show_doubles)
        for listed in (self.benefits, self.endorsements, self.pairs, self.duplicates):
            listed.chosen.connect(partial(self._chosen, listed))
        self.drill_down.chosen.connect(self._line_chosen)
        for shown in (self.benefits, self.endorsements, self.pairs, self.drill_down):
            shown.opened.connect(self.detail.lines.setFocus)
        for acting in (self.benefits, self.endorsements, self.detail):
            acting.edit_wanted.connect(self.edit)
            acting.remove_wanted.connect(self.remove)
        self.benefits.merge_wanted.connect(self._merge)
        self.benefits.duplicates_wanted.connect(self.show_doubles)
        self.benefits.going.connect(self._session.go)
        self.duplicates.left.connect(lambda: self.show_look("benefits"))
        self.drill_down.left.connect(self._back)
        self.detail.passage_chosen.connect(self.pane.show_marked)
        self.detail.part_wanted.connect(self.acts.part)
        for form in (self.benefit_form, self.endorsement_form):
            form.left.connect(self._form_left)
            form.quote_wanted.connect(self.pane.show_quote)
        on_keys_within(self, {"B": self._take, "/": self._focus_filter})
        on_keys(self.detail.lines, {"Esc": self._leave_detail})
        Refresher(self, self._session, SHOWN, self._changed)

    # -- what is shown ----------------------------------------------------------------------------------------------

    def show_look(self, name: str) -> None:
        """Show figures, a table, limits or pictures."""
        self.look, self._behind = name, None
        self.switch[name].setChecked(True)
        self.left.setCurrentIndex(0)
        shown: dict[str, QWidget] = {
            "benefits": self.benefits,
            "endorsements": self.endorsements,
            "pairs": self.pairs,
            "limits": self.limits,
            "pictures": self.pictures,
            "figures": self.figures,
        }
        part = shown[name]
        if name in WIDE:
            self.stack.setCurrentWidget(part)
        else:
            self._show_list(part)
        lead(self, part)
        self._going = name in self._stale
        self._refresh()
        part.setFocus()

    def _show_list(self, part: QWidget) -> None:
        self.stack.setCurrentWidget(self.beside)
        self.lists.setCurrentWidget(part)
        again = getattr(part, "choose_again", None)
        if again is not None:
            again()

    def show_doubles(self) -> None:
        """Show the entries that are likely one and the same."""
        self.show_look("benefits")
        self.lists.setCurrentWidget(self.duplicates)
        lead(self, self.duplicates)
        self.duplicates.refresh()
        self.duplicates.setFocus()

    def show_target(self, target: Target) -> None:
        """Show a benefit or an endorsement."""
        match target:
            case BenefitTarget(benefit):
                self.show_benefit(benefit)
            case EndorsementTarget(endorsement):
                self.show_endorsement(endorsement)

    def show_benefit(self, benefit: BenefitId) -> None:
        """Show one benefit."""
        self.show_look("benefits")
        self.benefits.show_entry(benefit)

    def show_endorsement(self, endorsement: EndorsementId) -> None:
        """Show one endorsement."""
        self.show_look("endorsements")
        self.endorsements.show_entry(endorsement)

    def drill(self, title: str, behind: picture.Target | tuple[str, ...]) -> None:
        """Show what stands behind a figure or a mark; Esc goes back."""
        self._behind = (title, behind)
        self._show_list(self.drill_down)
        lead(self, self.drill_down)
        self._look_behind()
        self.drill_down.setFocus()

    def _look_behind(self) -> None:
        if self._behind is None:
            return
        title, meant = self._behind

        def show(lines: list[FigureEntry]) -> None:
            self.drill_down.show_lines(title, lines)

        if isinstance(meant, picture.Target):
            asked = self._session.query(self, partial(lookup.behind, target=meant))
        else:
            asked = self._session.query(self, partial(lookup.complaints_behind, numbers=meant))
        asked.unless(self._asked.ask()).success(show).run()

    def _leave_detail(self) -> None:
        shown = self.lists.currentWidget()
        if shown is not None:
            shown.setFocus()

    def _back(self) -> None:
        self.show_look(self.look)

    def _changed(self, changes: Changes) -> None:
        # A passage shows in what stands behind a figure, and moves no figure before an entry rests on it.
        if changes.concern(SHOWN - {Noun.PASSAGES}):
            self._stale = frozenset(LOOKS)
        self._refresh()
        self._look_again()

    def _refresh(self) -> None:
        """Look up what is in sight, if it is no longer what it was."""
        if self.look not in self._stale or not self.isVisible():
            return
        self._stale -= {self.look}
        if self.look in {"benefits", "endorsements"}:
            self._stale -= {"benefits", "endorsements"}
            self._session.query(self, listing.hold).unless(self._held.ask()).success(self._show_held).run()
        elif self.look == "pairs":
            self._session.query(self, pairs.look).unless(self._paired.ask()).success(self._show_pairs).run()
        elif self.look == "figures":
            self.figures.refresh()
        elif self.look == "limits":
            self.limits.refresh()
        else:
            self.pictures.refresh()

    def _look_again(self) -> None:
        if self._behind is not None:
            self._look_behind()
        elif self.lists.currentWidget() is self.duplicates:
            self.duplicates.refresh()

    def _show_held(self, held: Rows) -> None:
        self.benefits.show_rows(held.benefits, held.officers)
        self.endorsements.show_rows(held.endorsements, held.officers)
        asked = self._session.query(self, lambda _case: listing.words_of(held)).unless(self._worded.ask())
        asked.success(self._show_words).run()
        self._keep_focus()

    def _show_words(self, words: tuple[EntryWords, EntryWords]) -> None:
        self.benefits.show_words(words[0])
        self.endorsements.show_words(words[1])

    def _show_pairs(self, found: list[Paired]) -> None:
        self.pairs.show_pairs(found)
        self._keep_focus()

    def _keep_focus(self) -> None:
        """Put the keyboard into what was gone to: a table is not there before it has rows."""
        if self._going and self.isVisible():
            enter(self)
        self._going = False

    def _chosen(self, listed: QWidget, target: picture.Target | None) -> None:
        if self.lists.currentWidget() is not listed:
            return
        if target is None:
            self.detail.show_nothing(self.tr("The entry you choose is shown here with what proves it."))
        else:
            self.detail.show_target(target)

    def _line_chosen(self, line: FigureEntry | None) -> None:
        if self.lists.currentWidget() is not self.drill_down:
            return
        if line is None and not self.drill_down.model.rowCount():
            self.detail.show_nothing(self.tr("No entry stands behind what you chose."))
        if line is None:
            return
        if not isinstance(line.entry, Known):
            self.detail.show_target(line.target)
        else:
            self.detail.show_complaint(line.entry)
            source = line.entry.source
            words = self.tr("It is written in {0}. Enter, or “Open in Review”, shows that table.").format(source)
            old = self.tr("It was taken in before tables of complaints were kept. Import the table again to keep it.")
            self.pane.say(words if source else old)

    # -- what is done -----------------------------------------------------------------------------------------------

    def edit(self) -> None:
        """Change the entry at hand, beside its page."""
        self.detail.when_told(self._edit)

    def _edit(self) -> None:
        told = self.detail.told
        if told is None:
            return
        benefit, praise = told.only_benefit, told.only_endorsement
        if benefit is not None:
            self.left.setCurrentWidget(self.benefit_form)
            self.benefit_form.edit(benefit, {each.passage.id: each for each in told.quotes})
        elif praise is not None:
            self.left.setCurrentWidget(self.endorsement_form)
            self.endorsement_form.edit(praise, told.quotes)

    def _take(self) -> None:
        """Take the field at hand of an open form from what is selected on the page."""
        form = self.left.currentWidget()
        if isinstance(form, EntryForm):
            form.take()

    def _focus_filter(self) -> None:
        part = self.lists.currentWidget() if self.stack.currentWidget() is self.beside else self.stack.currentWidget()
        if isinstance(part, BenefitsView | EndorsementsView | PairsView | LimitsView):
            part.filter.setFocus()
            part.filter.selectAll()

    def _form_left(self) -> None:
        self.left.setCurrentIndex(0)
        self._leave_detail()

    def remove(self) -> None:
        """Delete the entry at hand; Ctrl+Z brings it back."""
        self.detail.when_told(self._remove)

    def _remove(self) -> None:
        told = self.detail.told
        if told is None:
            return
        if told.only_benefit is not None:
            self.acts.remove_benefit(told.only_benefit.benefit.id)
        elif told.only_endorsement is not None:
            self.acts.remove_endorsement(told.only_endorsement.endorsement.id)

    def _merge(self, several: list[BenefitId]) -> None:
        def merged(kept: BenefitId) -> None:
            if set(self.benefits.several()) <= set(several):  # nobody has gone on to another entry
                self.benefits.show_entry(kept)

        self.acts.merge(several, merged)

    # -- export -----------------------------------------------------------------------------------------------------

    def _choose_export(self) -> None:
        kinds = self.tr("Picture (*.svg *.pdf)") if self._pictured() else self.tr("Table (*.xlsx *.csv)")
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Write what is shown to"), "", kinds)
        if name:
            self.export_to(Path(name))

    def export_to(self, out: Path) -> None:
        """Write what is shown to a new file, as its name ends, and tell the audit trail; what stays is shown first."""
        shown = exporting.picture(self.pictures.picture) if self._pictured() else exporting.tables(self._tables())
        who = self._session.reviewer

        def begin(terms: Terms) -> None:
            def work(case: Case, write: Writer) -> None:
                with passing(case, reviewer=who, terms=terms, write=write) as gate:
                    shown.write(gate, out)

            self._session.exporting(self, work).success(written).run()

        def written(_done: None) -> None:
            self._session.said.emit(self.tr("Written to {0}").format(out))

        self.leaving.before(lambda case, terms: foresee(case, shown.look, terms), begin)

    def _pictured(self) -> bool:
        return self.look == "pictures" and self._behind is None

    def _tables(self) -> exporting.Made:
        if self._behind is not None:
            return exporting.behind(self._behind[1])
        if self.look == "benefits":
            return exporting.benefits({each.id for each in self.benefits.model.rows})
        if self.look == "endorsements":
            return exporting.endorsements({each.id for each in self.endorsements.model.rows})
        if self.look == "pairs":
            return exporting.pairs({(each.pair.endorsement, each.pair.benefit) for each in self.pairs.model.rows})
        return sheets.totals if self.look == "limits" else sheets.figures

    def marked(self) -> MarkedPassage | None:
        """The passage that is shown."""
        return self.pane.marked

    def close_workers(self) -> None:
        """Let the workers go and forget what was shown."""
        self.pane.close_workers()
