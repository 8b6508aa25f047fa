"""Choose the language of scanned pages, from those that this laptop has data for."""

from __future__ import annotations

from reviewer.desktop import preferences, tessdata
from reviewer.gui.accessibility import name_choice
from reviewer.gui.session import Session
from reviewer.gui.widgets.choice import Choice


def offered_languages() -> list[str]:
    """Each language that there is data for, and all of them together where they are few."""
    found = list(tessdata.languages())
    return [*found, *(["+".join(found)] if 1 < len(found) < 4 else [])]


class LanguageBox(Choice):
    """By Tesseract's names (``eng``), each, and all of them together.

    At first it has what was chosen last in this window, or else what the settings say.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        name_choice(self, self.tr("Language of the scanned pages"))
        self.setToolTip(self.tr("Language of the scanned pages, by Tesseract's names"))
        self.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToContents)
        self.refresh()
        self.activated.connect(self._chosen)
        session.preferred.connect(self._preferred)

    def refresh(self) -> None:
        """Offer what there is data for now."""
        wanted = self._session.language or preferences.current().ocr_language
        self.clear()
        self.addItems(offered_languages())
        self.setCurrentIndex(max(0, self.findText(wanted)))

    @property
    def language(self) -> str:
        """The language chosen; empty where there is data for none."""
        return self.currentText()

    def _preferred(self, name: str) -> None:
        if name == "ocr_language":
            self.refresh()

    def _chosen(self, _index: int) -> None:
        self._session.language = self.language
