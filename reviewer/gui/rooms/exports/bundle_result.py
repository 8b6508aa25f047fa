"""What was written as a bundle, how it was checked, and what a verification of it found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QLabel

from reviewer.gui import text
from reviewer.gui.accessibility import announce
from reviewer.gui.rooms.exports.passphrase import PassphraseShown
from reviewer.gui.widgets.parts import button, column, label, row

if TYPE_CHECKING:  # it takes long to load, and not on the thread that draws
    from reviewer.usecases.exports.bundles import BundleExport, Verified


def is_wrong(found: Verified | None) -> bool:
    """Whether a verification found that a bundle is not as it was made."""
    return found is not None and bool(found.problems)


def colour(told: QLabel, *, wrong: bool) -> None:
    """Say something as a problem, or as anything else."""
    told.setProperty("role", "problem" if wrong else "")
    told.style().unpolish(told)
    told.style().polish(told)


class ResultPart(QFrame):
    """What was written: where, how much, how it was checked, and for an archive its passphrase until it is kept."""

    kept = Signal()
    verify_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._done: BundleExport | None = None
        self._busy = self._unpacked = False
        self.place = label("", "strong", wrap=True, selectable=True)
        self.place.setAccessibleDescription(self.tr("Where the bundle is"))
        self.told = label("", wrap=True, selectable=True)
        self.told.setAccessibleDescription(self.tr("What was written"))
        self.checks = label("", "small", wrap=True, selectable=True)
        self.checks.setAccessibleDescription(self.tr("What was checked"))
        self.secret = PassphraseShown(
            self.tr("Passphrase of the archive. It is kept nowhere: write it down now."),
            self.tr("Passphrase of the archive"),
        )
        self.secret.kept.connect(self.kept)
        self.open = button(self.tr("Show folder"), self._open)
        self.again = button(self.tr("Verify again"), self.verify_wanted.emit)
        self.verdict = label("", wrap=True, selectable=True)
        self.verdict.setAccessibleDescription(self.tr("What the verification found"))
        heading = label(self.tr("What was written"), "caption")
        buttons = row(self.open, self.again, 1)
        self.setLayout(column(heading, self.place, self.told, self.secret, self.checks, buttons, self.verdict, gap=1))
        self.hide()

    def show_export(self, done: BundleExport | None) -> None:
        """Show what was written; nothing without it."""
        same = done is not None and self._done is not None and done.place == self._done.place
        self._done = done
        self.setVisible(done is not None)
        if not same:
            self.show_verdict("")
        if done is None:
            self.secret.show_passphrase("")
            return
        self.place.setText(str(done.place))
        documents = text.counted(done.items, self.tr("document"), self.tr("documents"))
        pages = text.counted(done.pages, self.tr("page"), self.tr("pages"))
        made, size = done.production, text.size(done.size)
        words = self.tr("{0}, {1}, {2} to {3}, {4}; {5:,} withheld.")
        signed = self.tr("Signed with the key {0}.").format(done.fingerprint)
        lines = [
            words.format(documents, pages, made.bates_first, made.bates_last, size, done.withheld),
            signed if done.fingerprint else self.tr("Not signed."),
        ]
        if done.held:
            things = text.counted(len(done.held), self.tr("thing stays"), self.tr("things stay"))
            lines.append(self.tr("{0} with the case. The audit trail says which.").format(things))
        self.told.setText("\n".join(lines))
        checks = (f"{'✓' if each.ok else '✕'} {each.name}: {each.detail}" for each in done.checks)
        self.checks.setText("\n".join((self.tr("When it was written:"), *checks)))
        self.secret.show_passphrase(done.passphrase)
        self._unpacked = done.place.is_dir()
        self.hold(busy=self._busy)
        if not self._unpacked and not self.verdict.text():
            self.show_verdict(self.tr("Unpack the archive to verify it: VERIFY.txt in it says how."))
        announce(self.told, lines[0])

    def hold(self, *, busy: bool) -> None:
        """Begin nothing while something else is under way."""
        self._busy = busy
        self.again.setEnabled(self._unpacked and not busy)

    def in_words(self, found: Verified) -> str:
        """What a verification found, in words."""
        if not found.problems:
            return self.tr("Every file is as it was when the bundle was made.")
        lines = [self.tr("It is not as it was made:")]
        lines += [f"✕ {name}: {problem}" if name else f"✕ {problem}" for name, problem in found.problems]
        return "\n".join(lines)

    def show_verdict(self, words: str, *, wrong: bool = False) -> None:
        """Say what the verification says; as a problem where something is ``wrong``."""
        colour(self.verdict, wrong=wrong)
        self.verdict.setText(words)
        self.verdict.setVisible(bool(words))
        if words:
            announce(self.verdict, words.partition("\n")[0])

    def _open(self) -> None:
        if self._done is not None:
            place = self._done.place
            shown = place if place.is_dir() else place.parent
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(shown)))
