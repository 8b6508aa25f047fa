"""The Exports room: five parts, one in sight."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from reviewer.domain.last_view import LastView
from reviewer.gui.navigation import PrivilegeTarget, ProductionTarget, Target
from reviewer.gui.rooms.exports.confidential_sources import SourcesPart
from reviewer.gui.rooms.exports.privilege import PrivilegePart
from reviewer.gui.rooms.exports.productions import ProductionsPart
from reviewer.gui.rooms.exports.redactions import RedactionsPart
from reviewer.gui.rooms.exports.report import ReportPart
from reviewer.gui.session import Session
from reviewer.gui.widgets.switch import PartedRoom


class ExportsRoom(PartedRoom):
    """The report with what was exported before, productions with their bundles, redactions, what is privileged.

    And who must not be named.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.report = ReportPart(session)
        self.productions = ProductionsPart(session)
        self.redactions = RedactionsPart(session)
        self.privilege = PrivilegePart(session)
        self.sources = SourcesPart(session)
        parts: dict[str, QWidget] = {
            "report": self.report,
            "productions": self.productions,
            "redactions": self.redactions,
            "privilege": self.privilege,
            "sources": self.sources,
        }
        self.lay_out_parts(parts, self._names())

    def _names(self) -> dict[str, str]:
        return {
            "report": self.tr("Report"),
            "productions": self.tr("Productions"),
            "redactions": self.tr("Redactions"),
            "privilege": self.tr("Privilege"),
            "sources": self.tr("Confidential sources"),
        }

    def show_target(self, target: Target) -> None:
        """Show a production, or what is claimed of a document."""
        if isinstance(target, ProductionTarget):
            self.show_part("productions")
            self.productions.show_production(target.production)
        if isinstance(target, PrivilegeTarget):
            self.show_part("privilege")
            self.privilege.show_item(target.item)

    def last_view(self, view: LastView) -> LastView:
        """Where one is, with what was chosen for the report."""
        return self.report.last_view(view)

    def come_back(self, view: LastView) -> None:
        """Offer for the report what was chosen the last time."""
        self.report.come_back(view)

    def close_workers(self) -> None:
        """Ask exports that are under way to stop."""
        self.report.cancel()
        self.productions.cancel()
        self.redactions.finding.progress.cancel()
