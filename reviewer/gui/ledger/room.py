"""The Ledger room."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from reviewer.domain.ids import BenefitId
from reviewer.gui.session import Session


class LedgerRoom(QWidget):
    """What officers received and recommended, counted, and down to the words that prove it."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session

    def show_benefit(self, benefit: BenefitId) -> None:
        """Show one benefit."""

    def close_workers(self) -> None:
        """Let the workers go and forget what was shown."""
