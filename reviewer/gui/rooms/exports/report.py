"""The findings report, and what was exported before."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog, QFrame, QSizePolicy, QWidget

from reviewer.casefile.engine.case import Case
from reviewer.domain import clock
from reviewer.domain.changes import Changes, Noun
from reviewer.domain.exports.leaving import Export, Terms
from reviewer.domain.exports.report_options import ReportOptions, SectionKey
from reviewer.domain.last_view import LastView
from reviewer.domain.policy.allegation import AllegationId
from reviewer.errors import KnownError, NotFinalError
from reviewer.gui import text
from reviewer.gui.models.rows import RowsModel
from reviewer.gui.navigation import AllegationTarget
from reviewer.gui.refresh import Refresher
from reviewer.gui.rooms.exports.agency import AgencyLine
from reviewer.gui.rooms.exports.choices import ReportChoices
from reviewer.gui.rooms.exports.passphrase import PassphraseShown
from reviewer.gui.session import Latest, Session
from reviewer.gui.sight import into_sight_soon
from reviewer.gui.widgets.fitting import SteadyScroller
from reviewer.gui.widgets.folding import Folding
from reviewer.gui.widgets.leaving import Leaving
from reviewer.gui.widgets.lists.table import table
from reviewer.gui.widgets.parts import button, column, label, row
from reviewer.gui.widgets.progress_line import ProgressLine
from reviewer.gui.widgets.tab_order import lead
from reviewer.usecases import trail
from reviewer.usecases.exports import productions
from reviewer.usecases.exports.gate import Writer
from reviewer.usecases.trail import AuditEntry

if TYPE_CHECKING:  # it takes long to load, and not on the thread that draws
    from reviewer.usecases.exports.report import ReportExport, ReportPreview


class ReportPart(QWidget):
    """Export the report at the left; what was exported before at the right."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._latest = Latest()
        self._previewed, self._numbered = Latest(), Latest()
        self._done: Path | None = None
        self.folder = label(self.tr("None chosen yet"), wrap=True, selectable=True)
        self.folder.setAccessibleDescription(self.tr("Folder"))
        self._out: Path | None = None
        self.choose = button(self.tr("Choose…"), self._choose)
        self.choose.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.choices = ReportChoices()
        self.agency = AgencyLine(session)
        self.leaving = Leaving(notes=True)
        self.again = button("", self._go_again, "link")
        self.again.setToolTip(self.tr("Go to the allegation whose finding is not final, or has to be looked at again"))
        self._unsettled: tuple[int, ...] = ()
        self.start = button(self.tr("Export report"), self._start, "main")
        self.progress = ProgressLine()
        self.said = label("", wrap=True, selectable=True)
        self.secret = PassphraseShown(
            self.tr("Passphrase of the report and its exhibits. It is kept nowhere: write it down now."),
            self.tr("Passphrase of the report"),
        )
        self.secret.kept.connect(self._forget_passphrase)
        self.open_folder = button(self.tr("Open folder"), self._open)
        names = [self.tr("When (UTC)"), self.tr("Who"), self.tr("What"), self.tr("Name"), self.tr("Stays")]
        self.earlier = RowsModel(names, numbers=(4,))
        self.earlier.setParent(self)
        lead(self, self.choose)
        self._lay_out()
        self.leaving.changed.connect(self._look)
        self.choices.changed.connect(self._chosen)
        self.agency.said.connect(self.choices.show_agency)
        self.agency.head.clicked.connect(lambda: self._bring(self.agency))
        sections = self.choices.sections
        sections.head.clicked.connect(lambda: self._bring(sections.boxes[SectionKey.SUMMARY]))
        for switch in (self.choices.final, self.choices.with_drafts):
            switch.toggled.connect(lambda _on: self._look())
        session.preferred.connect(self.choices.prefer)
        Refresher(self, session, Noun, self._refresh)

    def _lay_out(self) -> None:
        words = self.tr(
            "A summary, the findings with their proof and who signed, how it was done, all passages; beside it one "
            "PDF per cited item with the highlights on its pages. Every quote is checked against its exhibit; a "
            "mismatch stops the export."
        )
        left = QFrame()
        left.setObjectName("panel")
        left.setLayout(
            column(
                label(self.tr("Findings report"), "title"),
                label(words, "muted", wrap=True),
                label(self.tr("Folder"), "caption"),
                row(self.folder, self.choose),
                self.choices,
                self.agency,
                self.leaving,
                row(self.again, 1),
                row(self.start, self.open_folder, 1, margins=(0, 2, 0, 0)),
                self.progress,
                self.said,
                self.secret,
                1,
                margins=(4, 3, 4, 3),
                gap=2,
            )
        )
        right = QFrame()
        right.setObjectName("panel")
        self.table = table(self.earlier, self.tr("Earlier exports"), {0: 38, 1: 28, 2: 40, 4: 14})
        self.table.hide()  # until it is known whether there is anything in it
        self.none = label(
            self.tr("Nothing has been exported yet. What leaves the case is listed here."), "muted", wrap=True
        )
        self.none.hide()
        title = label(self.tr("Earlier exports"), "title")
        earlier = column(title, self.none, self.table, margins=(4, 3, 4, 3), gap=2)
        earlier.setStretchFactor(self.table, 1)
        earlier.addStretch(0)
        right.setLayout(earlier)
        self.scroller = SteadyScroller(left, "panel")
        fold = Folding()
        fold.add(self.scroller, self.tr("Report"), least=76, usual=110)
        fold.add(right, self.tr("Earlier exports"), least=70, usual=120, stretch=1)
        self.setLayout(column(fold))
        self._idle()
        self.open_folder.hide()
        self.again.hide()

    def last_view(self, view: LastView) -> LastView:
        """What was chosen for the report, with the rest of where one is."""
        return self.choices.last_view(view)

    def come_back(self, view: LastView) -> None:
        """Offer for the report what was chosen the last time."""
        self.choices.come_back(view.report)

    def _choose(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Make the report's folder in"))
        if name:
            self.choose_folder(Path(name) / f"report {clock.now()[:10]}")

    def choose_folder(self, path: Path) -> None:
        """Export into this folder, which must not be there yet; a number is added where it is."""
        free, number = path, 2
        while free.exists():
            free, number = path.with_name(f"{path.name} ({number})"), number + 1
        self._out = free
        self.folder.setText(str(free))
        self._chosen()
        self.start.setFocus()
        self._bring(self.start)

    def _start(self) -> None:
        session, out, options = self._session, self._out, self.choices.options
        if out is None or options is None:
            return
        progress = session.exported(self.progress.step)
        terms, who = self.leaving.terms, session.reviewer
        self.open_folder.hide()
        self.said.setText("")
        self.progress.begin(progress, self.tr("Writing the report…"))
        if self.start.hasFocus() or self.choose.hasFocus():
            self.progress.stop.setFocus()
        self.start.setEnabled(False)
        self.choose.setEnabled(False)

        def export(case: Case, write: Writer) -> ReportExport:
            from reviewer.usecases.exports import report

            return report.export(
                case,
                session.workers,
                out,
                reviewer=who,
                options=options,
                terms=terms,
                write=write,
                progress=progress,
            )

        exported = partial(self._exported, terms, options)
        session.exporting(self, export).success(exported).failure(self._stopped).run()

    def _exported(self, terms: Terms, options: ReportOptions, done: ReportExport) -> None:
        """Nothing of what was let go for this report is let go for the next; what was switched on since is of that."""
        waiting = self._waiting()
        self._idle()
        self._done = done.report.parent
        exhibits = text.counted(len(done.exhibits), self.tr("exhibit"), self.tr("exhibits"))
        quotes = text.counted(done.quotes_checked, self.tr("quote"), self.tr("quotes"))
        said = self.tr("Done: {0}, {1} checked word for word.").format(exhibits, quotes)
        if done.unsupported:
            lacks = text.counted(done.unsupported, self.tr("statement is"), self.tr("statements are"))
            said += " " + self.tr("{0} supported by no exhibit.").format(lacks)
        if done.held:
            things = text.counted(len(done.held), self.tr("thing stays"), self.tr("things stay"))
            said += " " + self.tr("{0} with the case. The audit trail says which.").format(things)
        self.said.setText(said)
        self.leaving.clear(terms)
        if options.final:
            self.choices.final.setChecked(False)
        if options.encrypted:
            self.choices.encrypted.setChecked(False)
        self.secret.show_passphrase(done.passphrase)
        self._out = None
        self.folder.setText(self.tr("None chosen yet"))
        self.start.setEnabled(False)
        self.open_folder.show()
        if waiting:  # whoever works elsewhere by now goes on there
            self.open_folder.setFocus()
            self._bring(self.secret if done.passphrase else self.said)

    def _stopped(self, error: KnownError) -> None:
        waiting = self._waiting()
        self._idle()
        self.said.setText(text.in_place(error))
        self._lead(error)
        if waiting:
            (self.start if self.again.isHidden() else self.again).setFocus()
            self._bring(self.said)

    def _show_preview(self, found: ReportPreview) -> None:
        self.leaving.show_preview(found)
        self.choices.show_not_final(found.not_final)
        self._lead(found.refused)

    def _lead(self, error: KnownError | None) -> None:
        """Offer the way to what stops a final report, while it does."""
        self._unsettled = error.allegations if isinstance(error, NotFinalError) else ()
        number = len(self._unsettled)
        if number:
            one, many = self.tr("Go to allegation {0}"), self.tr("Go to allegation {0}, the first of {1:,}")
            self.again.setText((one if number == 1 else many).format(self._unsettled[0], number))
        elif self.again.hasFocus():  # what hides with the keyboard hands it to anybody
            self.choices.final.setFocus()
        self.again.setVisible(bool(number))

    def _go_again(self) -> None:
        for number in self._unsettled[:1]:
            self._session.go(AllegationTarget(AllegationId(number)))

    def _waiting(self) -> bool:
        """Whether the keyboard still is where one waits for the report."""
        return QApplication.focusWidget() in (None, self.progress.stop)

    def _idle(self) -> None:
        self.progress.end()
        self.choose.setEnabled(True)
        self._chosen()

    def _forget_passphrase(self) -> None:
        self.secret.show_passphrase("")
        self.choose.setFocus()
        self._chosen()

    def _chosen(self) -> None:
        """Nothing starts without a folder, a kind of file and a section, nor twice, nor over a passphrase."""
        ready = self._out is not None and self.choices.options is not None and not self.secret.passphrase.text()
        self.start.setEnabled(ready and not self.progress.running)

    def _bring(self, part: QWidget) -> None:
        """Scroll a part into sight, once all are in their places: it need not have the keyboard."""
        into_sight_soon(part)

    def cancel(self) -> None:
        """Ask the export to stop; nothing half written stays."""
        self.progress.cancel()

    def _open(self) -> None:
        if self._done is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._done)))

    def _look(self) -> None:
        """See again what would stay with the case."""
        terms, final, with_drafts = self.leaving.terms, self.choices.final.isChecked(), self.choices.lets_drafts

        def look(case: Case) -> ReportPreview:
            from reviewer.usecases.exports import report

            return report.preview(case, terms, final=final, with_drafts=with_drafts)

        asked = self._session.query(self, look)
        asked.unless(self._previewed.ask()).success(self._show_preview).failure(self.leaving.show_unknown).run()

    def _refresh(self, changes: Changes) -> None:
        if changes.concern({Noun.TRAIL}):  # first: it is there at once, where the preview goes through the case
            asked = self._session.query(self, trail.exports)
            asked.unless(self._latest.ask()).success(self._show_earlier).run()
        if changes.concern({Noun.PRODUCTIONS}):
            listed = self._session.query(self, productions.listed).unless(self._numbered.ask())
            listed.success(self.choices.show_productions).run()
        if changes.concern(set(Noun) - {Noun.TRAIL, Noun.READS, Noun.RENDITIONS}):
            self._look()

    def _show_earlier(self, found: list[AuditEntry]) -> None:
        self.earlier.show([self._cells(entry) for entry in found])
        self.table.setVisible(bool(found))
        self.none.setVisible(not found)

    def _cells(self, entry: AuditEntry) -> tuple[str, ...]:
        names = {
            Export.REPORT: self.tr("Report"),
            Export.ACCOUNT: self.tr("Account of the evidence"),
            Export.MANIFEST: self.tr("Manifest"),
            Export.TABLE: self.tr("Table"),
            Export.PICTURE: self.tr("Picture"),
            Export.BINDER: self.tr("Binder of interview {0}").format(entry.subject),
            Export.ORIGINAL: self.tr("Original of {0}").format(entry.subject),
            Export.PRIVILEGE_LOG: self.tr("Privilege log"),
            Export.BUNDLE: self.tr("Bundle {0}").format(entry.subject),
            Export.PAGES: self.tr("Pages of {0}").format(entry.subject),
            Export.PRINT: self.tr("{0}, printed").format(entry.subject),
        }
        facts, what = entry.facts, names[Export(entry.act)]
        if entry.act == Export.ORIGINAL and "folder" in facts:
            many = text.counted(len(facts["files"]), self.tr("original"), self.tr("originals"))
            what = self.tr("{0}: {1}").format(many, entry.subject)
        if entry.act == Export.REPORT:
            exhibits = text.counted(len(facts.get("exhibits", [])), self.tr("exhibit"), self.tr("exhibits"))
            what = self.tr("{0}, {1}").format(self.tr("Final report") if facts.get("final") else what, exhibits)
        when = entry.at.replace("T", " ").removesuffix("Z")
        name = str(facts.get("folder", facts.get("file", entry.subject)))
        return when, entry.reviewer, what, Path(name).name, f"{len(facts.get('held back', [])):,}"
