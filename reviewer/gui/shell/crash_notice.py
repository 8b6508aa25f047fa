"""What is shown after a crash: the report, to copy or to delete, and the case that was open."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QPlainTextEdit

from reviewer.desktop import crash_reports, settings
from reviewer.desktop.crash_reports import CrashReport
from reviewer.gui.accessibility import announce
from reviewer.gui.theme import room_for
from reviewer.gui.widgets.keys import as_form, on_keys_within
from reviewer.gui.widgets.parts import button, column, label, row

HIGH = 26
"""How high the report is, in steps of the grid."""


class CrashNotice(QFrame):
    """Above the status of the window until it is copied and left, or deleted. ``case_wanted`` carries a path."""

    case_wanted = Signal(object)
    left = Signal()

    def __init__(self, reports: list[CrashReport], case: Path | None) -> None:
        super().__init__()
        self.setObjectName("notice")
        self._reports = reports
        words = self.tr(
            "Evidence Reviewer did not end as it should, or something in it failed. What was saved before is in the "
            "case. This report is for whoever keeps the program for you. It holds no words of any case, no names of "
            "files and no folders. It stays on this laptop unless you send it."
        )
        self.what = label(words, wrap=True, selectable=True)
        self.report = QPlainTextEdit("\n".join(each.text for each in reports))
        self.report.setReadOnly(True)
        self.report.setTabChangesFocus(True)
        self.report.setAccessibleName(self.tr("Crash report"))
        self.report.setFixedHeight(room_for(HIGH))
        self.again = button(self.tr("Open the case again"), lambda: self._open(case), "main")
        self.again.setVisible(case is not None)
        self.copy = button(self.tr("Copy"), self._copy)
        self.delete = button(self.tr("Delete"), self._delete)
        later = button(self.tr("Later"), self.left.emit)
        self.said = label("", "small")
        title = label(self.tr("Crash report"), "title")
        buttons = row(self.again, self.copy, self.delete, later, self.said, 1)
        self.setLayout(column(title, self.what, self.report, buttons, margins=(4, 2, 3, 2), gap=2))
        as_form(self)
        on_keys_within(self, {"Esc": self.left.emit})

    def _open(self, case: Path | None) -> None:
        self.left.emit()
        self.case_wanted.emit(case)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report.toPlainText())
        self.said.setText(self.tr("Copied."))
        announce(self.said, self.said.text())

    def _delete(self) -> None:
        crash_reports.delete(self._reports)
        self.left.emit()


def after_a_crash() -> CrashNotice | None:
    """The notice, where there is a report; it offers the case that was open when the program ended."""
    crash_reports.gather()
    reports = crash_reports.listed()
    case = settings.open_case()
    return CrashNotice(reports, case) if reports else None
