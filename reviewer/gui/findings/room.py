"""The Findings room: three parts, one in sight."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from reviewer.domain.allegation import AllegationId
from reviewer.gui.session import Session


class FindingsRoom(QWidget):
    """Allegations, the policy they stand on, and the complaints of earlier years."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session

    def show_allegation(self, allegation: AllegationId) -> None:
        """Show one allegation."""

    def close_workers(self) -> None:
        """Let the workers go and forget what was shown."""
