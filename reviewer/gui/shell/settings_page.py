"""The settings, all in one place: what holds on this laptop for every case, and what is decided for the open case."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFileDialog, QFormLayout, QFrame, QLabel, QStackedWidget, QWidget
from shiboken6 import isValid

from reviewer.desktop import preferences
from reviewer.desktop.preferences import DEFAULTS, LOCK_AFTER, TEXT_SIZES, Look, Preferences, QuotedLook
from reviewer.domain.changes import Noun
from reviewer.domain.evidence.reading_rule import IN_SIGHT, Counts, ReadingRule
from reviewer.domain.exports.report_options import Language
from reviewer.errors import KnownError
from reviewer.gui import text
from reviewer.gui.accessibility import announce
from reviewer.gui.refresh import Refresher
from reviewer.gui.session import Latest, Session
from reviewer.gui.theme import room_for, theme
from reviewer.gui.widgets.choice import Choice, choice
from reviewer.gui.widgets.elided import Elided
from reviewer.gui.widgets.form_problem import FormProblem
from reviewer.gui.widgets.keys import as_form, on_keys_within
from reviewer.gui.widgets.language import offered_languages
from reviewer.gui.widgets.parts import button, captioned, centred, column, follow_theme, label, row
from reviewer.gui.widgets.tab_order import lead
from reviewer.usecases.analysis import coverage
from reviewer.usecases.pages import notes

WIDE = 50
"""How wide the words before a choice are at least, in steps of the grid."""

PRIVATE, FOR_REPORT = "private", "report"
"""What new notes can be as a rule."""

PACES = (0, 200, 300, 400, 600, 1_000)
"""Words a minute that are offered; another one that was set by command is offered, too."""


def use(chosen: Preferences) -> None:
    """Have the window look as is preferred."""
    theme().force(dark=chosen.look.dark)
    theme().resize(chosen.text_size)


class SettingsPage(QWidget):
    """Each change holds at once and is kept. ``left`` when one goes back."""

    left = Signal()
    passphrase_wanted = Signal()

    def __init__(self, session: Session | None) -> None:
        super().__init__()
        self.setObjectName("page")
        self.laptop = LaptopSettings(session)
        self.case = None if session is None else CaseSettings(session)
        self.problem = FormProblem()
        self.problem.keep_lines(2)
        self.back = button(self.tr("Back"), self.left.emit, "main")
        self.back.setToolTip(self.tr("Back to where you were (Esc)"))
        body = QWidget()
        open_case = label(
            self.tr("Open a case to decide what counts as read in it, and what notes are."), "muted", wrap=True
        )
        body.setLayout(
            column(
                label(self.tr("Settings"), "title"),
                label(self.tr("What you choose holds at once and is kept."), "muted", wrap=True),
                label(self.tr("On this laptop, for every case"), "caption"),
                self.laptop,
                label(self.tr("In this case, for every reviewer"), "caption"),
                self.case or open_case,
                self.problem,
                row(self.back, 1, margins=(0, 2, 0, 0)),
                gap=2,
            )
        )
        self.setLayout(centred(body))
        as_form(self)
        on_keys_within(self, {"Esc": self.left.emit})
        lead(self, self.laptop.foremost)
        for part in (self.laptop, self.case):
            if part is not None:
                part.failed.connect(self._refuse)
                part.held.connect(self._settle)
        if self.case is not None:
            self.case.passphrase_wanted.connect(self.passphrase_wanted)

    def ask(self) -> None:
        """Put the keyboard on the first setting."""
        self.laptop.foremost.setFocus()

    def _refuse(self, error: KnownError) -> None:
        self.problem.setText(text.refusal(error))
        self.problem.show()
        announce(self.problem, self.problem.text(), urgent=True)

    def _settle(self) -> None:
        self.problem.hide()


class SettingsOver(QObject):
    """Shows the settings over what is in sight, and leads back to that.

    ``resized`` in place of leading back where words have another size by now than what is in sight was made for.
    ``passphrase_wanted`` when one is back, for another passphrase is to be chosen.
    """

    resized = Signal()
    passphrase_wanted = Signal()

    def __init__(self, stack: QStackedWidget) -> None:
        super().__init__(stack)
        self._stack = stack
        self._session: Session | None = None
        self.page: SettingsPage | None = None
        self.under: QWidget | None = None
        self._focus: QWidget | None = None

    def show(self, session: Session | None) -> SettingsPage:
        """Show them, with those of the case that is open."""
        self._session, self._sizes = session, theme().sizes
        self.under, self._focus = self._stack.currentWidget(), QApplication.focusWidget()
        page = self.page = SettingsPage(session)
        page.left.connect(self.leave)
        page.passphrase_wanted.connect(self._to_passphrase)
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        page.ask()
        return page

    def leave(self) -> None:
        """Go back to what was in sight."""
        under, focus = self.under, self._focus
        self.under = self._focus = None
        if self._session is not None and theme().sizes != self._sizes:
            self.resized.emit()
        elif under is not None:
            self._stack.setCurrentWidget(under)
            if focus is not None and isValid(focus):
                focus.setFocus()

    def drop(self) -> None:
        """Something else is in sight."""
        page, self.page = self.page, None
        self.under = self._focus = None
        if page is not None:
            self._stack.removeWidget(page)
            page.deleteLater()

    def _to_passphrase(self) -> None:
        self.leave()
        self.passphrase_wanted.emit()


class LaptopSettings(QFrame):
    """What holds for every case. ``failed`` carries a ``KnownError``; ``held`` when something was kept.

    ``first``: only what the first start asks.
    """

    failed = Signal(object)
    held = Signal()

    def __init__(self, session: Session | None, *, first: bool = False) -> None:
        super().__init__()
        self._session = session
        now = preferences.current()
        self.fields: dict[str, Choice] = {}
        self.folder = Elided()
        self.change = button(self.tr("Choose folder…"), self._choose_folder)
        form = captioned(gap=2)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        if not first:
            sizes = [(str(each), f"{each} %") for each in sorted({*TEXT_SIZES, now.text_size})]
            self._add(form, "text_size", _choice(self.tr("Size of words"), sizes), self._default("100 %"))
            looks = _choice(self.tr("Colours"), self._looks())
            self._add(form, "look", looks, self._default(self.tr("as the system has it")))
            quoted = _choice(self.tr("Quoted text"), self._quoted_looks())
            self._add(form, "quoted_text", quoted, self._default(self.tr("grey, with a way to the message")))
        reports: list[tuple[str, str]] = [(Language.ENGLISH, self.tr("English")), (Language.FRENCH, self.tr("French"))]
        language = _choice(self.tr("Language of reports and bundles"), reports)
        self._add(form, "report_language", language, self._default(self.tr("English")))
        scans = _choice(self.tr("Language of scanned pages"), [(each, self._named(each)) for each in _languages(now)])
        self._add(form, "ocr_language", scans, self._ocr_hint())
        if not first:
            lock = _choice(self.tr("Lock the case after"), [(str(each), self._minutes(each)) for each in _times(now)])
            words = self.tr("Default: 30 minutes. Not while work runs, an interview is held, or a form holds words.")
            self._add(form, "lock_after", lock, words)
        caption = label(self.tr("Folder for cases"))
        caption.setBuddy(self.change)
        folder = row(self.folder, self.change)
        folder.setStretchFactor(self.folder, 1)
        form.addRow(caption, column(folder, label(self._default(self.tr("your documents")), "small"), gap=0))
        self.setLayout(form)
        self._show(now)

    @property
    def foremost(self) -> Choice:
        """The first of them."""
        return next(iter(self.fields.values()))

    def _add(self, form: QFormLayout, name: str, field: Choice, hint: str) -> None:
        self.fields[name] = field
        form.addRow(_caption(field), column(field, label(hint, "small", wrap=True), gap=0))
        field.activated.connect(lambda _at: self._choose(name, field.value))

    def _looks(self) -> list[tuple[str, str]]:
        return [
            (Look.SYSTEM, self.tr("As the system has it")),
            (Look.LIGHT, self.tr("Light")),
            (Look.DARK, self.tr("Dark")),
        ]

    def _quoted_looks(self) -> list[tuple[str, str]]:
        return [
            (QuotedLook.GREYED, self.tr("Grey, with a way to the message")),
            (QuotedLook.PLAIN, self.tr("As all other text")),
        ]

    def _named(self, languages: str) -> str:
        """Languages by their names where they come with the program, and as Tesseract calls them."""
        names = {"eng": self.tr("English"), "fra": self.tr("French"), "spa": self.tr("Spanish")}
        known = [names.get(each, each) for each in languages.split("+")]
        return f"{', '.join(known)} ({languages})" if known != languages.split("+") else languages

    def _minutes(self, minutes: int) -> str:
        return self.tr("{0} minutes").format(minutes) if minutes else self.tr("Never")

    def _default(self, words: str) -> str:
        return self.tr("Default: {0}.").format(words)

    def _ocr_hint(self) -> str:
        if not offered_languages():
            return self.tr("This laptop has no language data for scanned pages.")
        return self.tr("Default: English. Pages that were recognised before stay as they are.")

    def _choose(self, name: str, value: str) -> None:
        try:
            chosen = preferences.choose(name, value)
        except KnownError as error:
            self._show(preferences.current())
            # After this choice is through: as it is made, it takes away what was wrong with the one before.
            QTimer.singleShot(0, self, partial(self.failed.emit, error))
            return
        self._show(chosen)
        if name in ("text_size", "look"):
            use(chosen)
        if self._session is not None:
            self._session.prefer(name)
        self.held.emit()

    def _choose_folder(self) -> None:
        start = str(preferences.current().folder)
        name = QFileDialog.getExistingDirectory(self, self.tr("Folder for cases"), start)
        if name:
            self._choose("case_folder", name)

    def _show(self, now: Preferences) -> None:
        for name, field in self.fields.items():
            field.say(str(getattr(now, name)))
        gone = bool(now.case_folder) and not Path(now.case_folder).is_dir()
        self.folder.setText(self.tr("{0} (not there now)").format(now.case_folder) if gone else str(now.folder))


class CaseSettings(QFrame):
    """What counts as read in the open case, and what notes are as a rule: an act each, which undo takes back.

    And the way to another passphrase.
    """

    failed = Signal(object)
    held = Signal()
    passphrase_wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._waiting, self._latest = 0, Latest()
        self._notes_waiting, self._notes_latest = 0, Latest()
        self.counts = _choice(
            self.tr("An item counts as read"),
            [
                (Counts.OPENED, self.tr("when marked, or open long enough")),
                (Counts.MARKED, self.tr("only when marked, or said to be read")),
            ],
        )
        self.pace = _choice(self.tr("Long enough is"), [(str(each), self._pace(each)) for each in PACES])
        form = captioned(gap=2)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        opened = self.tr("Default: marked, or open long enough. It is in the report.")
        seconds = self.tr("Default: {0:.0f} seconds in sight. Coverage and queues count by it.").format(IN_SIGHT)
        self.notes = _choice(
            self.tr("New notes are"), [(PRIVATE, self.tr("private")), (FOR_REPORT, self.tr("for the report"))]
        )
        private = self.tr("Default: private. Each note can be marked otherwise; those that are there stay as they are.")
        for field, hint in ((self.counts, opened), (self.pace, seconds), (self.notes, private)):
            form.addRow(_caption(field), column(field, label(hint, "small", wrap=True), gap=0))
            field.setEnabled(False)
        self.passphrase = button(self.tr("Change the passphrase…"), self.passphrase_wanted.emit)
        caption, asked = label(self.tr("Passphrase")), self.tr("The present one is asked for. Also in Custody.")
        caption.setBuddy(self.passphrase)
        form.addRow(caption, column(row(self.passphrase, 1), label(asked, "small", wrap=True), gap=0))
        self.setLayout(form)
        self.counts.activated.connect(lambda _at: self._decide(counts=Counts(self.counts.value)))
        self.pace.activated.connect(lambda _at: self._decide(pace=int(self.pace.value)))
        self.notes.activated.connect(lambda _at: self._decide_notes(for_report=self.notes.value == FOR_REPORT))
        Refresher(self, session, {Noun.READS}, lambda _changes: self._ask())
        Refresher(self, session, {Noun.NOTES}, lambda _changes: self._ask_notes())

    def _pace(self, words: int) -> str:
        if not words:
            return self.tr("{0:.0f} seconds in sight").format(IN_SIGHT)
        return self.tr("what {0:,} words a minute take").format(words)

    def _ask(self) -> None:
        self._session.query(self, coverage.rule).unless(self._latest.ask()).success(self._show).run()

    def _show(self, rule: ReadingRule) -> None:
        """Show what holds, unless a later choice is still on its way to the file."""
        if self._waiting:
            return
        if self.pace.findData(str(rule.pace)) < 0:
            self.pace.addItem(self._pace(rule.pace), str(rule.pace))
        self.counts.say(rule.counts)
        self.pace.say(str(rule.pace))
        self.counts.setEnabled(True)
        self.pace.setEnabled(rule.counts is Counts.OPENED)

    def _decide(self, *, counts: Counts | None = None, pace: int | None = None) -> None:
        self._waiting += 1
        self._latest.ask()  # what was asked before this choice tells nothing any more
        decide = partial(coverage.set_rule, counts=counts, pace=pace, reviewer=self._session.reviewer)
        self._session.operation(self, decide).success(self._decided).failure(self._refused).run()

    def _decided(self, rule: ReadingRule) -> None:
        self._waiting -= 1
        self._show(rule)
        self.held.emit()

    def _refused(self, error: KnownError) -> None:
        self._waiting -= 1
        self._ask()
        self.failed.emit(error)

    def _ask_notes(self) -> None:
        asked = self._session.query(self, notes.rule).unless(self._notes_latest.ask())
        asked.success(lambda for_report: self._show_notes(for_report=for_report)).run()

    def _show_notes(self, *, for_report: bool) -> None:
        if not self._notes_waiting:
            self.notes.say(FOR_REPORT if for_report else PRIVATE)
            self.notes.setEnabled(True)

    def _decide_notes(self, *, for_report: bool) -> None:
        self._notes_waiting += 1
        self._notes_latest.ask()
        decide = partial(notes.set_rule, for_report=for_report, reviewer=self._session.reviewer)
        self._session.operation(self, decide).success(self._notes_decided).failure(self._notes_refused).run()

    def _notes_decided(self, for_report: bool) -> None:  # noqa: FBT001 - as the operation answers
        self._notes_waiting -= 1
        self._show_notes(for_report=for_report)
        self.held.emit()

    def _notes_refused(self, error: KnownError) -> None:
        self._notes_waiting -= 1
        self._ask_notes()
        self.failed.emit(error)


def _caption(field: Choice) -> QLabel:
    """The words before a choice, as wide in both parts of the page."""
    made = label(field.accessibleName())
    made.setBuddy(field)
    follow_theme(made, lambda: made.setMinimumWidth(room_for(WIDE)))
    return made


def _choice(name: str, values: list[tuple[str, str]]) -> Choice:
    made = choice(name, values, wide=20, at_once=True)
    made.setToolTip("")
    return made


def _times(now: Preferences) -> list[int]:
    return sorted({*LOCK_AFTER, now.lock_after}, key=lambda each: (not each, each))


def _languages(now: Preferences) -> list[str]:
    return list(dict.fromkeys([*offered_languages(), now.ocr_language, DEFAULTS.ocr_language]))
