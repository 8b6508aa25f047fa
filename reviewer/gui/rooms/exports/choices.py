"""How the report is to be made: its files, paper, language, sections, and what pages are cited by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QFrame, QPushButton, QSizePolicy, QWidget

from reviewer.desktop import preferences
from reviewer.domain.exports.agency import Agency
from reviewer.domain.exports.production import Production
from reviewer.domain.exports.report_options import (
    CONFIDENTIALITY,
    Language,
    Paper,
    ReportForm,
    ReportOptions,
    SectionKey,
)
from reviewer.domain.last_view import LastView, ReportView
from reviewer.gui import icons
from reviewer.gui.widgets.choice import Choice, choice
from reviewer.gui.widgets.flow import Flow
from reviewer.gui.widgets.parts import boxed, button, captioned, column, follow_theme, keep_room, label, line, row

if TYPE_CHECKING:  # it takes long to load, and not on the thread that draws
    from reviewer.usecases.exports.report import NotFinal


def papers() -> list[tuple[str, str]]:
    """The papers, with what they are called."""
    say = QCoreApplication.translate
    return [(Paper.LETTER, say("ReportChoices", "Letter")), (Paper.A4, say("ReportChoices", "A4"))]


def languages() -> list[tuple[str, str]]:
    """The languages of the report, with what they are called."""
    say = QCoreApplication.translate
    return [(Language.ENGLISH, say("ReportChoices", "English")), (Language.FRENCH, say("ReportChoices", "French"))]


class ReportChoices(QFrame):
    """All that can be chosen of the report beside what may leave; ``changed`` when something was chosen."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.forms = {
            ReportForm.PDF: QCheckBox(self.tr("PDF")),
            ReportForm.DOCX: QCheckBox(self.tr("Word document")),
            ReportForm.HTML: QCheckBox(self.tr("Web page")),
        }
        self.forms[ReportForm.PDF].setChecked(True)
        self.no_form = label(self.tr("Choose at least one kind of file."), "problem", wrap=True)
        self.encrypted = QCheckBox(self.tr("Encrypted, and so no PDF/A; its passphrase is shown once"))
        self.encrypted.setToolTip(
            self.tr("The PDF and each exhibit by one passphrase, AES-256; nothing else lies beside them")
        )
        self.paper = choice(self.tr("Paper"), papers(), Paper.LETTER)
        self.language = choice(self.tr("Language"), languages(), preferences.current().report_language)
        self.cited = choice(self.tr("Cite pages by"), [("", self.tr("Exhibit pages"))])
        self.agency = line(self.tr("Agency"), self.tr("On the first page"))
        self.confidentiality = line(self.tr("Confidentiality"), CONFIDENTIALITY)
        self.confidentiality.setText(CONFIDENTIALITY)
        self.sections = SectionsLine()
        self.final = QCheckBox(self.tr("Final report, no draft"))
        self.final.setToolTip(self.tr("Refused while a finding is not final, or has to be looked at again"))
        self.with_drafts = QCheckBox(self.tr("With findings that are not final, named on the first page"))
        self.with_drafts.setToolTip(self.tr("A final finding that has to be looked at again stops it all the same"))
        self.named = label("", "small", wrap=True)
        for part in (self.with_drafts, self.named):
            part.hide()
        self._came = self.kept
        self._lay_out()
        for box in self.forms.values():
            box.toggled.connect(self._look)
        self.encrypted.toggled.connect(self._encrypt)
        self.sections.changed.connect(self._look)
        self.final.toggled.connect(self._look)
        self.final.toggled.connect(self._offer_drafts)
        self._look()

    def _lay_out(self) -> None:
        files = Flow(gap=3)
        for box in self.forms.values():
            files.addWidget(box)
        kinds = QWidget()
        kinds.setLayout(files)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        kinds.setSizePolicy(policy)
        fields = captioned(gap=1)
        fields.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        captions: list[tuple[str, Choice | QWidget]] = [
            (self.tr("Paper"), self.paper),
            (self.tr("Language"), self.language),
            (self.tr("Cite pages by"), self.cited),
            (self.tr("Agency"), self.agency),
            (self.tr("Confidentiality"), self.confidentiality),
        ]
        for words, field in captions:
            caption = label(words)
            caption.setBuddy(field)
            fields.addRow(caption, field)
        heading = label(self.tr("Files"), "caption")
        drafts = column(self.with_drafts, self.named, margins=(4, 0, 0, 0), gap=0)
        self.setLayout(
            column(heading, kinds, self.no_form, self.encrypted, fields, self.sections, self.final, drafts, gap=1)
        )

    @property
    def options(self) -> ReportOptions | None:
        """What is chosen; None where no file or no section is."""
        forms = tuple(form for form, box in self.forms.items() if box.isChecked() and box.isEnabled())
        sections = self.sections.chosen
        if not forms or not sections:
            return None
        return ReportOptions(
            forms=forms,
            sections=sections,
            paper=Paper(self.paper.value),
            language=Language(self.language.value),
            agency=self.agency.text().strip(),
            confidentiality=self.confidentiality.text().strip() or CONFIDENTIALITY,
            final=self.final.isChecked(),
            with_drafts=self.lets_drafts,
            production=int(self.cited.value) if self.cited.value else None,
            encrypted=self.encrypted.isChecked(),
        )

    @property
    def lets_drafts(self) -> bool:
        """Whether a final report may hold findings that are not final."""
        return self.final.isChecked() and self.with_drafts.isChecked()

    def show_not_final(self, found: Sequence[NotFinal]) -> None:
        """Name what the first page will name as not final."""
        lines = [self._not_final(each) for each in found]
        self.named.setText("\n".join([self.tr("The first page names as not final:"), *lines]) if lines else "")
        self.named.setVisible(bool(lines))

    def _not_final(self, found: NotFinal) -> str:
        state = self.tr("{0}, not final").format(found.state) if found.state else self.tr("no finding yet")
        words = self.tr("– allegation {0} ({1}, {2}): {3}")
        return words.format(found.allegation, found.officer, found.clause, state)

    def _offer_drafts(self, final: bool) -> None:  # noqa: FBT001 - comes by signal
        """It is said anew for each final report."""
        self.with_drafts.setVisible(final)
        if not final:
            self.with_drafts.setChecked(False)
            self.show_not_final(())

    def show_productions(self, found: Sequence[Production]) -> None:
        """Offer the numbers of these productions; what was chosen stays if it is still there."""
        chosen = self.cited.value
        while self.cited.count() > 1:
            self.cited.removeItem(1)
        for each in (one for one in found if one.drop is None):
            numbers = self.tr("{0} to {1}").format(each.bates_first, each.bates_last)
            words = self.tr("Production {0}: {1}, {2}").format(each.id, numbers, each.title)
            self.cited.addItem(words, str(each.id))
        self.cited.say(chosen)

    def show_agency(self, found: Agency) -> None:
        """Say which agency stands on the first page where another is not typed."""
        self.agency.setPlaceholderText(found.name or self.tr("On the first page"))

    @property
    def kept(self) -> ReportView:
        """What is kept for the next time: what seldom differs from report to report."""
        forms = tuple(form.value for form, box in self.forms.items() if box.isChecked())
        return ReportView(self.agency.text().strip(), self.paper.value, self.language.value, forms)

    def last_view(self, view: LastView) -> LastView:
        """With what is kept of this, if it was changed."""
        return view if self.kept == self._came else replace(view, report=self.kept)

    def come_back(self, view: ReportView) -> None:
        """Choose what was chosen the last time, but for what was chosen here since."""
        came, now = self._came, self.kept
        if now.agency == came.agency:
            self.agency.setText(view.agency)
        if now.paper == came.paper:
            self.paper.say(view.paper)
        if now.language == came.language:
            self.language.say(view.language)
        if now.forms == came.forms:
            for form, box in self.forms.items():
                box.setChecked(form.value in view.forms if view.forms else form is ReportForm.PDF)
        self._came = self.kept if now == came else came

    def prefer(self, name: str) -> None:
        """Take over a setting of this laptop that was changed."""
        if name == "report_language":
            self.language.say(preferences.current().report_language)

    def _encrypt(self, on: bool) -> None:  # noqa: FBT001 - comes by signal
        """A PDF alone can be encrypted; what else was chosen is chosen again afterwards."""
        for form in (ReportForm.DOCX, ReportForm.HTML):
            self.forms[form].setEnabled(not on)
        self._look()

    def _look(self) -> None:
        self.no_form.setVisible(not any(box.isChecked() and box.isEnabled() for box in self.forms.values()))
        self.changed.emit()


class SectionsLine(QWidget):
    """“Sections: all”, which unfolds to a switch for each."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        names = {
            SectionKey.SUMMARY: self.tr("Summary"),
            SectionKey.FINDINGS: self.tr("Findings"),
            SectionKey.CHRONOLOGY: self.tr("Chronology"),
            SectionKey.LEDGER: self.tr("Ledger"),
            SectionKey.COMPLAINTS: self.tr("Complaints"),
            SectionKey.INTERVIEWS: self.tr("Interviews"),
            SectionKey.METHOD: self.tr("How it was done"),
            SectionKey.ANNEX: self.tr("Annex"),
        }
        self.boxes = {key: QCheckBox(words) for key, words in names.items()}
        self.head: QPushButton = button("", self._fold, "link")
        self.head.setCheckable(True)
        self.head.setToolTip(self.tr("Which parts of the report are written"))
        self.none = label(self.tr("Choose at least one section."), "problem", wrap=True)
        self.body = boxed(column(*self.boxes.values(), margins=(2, 0, 0, 0), gap=0))
        first = row(self.head, self.none)
        first.setStretchFactor(self.none, 1)
        keep_room(self.none)  # whoever ticks nothing any more finds the next box where it was
        self.setLayout(column(first, self.body, gap=1))
        for box in self.boxes.values():
            box.setChecked(True)
            box.toggled.connect(self._look)
        follow_theme(self.head, lambda: self.head.setIcon(icons.icon(self._caret())))
        self._fold()

    @property
    def chosen(self) -> tuple[SectionKey, ...]:
        """The sections that are switched on, in their order."""
        return tuple(key for key, box in self.boxes.items() if box.isChecked())

    def _fold(self) -> None:
        self.body.setVisible(self.head.isChecked())
        self._tell()
        if self.head.isChecked() and self.head.hasFocus():
            self.boxes[SectionKey.SUMMARY].setFocus()

    def _look(self) -> None:
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        on, every = len(self.chosen), len(self.boxes)
        self.none.setVisible(not on)
        said = self.tr("all") if on == every else self.tr("{0} of {1}").format(on, every)
        self.head.setText(self.tr("Sections: {0}").format(said))
        shown = self.tr("unfolded") if self.head.isChecked() else self.tr("folded")
        self.head.setAccessibleName(f"{self.head.text()}, {shown}")
        self.head.setIcon(icons.icon(self._caret()))

    def _caret(self) -> str:
        return "up" if self.head.isChecked() else "down"
