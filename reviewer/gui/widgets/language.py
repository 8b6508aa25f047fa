"""Choose the language of scanned pages, from those that this laptop has data for."""

from __future__ import annotations

from reviewer.desktop import tessdata
from reviewer.gui.accessibility import name_choice
from reviewer.gui.session import Session
from reviewer.gui.widgets.choice import Choice
from reviewer.usecases.pages.ocr import DEFAULT_LANGUAGE


class LanguageBox(Choice):
    """By Tesseract's names (``eng``), each, and all of them together; what was chosen last is chosen at first."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        name_choice(self, self.tr("Language of the scanned pages"))
        self.setToolTip(self.tr("Language of the scanned pages, by Tesseract's names"))
        self.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToContents)
        self.refresh()
        self.activated.connect(self._chosen)

    def refresh(self) -> None:
        """Offer what there is data for now."""
        found = list(tessdata.languages())
        wanted = self._session.language or (DEFAULT_LANGUAGE if DEFAULT_LANGUAGE in found else "")
        self.clear()
        self.addItems([*found, *(["+".join(found)] if 1 < len(found) < 4 else [])])
        self.setCurrentIndex(max(0, self.findText(wanted)))

    @property
    def language(self) -> str:
        """The language chosen; empty where there is data for none."""
        return self.currentText()

    def _chosen(self, _index: int) -> None:
        self._session.language = self.language
