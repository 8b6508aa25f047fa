"""What is done in the Ledger room, each as one operation; views refresh by what changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject

from reviewer.domain.ids import BenefitId, EndorsementId
from reviewer.gui.session import Session
from reviewer.usecases.ledger import benefit_duplicates, benefits, endorsements


class LedgerActs(QObject):
    """Deletes and merges; each can be undone."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session

    def remove_benefit(self, benefit: BenefitId) -> None:
        """Delete a benefit; its passages stay."""
        act = partial(benefits.remove, benefit=benefit, reviewer=self._session.reviewer)
        self._session.operation(self, act).run()

    def remove_endorsement(self, endorsement: EndorsementId) -> None:
        """Delete an endorsement; its passages stay."""
        act = partial(endorsements.remove, endorsement=endorsement, reviewer=self._session.reviewer)
        self._session.operation(self, act).run()

    def merge(self, several: Sequence[BenefitId], then: Callable[[BenefitId], None]) -> None:
        """Make entries one, the lowest number with the passages of all."""
        kept, *others = sorted(several)
        act = partial(benefit_duplicates.merge, kept=kept, others=others, reviewer=self._session.reviewer)
        self._session.operation(self, act).success(lambda _entry: then(kept)).run()

    def part(self, several: Sequence[BenefitId]) -> None:
        """Let entries that were merged into another stand for themselves again."""
        act = partial(benefit_duplicates.part, several=several, reviewer=self._session.reviewer)
        self._session.operation(self, act).run()
