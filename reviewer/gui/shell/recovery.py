"""The recovery sheet in the window: what it is, made on paper or as a PDF, and whether somebody holds it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QFrame

from reviewer.gui.accessibility import announce
from reviewer.gui.session import Session
from reviewer.gui.widgets.flow import Flow
from reviewer.gui.widgets.keys import as_form, on_keys_within
from reviewer.gui.widgets.parts import button, column, keep_room, label
from reviewer.gui.widgets.tab_order import lead
from reviewer.usecases import recovery_sheet


class RecoveryForm(QFrame):
    """Above the room once a case was made, and when Custody asks for it; ``left`` when it goes."""

    left = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("notice")
        self._session = session
        self.what = label(
            self.tr(
                "The recovery sheet is one page with the key of this case. It opens the case without the passphrase, "
                "for you and for anybody else who holds it. Print it and keep it in a safe, away from this laptop. "
                "When the passphrase is changed, the sheet no longer opens this file: make a new one then."
            ),
            wrap=True,
        )
        self.said = label("", wrap=True)
        keep_room(self.said)
        self.print = button(self.tr("Print…"), self._print, "main")
        self.save = button(self.tr("Save as PDF…"), self._save)
        self.kept = button(self.tr("It is on paper, and all five lines can be read"), self._confirm, "main")
        self.leave = button(self.tr("Not now"), self._leave)
        buttons = Flow(gap=2)
        for each in (self.kept, self.print, self.save, self.leave):
            buttons.addWidget(each)
        title = label(self.tr("Recovery sheet"), "title")
        self.setLayout(column(title, self.what, self.said, buttons, margins=(4, 2, 3, 2), gap=2))
        as_form(self)
        on_keys_within(self, {"Esc": self._leave})
        lead(self, self.print)
        self.hide()

    def ask(self) -> None:
        """Offer to make the sheet."""
        self._say("")
        self._offer_kept(offered=False)
        self.leave.setText(self.tr("Not now"))
        self.show()
        self.print.setFocus()

    def _print(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        if dialog.exec() != QPrintDialog.DialogCode.Accepted:
            return
        made = self._session.operation(self, partial(recovery_sheet.draw, reviewer=self._session.reviewer))
        made.success(partial(self._drawn, printer)).run()

    def _drawn(self, printer: QPrinter, pages: list[bytes]) -> None:
        if put_on_paper(printer, pages):
            self._ask_kept(self.tr("Sent to the printer. Look at the page: is it all there?"))
        else:
            self._say(self.tr("The printer did not take it. Try another one, or save the sheet as a PDF."))

    def _save(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save the recovery sheet"), self.tr("recovery sheet.pdf"), self.tr("PDF (*.pdf)"),
            options=QFileDialog.Option.DontConfirmOverwrite,
        )  # fmt: skip
        if not name:
            return
        out = Path(name) if name.endswith(".pdf") else Path(f"{name}.pdf")
        write = partial(recovery_sheet.write, out=out, reviewer=self._session.reviewer)
        words = self.tr("Saved as {0}. Print it, then delete the file: whoever has the file can open the case.")
        self._session.operation(self, write).success(lambda _done: self._ask_kept(words.format(out))).run()

    def _ask_kept(self, words: str) -> None:
        self._say(words)
        self._offer_kept(offered=True)
        self.leave.setText(self.tr("Close"))
        self.kept.setFocus()

    def _offer_kept(self, *, offered: bool) -> None:
        """One next step at a time: to print, or to say that it is on paper."""
        self.kept.setVisible(offered)
        self.print.setProperty("role", "" if offered else "main")
        self.print.style().polish(self.print)

    def _confirm(self) -> None:
        confirm = partial(recovery_sheet.confirm, reviewer=self._session.reviewer)
        self._session.operation(self, confirm).success(lambda _done: self._leave()).run()

    def _leave(self) -> None:
        self.hide()
        self.left.emit()

    def _say(self, words: str) -> None:
        self.said.setText(words)
        self.said.setVisible(bool(words))
        announce(self.said, words)


def put_on_paper(printer: QPrinter, pages: list[bytes]) -> bool:
    """Print pictures of pages, each as large as the paper allows; False where the printer does not take them."""
    painter = QPainter()
    if not painter.begin(printer):
        return False
    paper = printer.pageRect(QPrinter.Unit.DevicePixel)
    for number, page in enumerate(pages):
        if number:
            printer.newPage()
        picture = QImage.fromData(page)
        size = picture.size().toSizeF().scaled(paper.size(), Qt.AspectRatioMode.KeepAspectRatio)
        painter.drawImage(QRectF((paper.width() - size.width()) / 2, 0, size.width(), size.height()), picture)
    return painter.end()
