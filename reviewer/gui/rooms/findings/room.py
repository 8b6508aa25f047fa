"""The Findings room: three parts, one in sight."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from reviewer.domain.policy.allegation import AllegationId
from reviewer.gui.navigation import AllegationTarget, Target
from reviewer.gui.rooms.findings.allegations import AllegationsPart
from reviewer.gui.rooms.findings.complaints import ComplaintsPart
from reviewer.gui.rooms.findings.policy import PolicyPart
from reviewer.gui.session import Session
from reviewer.gui.widgets.keys import on_keys_within
from reviewer.gui.widgets.switch import PartedRoom


class FindingsRoom(PartedRoom):
    """Allegations, the policy they stand on, and the complaints of earlier years."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.allegations = AllegationsPart(session)
        self.policy = PolicyPart(session)
        self.complaints = ComplaintsPart(session)
        parts: dict[str, QWidget] = {
            "allegations": self.allegations,
            "policy": self.policy,
            "complaints": self.complaints,
        }
        self.lay_out_parts(parts, self._names())
        self.allegations.policy_wanted.connect(partial(self.show_part, "policy"))
        self.allegations.complaints_wanted.connect(partial(self.show_part, "complaints"))
        session.renamed.connect(self._show_reviewer)
        on_keys_within(self, {"Ctrl+G": self._look_again})

    def _names(self) -> dict[str, str]:
        return {
            "allegations": self.tr("Allegations"),
            "policy": self.tr("Policy"),
            "complaints": self.tr("Complaints"),
        }

    def _look_again(self) -> None:
        self.show_part("allegations")
        self.allegations.look_again()

    def leave_buttons(self) -> None:
        """From the buttons of the parts back into the part, and out of what stands beside it."""
        super().leave_buttons()
        if self.stack.currentWidget() is self.allegations:
            self.allegations.leave_aside()

    def show_target(self, target: Target) -> None:
        """Show an allegation."""
        if isinstance(target, AllegationTarget):
            self.show_allegation(target.allegation)

    def show_allegation(self, allegation: AllegationId) -> None:
        """Show one allegation."""
        self.show_part("allegations")
        self.allegations.show_allegation(allegation)

    def _show_reviewer(self, _name: str) -> None:
        """Somebody else is at the keyboard, who may sign what the one before could not."""
        self.allegations.sheet.finding.refresh()

    def close_workers(self) -> None:
        """Let the worker go and forget what was shown."""
        self.allegations.close_workers()
