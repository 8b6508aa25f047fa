"""What was said under order and what rests on it, and a report that leaves both out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame

from reviewer.casefile.engine.case import Case
from reviewer.domain import clock
from reviewer.domain.ids import BenefitId, EndorsementId, ItemId, PassageId
from reviewer.domain.pages.passage import one_line
from reviewer.domain.people.timeline import Entry
from reviewer.domain.progress import Progress
from reviewer.gui import text
from reviewer.gui.models.entries import EntryLine
from reviewer.gui.navigation import entry_target
from reviewer.gui.rooms.interviews.headed import HeadedModel, head
from reviewer.gui.rooms.interviews.lookup import HEADING
from reviewer.gui.rooms.interviews.writing import Writing
from reviewer.gui.session import Latest, Session
from reviewer.gui.widgets.leaving import AskLeaving
from reviewer.gui.widgets.lists.entries import EntriesView
from reviewer.gui.widgets.parts import button, column, label, row
from reviewer.gui.widgets.tab_order import lead
from reviewer.usecases.evidence import items
from reviewer.usecases.exports import report
from reviewer.usecases.exports.gate import Terms, Writer
from reviewer.usecases.exports.report import ReportExport
from reviewer.usecases.interviews import interview_compelled
from reviewer.usecases.ledger import benefits, endorsements
from reviewer.usecases.pages import passages


@dataclass(frozen=True, slots=True)
class DependentKind:
    """One kind of what rests on compelled statements, in its order, with where each leads."""

    kind: str
    entries: tuple[Entry, ...]


def derived(case: Case) -> list[DependentKind]:
    """What rests on statements marked compelled, in words."""
    found = interview_compelled.derived_from_compelled(case)
    grounds = (
        (each.allegation, f"allegation {each.allegation}, element {each.element}, {each.side}: {each.name}")
        for each in found.grounds
    )
    return [
        DependentKind("items", tuple(_items(case, found.items))),
        DependentKind("passages", tuple(_passages(case, found.passages))),
        DependentKind("benefits", tuple(_benefits(case, found.benefits))),
        DependentKind("endorsements", tuple(_endorsements(case, found.endorsements))),
        DependentKind(
            "grounds", tuple(Entry("allegation", "", words, values={"allegation": int(of)}) for of, words in grounds)
        ),
        DependentKind(
            "findings",
            tuple(
                Entry("allegation", "", f"the finding on allegation {of}", values={"allegation": int(of)})
                for _, of in found.findings
            ),
        ),
        DependentKind(
            "questions",
            tuple(
                Entry("interview", "", f"question {number} of interview {of}", values={"interview": int(of)})
                for of, number in found.questions
            ),
        ),
    ]


def _items(case: Case, ids: Iterable[ItemId]) -> Iterator[Entry]:
    for each in items.many(case, list(ids)):
        yield Entry("item", "", f"{each.control}: {each.title}", (each.control,))


def _passages(case: Case, ids: Iterable[PassageId]) -> Iterator[Entry]:
    for each in (passages.get(case, one) for one in ids):
        quote = one_line(each.passage.anchor.quote)
        yield Entry("link", "", f"“{quote}”", (each.control,), (int(each.passage.id),))


def _benefits(case: Case, ids: Iterable[int]) -> Iterator[Entry]:
    for each in (benefits.get(case, BenefitId(one)).benefit for one in ids):
        words = f"B-{each.id}: {each.facts.what} {each.facts.outcome}, {each.facts.when}"
        yield Entry("benefit", "", words, (), tuple(map(int, each.passages)), {"benefit": int(each.id)})


def _endorsements(case: Case, ids: Iterable[int]) -> Iterator[Entry]:
    for each in (endorsements.get(case, EndorsementId(one)).endorsement for one in ids):
        words = f"E-{each.id}: endorsement of {each.praise.product}"
        yield Entry("endorsement", "", words, (), tuple(each.passages), {"endorsement": int(each.id)})


class CompelledPart(QFrame):
    """A list of the whole case, for a production is of the whole case. ``chosen`` carries what to show on its page."""

    chosen = Signal(object)

    def __init__(self, session: Session, writing: Writing) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._session, self._writing = session, writing
        self._latest = Latest()
        self.model = HeadedModel()
        self.model.setParent(self)
        self.view = EntriesView(self.model, self.tr("What rests on compelled statements"))
        head(self.view)
        self.told = label("", wrap=True, selectable=True)
        self.told.setObjectName("told")
        self.report = button(self.tr("Report without them…"), self._choose)
        self.report.setToolTip(self.tr("The findings report, without compelled statements and what holds them"))
        self.leaving = AskLeaving(session, notes=True, compelled=False)
        words = self.tr(
            "In all interviews of the case. Whole items are left out, since other answers stand on the same pages. "
            "What somebody was led to without citing it cannot be seen from the case."
        )
        top = column(self.told, label(words, "small", wrap=True), margins=(3, 2, 3, 2), gap=1)
        whole = column(top, self.view, row(self.report, 1, margins=(3, 2, 3, 2)), self.leaving, gap=0)
        whole.setStretchFactor(self.view, 1)
        whole.addStretch(0)
        self.setLayout(whole)
        self.view.selectionModel().currentRowChanged.connect(self.tell_chosen)
        self.view.opened.connect(self._open)
        lead(self, self.view)

    def refresh(self) -> None:
        """Look again what rests on compelled statements."""
        self._session.query(self, derived).unless(self._latest.ask()).success(self._show).run()

    def _show(self, parts: list[DependentKind]) -> None:
        names = {
            "items": self.tr("Items that hold compelled statements ({0:,})"),
            "passages": self.tr("Statements that are passages ({0:,})"),
            "benefits": self.tr("Benefits proved by them ({0:,})"),
            "endorsements": self.tr("Endorsements proved by them ({0:,})"),
            "grounds": self.tr("What they are weighed for ({0:,})"),
            "findings": self.tr("Findings that rest on them ({0:,})"),
            "questions": self.tr("Questions that cite them ({0:,})"),
        }
        lines = []
        for part in parts:
            if part.entries:
                title = names[part.kind].format(len(part.entries))
                lines.append(EntryLine("", title, Entry(HEADING, "", title)))
                lines += [EntryLine("", each.text[:1].upper() + each.text[1:], each) for each in part.entries]
        self.model.show(lines)
        held = len(next((part.entries for part in parts if part.kind == "items"), ()))
        count = sum(len(part.entries) for part in parts if part.kind not in {"items", "passages"})
        self.told.setText(
            self.tr("{0} with compelled statements; {1} on them.").format(
                text.counted(held, self.tr("item"), self.tr("items")),
                text.counted(count, self.tr("thing rests"), self.tr("things rest")),
            )
            if lines
            else self.tr(
                "No document holds compelled statements. Answers marked compelled are listed here with what rests on "
                "them, once the record of their interview is made or its transcript named."
            )
        )
        self._offer(listed=bool(lines))

    def _offer(self, *, listed: bool) -> None:
        """Where nothing is listed, the words that say so are the one stop: else the keyboard would leave the room."""
        here = any(each.hasFocus() for each in (self.told, self.view, self.report))
        self.told.setFocusPolicy(Qt.FocusPolicy.ClickFocus if listed else Qt.FocusPolicy.StrongFocus)
        stop = self.view if listed else self.told
        lead(self, stop)
        self.view.setVisible(listed or self.view.hasFocus())  # what hides with the keyboard hands it to anybody
        if here:
            stop.setFocus()
        self.view.setVisible(listed)
        self.report.setEnabled(listed)

    def tell_chosen(self) -> None:
        """Say what the row at hand stands on."""
        found = self.model.at(self.view.currentIndex().row())
        if found is not None and found.entry.kind != HEADING:
            self.chosen.emit(found.entry)

    def _open(self) -> None:
        found = self.model.at(self.view.currentIndex().row())
        target = None if found is None else entry_target(found.entry)
        if target is not None:
            self._session.go(target)

    def _choose(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Make the report's folder in"))
        if name:
            self.write(Path(name) / f"report without compelled {clock.now()[:10]}")

    def write(self, wanted: Path) -> None:
        """Write the report into a new folder; a number is added where there is one of that name."""
        out, number = wanted, 2
        while out.exists():
            out, number = wanted.with_name(f"{wanted.name} ({number})"), number + 1
        who, workers = self._session.reviewer, self._session.workers

        def told(made: ReportExport) -> tuple[str, Path | None]:
            exhibits = text.counted(len(made.exhibits), self.tr("exhibit"), self.tr("exhibits"))
            return self.tr("Report without compelled statements: {0}, in {1}").format(exhibits, out.name), out

        def begin(terms: Terms) -> None:
            def work(case: Case, write: Writer, progress: Progress) -> ReportExport:
                return report.export(case, workers, out, reviewer=who, terms=terms, write=write, progress=progress)

            self._writing.export(work, told)

        self.leaving.before(report.preview, begin)
