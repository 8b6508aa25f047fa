"""What a reviewer does to allegations and findings by hand, each as one operation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject

from reviewer.casefile.engine.case import Case
from reviewer.domain.people.signing_key import SigningKey
from reviewer.domain.policy.allegation import Allegation, AllegationId, Side
from reviewer.domain.policy.finding import Outcome, Standard
from reviewer.errors import KnownError
from reviewer.gui.session import Session
from reviewer.gui.widgets.progress_line import SearchWait
from reviewer.usecases.people import signing
from reviewer.usecases.policy import allegations, element_searches, findings
from reviewer.usecases.policy.element_searches import Affirmed
from reviewer.usecases.policy.findings import AllegedFinding

T = TypeVar("T")
Refused = Callable[[KnownError], None]


class FindingsActs(QObject):
    """Each act names the allegation; what was refused goes to whoever asked, where one is given."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session

    @property
    def who(self) -> str:
        """Who acts."""
        return self._session.reviewer

    def _run(
        self, fn: Callable[[Case], T], then: Callable[[T], None] | None = None, refused: Refused | None = None
    ) -> None:
        asked = self._session.operation(self, fn)
        if then is not None:
            asked.success(then)
        if refused is not None:
            asked.failure(refused)
        asked.run()

    def _searching(
        self, waiting: SearchWait, fn: Callable[[Case], T], then: Callable[[T], None], refused: Refused
    ) -> None:
        """An act that searches before it is done, which ``waiting`` shows and can stop."""

        def done(answer: T) -> None:
            waiting.over()
            then(answer)

        def fail(error: KnownError) -> None:
            waiting.over()
            refused(error)

        self._run(waiting.watched(fn), done, fail)

    # -- allegations ----------------------------------------------------------------------------------------------

    def allege(
        self,
        officer: str,
        clause: str,
        said: tuple[str, str, str],
        then: Callable[[Allegation], None],
        refused: Refused,
    ) -> None:
        """Allege an act; ``said`` is the act, its date, and the vendor."""
        (act, date, vendor), who = said, self.who
        self._run(
            lambda case: allegations.add(case, officer, clause, act, date, vendor=vendor, reviewer=who),
            then,
            refused,
        )

    def describe(
        self, allegation: AllegationId, said: tuple[str, str, str], then: Callable[[Allegation], None], refused: Refused
    ) -> None:
        """Describe the act otherwise."""
        (act, date, vendor), who = said, self.who
        self._run(
            lambda case: allegations.change(case, allegation, act=act, date=date, vendor=vendor, reviewer=who),
            then,
            refused,
        )

    def remove(self, allegation: AllegationId, then: Callable[[Allegation], None], refused: Refused) -> None:
        """Remove an allegation."""
        self._run(partial(allegations.remove, allegation=allegation, reviewer=self.who), then, refused)

    def weigh(self, allegation: AllegationId, element: int, side: Side, names: Sequence[str]) -> None:
        """Put something to one side of an element, or rely on it as it is now."""
        supporting, opposing = (names, ()) if side is Side.FOR else ((), names)
        self._run(
            partial(
                allegations.weigh,
                allegation=allegation,
                element=element,
                supporting=supporting,
                opposing=opposing,
                reviewer=self.who,
            )
        )

    def explain(self, allegation: AllegationId, element: int, words: str) -> None:
        """Explain how an element is to be read."""
        self._run(
            partial(allegations.weigh, allegation=allegation, element=element, explanation=words, reviewer=self.who)
        )

    def drop(self, allegation: AllegationId, element: int, side: Side, names: Sequence[str]) -> None:
        """Take something out of one side of an element."""
        supporting, opposing = (names, ()) if side is Side.FOR else ((), names)
        self._run(
            partial(
                allegations.drop,
                allegation=allegation,
                element=element,
                supporting=supporting,
                opposing=opposing,
                reviewer=self.who,
            )
        )

    def unconfirm(self, allegation: AllegationId, element: int, side: Side) -> None:
        """Take back that a side was looked for."""
        self._run(partial(allegations.drop, allegation=allegation, element=element, searched=[side], reviewer=self.who))

    def confirm(
        self,
        allegation: AllegationId,
        cell: tuple[int, Side],
        queries: Sequence[str],
        *,
        note: str = "",
        waiting: SearchWait,
        then: Callable[[Allegation], None],
        refused: Refused,
    ) -> None:
        """Confirm that a side of an element was looked for, by these searches, which are made once more."""
        element, side = cell
        self._searching(
            waiting,
            partial(
                allegations.confirm,
                allegation=allegation,
                element=element,
                queries=queries,
                side=side,
                note=note,
                reviewer=self.who,
            ),
            then,
            refused,
        )

    # -- findings -------------------------------------------------------------------------------------------------

    def draft(
        self,
        allegation: AllegationId,
        said: tuple[str, str, Standard, int | None],
        then: Callable[[AllegedFinding], None],
        refused: Refused,
    ) -> None:
        """Draft the finding: ``said`` is the outcome or the agency's name for it, the reason, standard, exemption."""
        (outcome, reason, standard, exemption), who = said, self.who
        self._run(
            lambda case: findings.draft(
                case,
                allegation,
                outcome,
                reason=reason,
                standard=standard,
                exemption=exemption,
                reviewer=who,
            ),
            then,
            refused,
        )

    def step(
        self,
        verb: str,
        allegation: AllegationId,
        said: tuple[str, str, str | None],
        then: Callable[[AllegedFinding], None],
        refused: Refused,
    ) -> None:
        """Propose, review or finalise the finding; ``said`` is a comment, who does it, and the passphrase of a key."""
        comment, who, passphrase = said
        steps = {"propose": findings.propose, "review": findings.review, "finalise": findings.finalise}
        asked = partial(steps[verb], allegation=allegation, comment=comment, passphrase=passphrase, reviewer=who)
        self._run(asked, then, refused)

    def reopen(
        self, allegation: AllegationId, reason: str, then: Callable[[AllegedFinding], None], refused: Refused
    ) -> None:
        """Begin a new draft, and say why."""
        self._run(partial(findings.reopen, allegation=allegation, reason=reason, reviewer=self.who), then, refused)

    def make_key(self, name: str, passphrase: str, then: Callable[[SigningKey], None], refused: Refused) -> None:
        """Make a signing key for a reviewer."""
        self._run(partial(signing.add, name=name, passphrase=passphrase, reviewer=self.who), then, refused)

    def end_key(self, name: str, why: str, then: Callable[[SigningKey], None], refused: Refused) -> None:
        """End a reviewer's signing key, as when its passphrase is forgotten."""
        self._run(partial(signing.revoke, name=name, why=why, reviewer=self.who), then, refused)

    def affirm(self, waiting: SearchWait, then: Callable[[Affirmed], None], refused: Refused) -> None:
        """Confirm again all searches of which nothing new is left to be looked at."""
        self._searching(waiting, partial(element_searches.affirm, reviewer=self.who), then, refused)

    def label(self, name: str, outcome: Outcome | None, refused: Refused) -> None:
        """Say which outcome an agency's own name stands for, or forget it."""
        asked = partial(findings.label, name=name, outcome=outcome, reviewer=self.who)
        self._session.operation(self, asked).failure(refused).run()
