"""Write a production as a bundle: how it is wanted, how far it is, and what was written and checked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFileDialog,
    QFormLayout,
    QFrame,
    QLineEdit,
    QSizePolicy,
    QWidget,
)

from reviewer.casefile.engine.case import Case
from reviewer.desktop import preferences
from reviewer.domain.exports.production import Production, ProductionId
from reviewer.domain.exports.report_options import Language, Paper
from reviewer.domain.people.signing_key import SigningKey
from reviewer.errors import CancelledError, KnownError
from reviewer.gui import text
from reviewer.gui.accessibility import announce
from reviewer.gui.operations import PostedProgress
from reviewer.gui.rooms.exports.bundle_result import ResultPart, colour, is_wrong
from reviewer.gui.rooms.exports.choices import languages, papers
from reviewer.gui.session import Latest, Session
from reviewer.gui.widgets.choice import choice
from reviewer.gui.widgets.form_problem import FormProblem
from reviewer.gui.widgets.parts import boxed, button, captioned, column, label, line, row
from reviewer.gui.widgets.progress_line import ProgressLine
from reviewer.usecases.exports.gate import Writer
from reviewer.usecases.people import signing

if TYPE_CHECKING:  # it takes long to load, and not on the thread that draws
    from reviewer.usecases.exports.bundles import BundleExport, Verified


class BundlePart(QFrame):
    """The options, the export itself, and what came of it; a bundle in any folder is verified here too.

    ``verified``: what is known of the bundle at hand may be otherwise.
    """

    verified = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._keyed = Latest()
        self._made: Production | None = None
        self._stopping = 0
        self._known = False  # whether a mock run has looked
        self._out: Path | None = None
        self._key: SigningKey | None = None
        self._asker: QWidget | None = None  # which had the keyboard when work began
        self._written: dict[ProductionId, BundleExport] = {}
        self._broken: set[ProductionId] = set()  # whose bundle, when verified last, was not as it was made
        self.folder = label(self.tr("None chosen yet"), wrap=True, selectable=True)
        self.folder.setAccessibleDescription(self.tr("Folder of the bundle"))
        self.choose = button(self.tr("Choose…"), self._choose)
        self.choose.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.choose.setAccessibleDescription(self.tr("Folder of the bundle"))
        self.zipped = QCheckBox(self.tr("One encrypted archive; its passphrase is shown once"))
        self.bare = QCheckBox(self.tr("Evidence only, without highlights, report, ledger and account"))
        self.report = QCheckBox(self.tr("With the findings report"))
        self.report.setChecked(True)
        self.paper = choice(self.tr("Paper of the bundle"), papers(), Paper.LETTER)
        self.paper.setToolTip(self.tr("Of the report, the account, the logs, the certificate and slip sheets"))
        self.language = choice(self.tr("Language of the bundle"), languages(), preferences.current().report_language)
        self.language.setToolTip(
            self.tr(
                "What the program writes is in this language. "
                "Names of files and fields, and the evidence itself, stay as they are."
            )
        )
        self.sign = QCheckBox(self.tr("Sign it"))
        self.secret = line(self.tr("Passphrase of the signing key"), self.tr("known to you alone"))
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.signs = label("", "small", wrap=True)
        self.waits = label("", "small", wrap=True)
        self.start = button(self.tr("Export bundle"), self._start, "main")
        self.progress = ProgressLine()
        self.problem = FormProblem()
        self.result = ResultPart()
        self.other = button(self.tr("Verify a bundle…"), self._choose_other, "link")
        self.other.setToolTip(self.tr("Check a bundle that lies in any folder, unpacked"))
        self.other_told = label("", wrap=True, selectable=True)
        self.other_told.setAccessibleDescription(self.tr("What the verification of another bundle found"))
        self.other_told.hide()
        self._lay_out()
        self._connect()
        self._look()

    def _lay_out(self) -> None:
        signing_ = row(self.sign, self.secret, gap=2)
        signing_.setStretchFactor(self.secret, 1)
        where = row(self.folder, self.choose)
        where.setStretchFactor(self.folder, 1)
        self.options = boxed(
            column(
                label(self.tr("Folder"), "caption"),
                where,
                self.zipped,
                self.bare,
                self.report,
                self._captioned(),
                signing_,
                self.signs,
                gap=1,
            )
        )
        parts = (
            self.options,
            self.waits,
            row(self.start, self.other, 1),
            self.other_told,
            self.progress,
            self.problem,
            self.result,
        )
        self.setLayout(column(*parts, gap=2))

    def _captioned(self) -> QFormLayout:
        fields = captioned(gap=1)
        for words, field in (
            (self.tr("Paper of the bundle"), self.paper),
            (self.tr("Language of the bundle"), self.language),
        ):
            caption = label(words)
            caption.setBuddy(field)
            fields.addRow(caption, field)
        return fields

    def _connect(self) -> None:
        self.bare.toggled.connect(lambda _on: self._look())
        self.report.toggled.connect(lambda _on: self._look())
        self.sign.toggled.connect(lambda _on: self._look())
        self.secret.textChanged.connect(lambda _typed: self._look())
        self.secret.returnPressed.connect(self._start)
        self.result.kept.connect(self._forget_passphrase)
        self.result.verify_wanted.connect(self._verify)
        self._session.renamed.connect(lambda _reviewer: self._ask_key_anew())
        self._session.preferred.connect(self._prefer)

    def _prefer(self, name: str) -> None:
        """Take over a setting of this laptop that was changed."""
        if name == "report_language":
            self.language.say(preferences.current().report_language)

    # ── what is shown ────────────────────────────────────────────────────────────────────────────────────────────────

    def show_production(self, made: Production) -> None:
        """The production that is to be written."""
        if self._made is None or self._made.id != made.id:
            self._known, self._stopping = False, 0
            self._take_folder(None)
            self.problem.hide()
            self.result.show_export(self._written.get(made.id))
        self._made = made
        self._ask_key()
        self._look()

    @property
    def broken(self) -> Path | None:
        """Where the bundle at hand is, if it was verified and is not as it was made."""
        if self._made is None or self._made.id not in self._broken:
            return None
        return self._written[self._made.id].place

    def _ask_key(self) -> None:
        look = partial(signing.live, name=self._session.reviewer)
        self._session.query(self, look).unless(self._keyed.ask()).success(self._show_key).run()

    def _ask_key_anew(self) -> None:
        """Somebody else is at the keyboard: nothing is signed with what the one before typed."""
        self._show_key(None)
        self.signs.clear()
        if self._made is not None:
            self._ask_key()

    def show_stopping(self, stopping: int | None) -> None:
        """How many things stop it; None where no mock run could tell."""
        self._known, self._stopping = stopping is not None, stopping or 0
        self._look()

    def _show_key(self, key: SigningKey | None) -> None:
        if key is None or self._key is None or key.fingerprint != self._key.fingerprint:
            self.sign.setChecked(False)
            self.secret.clear()
        self._key = key
        self._look()

    def _look(self) -> None:
        """Say what the export waits for."""
        self.report.setEnabled(not self.bare.isChecked())
        self.sign.setEnabled(self._key is not None)
        self.secret.setVisible(self.sign.isChecked())
        none = self.tr("{0} has no signing key. One is made in Findings, where a finding is signed.")
        signer = none.format(self._session.reviewer) if self._key is None else self.tr("Own key {0}")
        self.signs.setText(signer.format(self._key.fingerprint) if self._key is not None else signer)
        waits = self._lacks()
        self.waits.setText(waits)
        self.waits.setVisible(bool(waits) and not self.progress.running)
        busy = self.progress.running
        self.start.setEnabled(not waits and not busy)
        self.options.setEnabled(not busy)
        self.other.setEnabled(not busy)
        self.result.hold(busy=busy)

    def _lacks(self) -> str:
        if not self._known:
            return self.tr("Waits for the mock run.")
        if self._stopping:
            return self.tr("Waits until nothing stops it in the mock run.")
        if self._out is None:
            return self.tr("Waits for a folder.")
        if self.sign.isChecked() and not self.secret.text():
            return self.tr("Waits for the passphrase of the signing key.")
        return ""

    # ── what is done ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _choose(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Make the bundle's folder in"))
        if name and self._made is not None:
            self.choose_folder(Path(name) / f"{self._made.bates_first} to {self._made.bates_last}")

    def choose_folder(self, path: Path) -> None:
        """Write into this folder, which must not be there yet; a number is added where it is."""
        free, number = path, 2
        while free.exists() or free.with_name(f"{free.name}.zip").exists():
            free, number = path.with_name(f"{path.name} ({number})"), number + 1
        self._take_folder(free)
        if self.start.isEnabled():
            self.start.setFocus()

    def _take_folder(self, path: Path | None) -> None:
        self._out = path
        self.folder.setText(self.tr("None chosen yet") if path is None else str(path))
        self._look()

    def _start(self) -> None:
        made, out, session = self._made, self._out, self._session
        if made is None or out is None or not self.start.isEnabled():
            return
        secret = self.secret.text() if self.sign.isChecked() else None
        wished, who = self._wished(), session.reviewer
        progress = session.exported(self.progress.step)
        self._begin(progress, self.tr("Writing production {0}…").format(made.id))
        self.problem.hide()

        def export(case: Case, write: Writer) -> BundleExport:
            from reviewer.usecases.exports import bundles

            wish = bundles.Wish(*wished)
            return bundles.export(
                case,
                session.workers,
                out,
                made.id,
                wish,
                signing_passphrase=secret,
                reviewer=who,
                write=write,
                progress=progress,
            )

        session.exporting(self, export).success(self._exported).failure(partial(self._refused, made.id)).run()

    def _wished(self) -> tuple[bool, bool, bool, Paper, Language]:
        """How the bundle is wanted, in the order of a wish, which is not loaded yet."""
        zipped, bare, report = (each.isChecked() for each in (self.zipped, self.bare, self.report))
        return zipped, bare, report, Paper(self.paper.value), Language(self.language.value)

    def _at_hand(self, number: ProductionId) -> bool:
        return self._made is not None and self._made.id == number

    def _begin(self, progress: PostedProgress, words: str) -> None:
        """One piece of work at a time; whoever began it is led to what stops it."""
        focus = QApplication.focusWidget()
        self._asker = focus if focus in (self.start, self.secret, self.other, self.result.again) else None
        self.progress.begin(progress, words)
        if self._asker is not None:
            self.progress.stop.setFocus()
        self._look()

    def cancel(self) -> None:
        """Ask an export or a verification that is under way to stop."""
        self.progress.cancel()

    def _exported(self, done: BundleExport) -> None:
        waiting = self._end()
        number = done.production.id
        self._written[number] = done
        self._broken.discard(number)
        self.verified.emit()
        self.secret.clear()
        if self._at_hand(number):
            self._take_folder(None)
            self.result.show_export(done)
            if waiting:
                self.result.open.setFocus()
        elif done.passphrase:
            words = self.tr("Production {0} is written; the passphrase of its archive waits there to be written down")
            self._session.said.emit(words.format(number))
        else:
            self._session.said.emit(self.tr("Production {0} is written").format(number))

    def _refused(self, number: ProductionId, error: KnownError) -> None:
        self._end()
        if not self._at_hand(number):
            self._session.report(error)
            return
        stopped = isinstance(error, CancelledError)
        self.problem.setText(self.tr("Stopped. Nothing was written.") if stopped else text.in_place(error))
        self.problem.show()

    def _end(self) -> bool:
        """It is over; whether the reviewer waited for it at the button that stops it."""
        waiting = self.progress.stop.hasFocus()
        self.progress.end()
        self._look()
        if waiting:
            back = (self._asker, self.start, self.choose)
            next(each for each in back if each is not None and each.isEnabled() and each.isVisible()).setFocus()
        return waiting

    def _forget_passphrase(self) -> None:
        if self._made is not None and self._made.id in self._written:
            self._written[self._made.id] = replace(self._written[self._made.id], passphrase="")
            self.result.show_export(self._written[self._made.id])

    def _choose_other(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Verify the bundle in"))
        if name:
            self.verify_other(Path(name))

    def verify_other(self, place: Path) -> None:
        """Check the bundle in any folder."""
        self._check(place, lambda words, found: self._tell_other(f"{place}: {words}", wrong=is_wrong(found)))

    def _tell_other(self, words: str, *, wrong: bool) -> None:
        colour(self.other_told, wrong=wrong)
        self.other_told.setText(words)
        self.other_told.show()
        announce(self.other_told, words.partition("\n")[0])

    def _verify(self) -> None:
        done = None if self._made is None else self._written.get(self._made.id)
        if done is None:
            return
        number = done.production.id

        def tell(words: str, found: Verified | None) -> None:
            if found is not None:
                (self._broken.add if found.problems else self._broken.discard)(number)
                self.verified.emit()
            if self._at_hand(number):
                self.result.show_verdict(words, wrong=is_wrong(found))
            else:
                first = words.partition("\n")[0]
                self._session.said.emit(self.tr("Bundle of production {0}: {1}").format(number, first))

        self._check(done.place, tell)

    def _check(self, place: Path, tell: Callable[[str, Verified | None], None]) -> None:
        """Read every file of a bundle again, where no page and no change waits for it.

        ``tell`` hears what was found, in words and as it is; nothing where it was not checked to the end.
        """
        if self.progress.running:
            return
        progress = self._session.exported(self.progress.step)
        self._begin(progress, self.tr("Every file in {0} is read again…").format(place))

        def check(_case: Case, _write: Writer) -> Verified:
            from reviewer.usecases.exports import bundles

            return bundles.verify(place, progress=progress)

        def found(answer: Verified) -> None:
            self._end()
            tell(self.result.in_words(answer), answer)

        def failed(error: KnownError) -> None:
            self._end()
            stopped = isinstance(error, CancelledError)
            unknown = self.tr("Stopped. Nothing is known of what was not checked.")
            tell(unknown if stopped else text.refusal(error), None)

        self._session.exporting(self, check).success(found).failure(failed).run()
