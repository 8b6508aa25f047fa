"""Verify the case file in the window, and deeply too: every document is read again from its original."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QApplication, QFrame, QWidget

from reviewer.casefile.verification.verify import CheckedPart, Report
from reviewer.errors import CancelledError, KnownError
from reviewer.gui import text
from reviewer.gui.accessibility import announce
from reviewer.gui.operations import PostedProgress
from reviewer.gui.session import Session
from reviewer.gui.widgets.parts import button, column, label
from reviewer.gui.widgets.progress_line import ProgressLine
from reviewer.usecases import cases
from reviewer.usecases.evidence import deep_verify


class VerifyPart(QFrame):
    """Two buttons, how far it is, and what came of it: what was checked, how long it took, what differs and where."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._asker: QWidget | None = None
        self.verify = button(self.tr("Verify now"), partial(self._begin, deeply=False))
        self.deeply = button(self.tr("Verify deeply"), partial(self._begin, deeply=True))
        self.deeply.setToolTip(
            self.tr("Also read every document again and compare. Takes about as long as adding the evidence did")
        )
        self.working = ProgressLine()
        self.stop, self.doing = self.working.stop, self.working.doing
        self.verdict = label("", wrap=True, selectable=True)
        self.verdict.setAccessibleDescription(self.tr("What the verification found"))
        self.verdict.hide()
        self.setLayout(column(self.working, self.verdict))

    @property
    def running(self) -> bool:
        """Whether a verification is on its way."""
        return self.working.running

    def cancel(self) -> None:
        """Ask the verification to stop."""
        self.working.cancel()

    def _begin(self, *, deeply: bool) -> None:
        if self.running:
            return
        progress = self._session.progress(self.working.step)
        focus = QApplication.focusWidget()
        self._asker = focus if focus in (self.verify, self.deeply) else None
        self.verdict.hide()
        self.working.begin(progress, self.tr("Verifying…"))
        if self._asker is not None:
            self.stop.setFocus()
        for each in (self.verify, self.deeply):
            each.setEnabled(False)
        asked = self._session.long_operation(self, lambda case: cases.verify_open(case, progress))
        asked.success(partial(self._go_deeper, progress) if deeply else self._verified).failure(self._failed).run()

    def _go_deeper(self, before: PostedProgress, report: Report) -> None:
        """Nothing is written for this, so it goes its way beside the thread that writes."""
        if before.cancelled:
            self._deep_failed(report, CancelledError("cancelled"))
            return
        progress = self._session.exported(self.working.step)
        self.working.begin(progress, self.tr("Verifying…"))
        workers = self._session.workers
        asked = self._session.making(self, lambda case: deep_verify.deepened_open(case, report, workers, progress))
        asked.success(self._verified).failure(partial(self._deep_failed, report)).run()

    def _verified(self, report: Report) -> None:
        self._end(self._in_words(report))

    def _failed(self, error: KnownError) -> None:
        if isinstance(error, CancelledError):
            self._end(self.tr("Stopped. Nothing is known of what was not checked."))
        else:
            self._end(text.refusal(error))

    def _deep_failed(self, report: Report, error: KnownError) -> None:
        """What was checked before stands, and is told with why the rest was not."""
        why = (
            self.tr("Stopped before every document was read again: what differs from the originals is not known.")
            if isinstance(error, CancelledError)
            else text.refusal(error)
        )
        self._end(f"{self._in_words(report)}\n{why}")

    def _in_words(self, report: Report) -> str:
        seconds = sum(part.seconds for part in report.parts)
        checked = ", ".join(f"{part.checked:,} {part.name}" for part in report.parts if part.checked)
        verdict = self.tr("Whole: {0}. Checked in {1} s.") if report.whole else self.tr("Not whole. {0}: {1} s.")
        if report.only_unread:
            verdict = self.tr("The disk failed: copy the case to another one and verify it there. {0}: {1} s.")
        lines = [verdict.format(checked, f"{seconds:,.1f}")]
        lines += [line for part in report.parts for line in self._of_part(part)]
        if report.never_sealed:
            lines.append(self.tr("This case has no seals yet. Opening it for writing seals what it holds then."))
        elif report.sealed_since:
            since = report.sealed_since.replace("T", " ").replace("Z", " UTC")
            lines.append(self.tr("Sealed since {0}: a change made before that is not seen.").format(since))
        copies = (
            self.tr("{0} is the case as it was before it was brought up to date; you may delete it.")
            if report.whole
            else self.tr("{0} is the case as it was before it was brought up to date. Keep it.")
        )
        lines += [copies.format(name) for name in report.copies]
        unproven = self.tr(
            "{0} is not proved to be the case as it was before: "
            "it was worked in, is spoiled, or has another passphrase. Keep it."
        )
        lines += [unproven.format(name) for name in report.unproven]
        return "\n".join(lines)

    def _of_part(self, part: CheckedPart) -> list[str]:
        wrong = [self.tr("✕ {0}: {1}").format(part.name, finding) for finding in part.findings]
        wrong += [self.tr("Not read, {0}: {1}").format(part.name, unread) for unread in part.unread]
        return wrong + [self.tr("Not compared: {0}").format(apart) for apart in part.apart]

    def _end(self, words: str) -> None:
        waiting, asker = self.stop.hasFocus(), self._asker
        self.verdict.setText(words)
        self.verdict.show()
        for each in (self.verify, self.deeply):
            each.setEnabled(True)
        if waiting and asker is not None:
            asker.setFocus()
        self.working.end()
        announce(self.verdict, words.partition("\n")[0])
