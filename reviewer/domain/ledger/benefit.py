"""Benefits: what an officer received, was offered or asked for, and the passages that prove each field of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType

from reviewer.domain import money
from reviewer.domain.dates import NO_DATE, When
from reviewer.domain.ids import BenefitId, OfficerId, PassageId
from reviewer.errors import InputError

ProofId = NewType("ProofId", int)


class What(StrEnum):
    """The kind of thing."""

    DEVICE = "device"
    CODE = "discount code"
    MONEY = "money"
    SERVICE = "service"
    OTHER = "other"


class Outcome(StrEnum):
    """How far it came."""

    SOLICITED = "solicited"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    RETURNED = "returned"
    PASSED_ON = "passed on"


class Status(StrEnum):
    """How it stands with the proof."""

    ALLEGED = "alleged"
    SUPPORTED = "supported"
    DISPUTED = "disputed"
    DISPROVED = "disproved"


class Field(StrEnum):
    """What of a benefit a passage proves. ``ENTRY`` is all of it, ``USE`` one use of its code.

    The donor is kept by the older word for it, as is the column.
    """

    ENTRY = "entry"
    DONOR = "giver"
    VIA = "via"
    OFFICER = "officer"
    WHAT = "what"
    DESCRIPTION = "description"
    QUANTITY = "quantity"
    VALUE = "value"
    PAID = "paid"
    CODE = "code"
    USES = "uses"
    THRESHOLD = "threshold"
    REWARD = "reward"
    OUTCOME = "outcome"
    DATE = "date"
    USE = "use"

    @property
    def words(self) -> str:
        """As people call it."""
        return "donor" if self is Field.DONOR else self.value

    @classmethod
    def _missing_(cls, value: object) -> Field | None:
        return cls.DONOR if value == "donor" else None


RECEIVED = frozenset({Outcome.ACCEPTED, Outcome.PASSED_ON})
ALLEGED = frozenset({Outcome.SOLICITED, Outcome.OFFERED})
"""What was asked for or offered, and of which it is not known that anybody received it; counted apart."""

RULE = (
    "What was accepted, or accepted and passed on, counts, unless it is disproved. "
    "What was only asked for or offered does not and is counted apart; nor does what was declined or returned."
)
VALUE_RULE = (
    "The value of a benefit is its quantity times the fair value of one, less what was paid for all of it, "
    "and never less than nothing."
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is said of a benefit.

    ``low`` and ``high`` bound the fair value of one, in hundredths of the currency, None where it is not known.
    ``paid`` was paid for all of it. ``uses`` of the code were stated; ``threshold`` uses earn the ``reward``.
    """

    officer: OfficerId
    what: What
    donor: str = ""
    donor_organisation: int | None = None
    via: str = ""
    description: str = ""
    quantity: int = 1
    low: int | None = None
    high: int | None = None
    currency: str = money.DOLLARS
    valued: str = ""
    paid: int = 0
    code: str = ""
    uses: int | None = None
    threshold: int | None = None
    reward: str = ""
    outcome: Outcome = field(kw_only=True)  # never taken for granted: it decides whether the benefit counts
    when: When = NO_DATE
    status: Status = Status.ALLEGED

    @property
    def counts(self) -> bool:
        """Whether it is among the benefits received: see :data:`RULE`."""
        return counts(self.outcome, self.status)

    @property
    def net(self) -> tuple[int, int] | None:
        """Fair value less what was paid, lower and upper end: see :data:`VALUE_RULE`."""
        return net(self.quantity, self.low, self.high, self.paid)

    @property
    def written(self) -> tuple[str, ...]:
        """What reviewers wrote in it themselves."""
        return self.description, self.donor, self.via, self.valued, self.reward


@dataclass(frozen=True, slots=True)
class Proof:
    """A passage that proves a field of a benefit; ``benefit`` is the entry it was set on."""

    id: ProofId
    benefit: BenefitId
    field: Field
    passage: PassageId


@dataclass(frozen=True, slots=True)
class Benefit:
    """An entry of the ledger. Its proofs include those of entries that were merged into it."""

    id: BenefitId
    facts: Facts
    reviewer: str
    created: str
    proofs: tuple[Proof, ...] = ()
    merged: tuple[BenefitId, ...] = ()
    merged_into: BenefitId | None = None

    @property
    def passages(self) -> tuple[PassageId, ...]:
        """The passages that prove it, each once."""
        return tuple(dict.fromkeys(proof.passage for proof in self.proofs))

    @property
    def counted_uses(self) -> int:
        """How many uses of its code passages prove, each passage once."""
        return len({proof.passage for proof in self.proofs if proof.field is Field.USE})


def counts(outcome: str, status: str) -> bool:
    """Whether a benefit of this outcome and status counts as received: see :data:`RULE`."""
    return outcome in RECEIVED and status != Status.DISPROVED


def net(quantity: int, low: int | None, high: int | None, paid: int) -> tuple[int, int] | None:
    """Both ends of quantity × fair value less paid, never below 0; None when the value is not known."""
    if low is None or high is None:
        return None
    return max(0, quantity * low - paid), max(0, quantity * high - paid)


def checked(facts: Facts) -> Facts:
    """The same facts; InputError for what cannot be."""
    if facts.quantity < 1:
        raise InputError(f"a quantity of {facts.quantity} cannot be", "It is 1 or more.")
    for name, value in (("uses", facts.uses), ("threshold", facts.threshold), ("paid", facts.paid)):
        if value is not None and value < 0:
            raise InputError(f"{name}: {value} is less than nothing", "It is 0 or more.")
    if facts.threshold == 0:
        raise InputError("a threshold of 0 uses promises nothing", "It is 1 or more, or not said.")
    if (facts.low is None) != (facts.high is None) or (facts.low or 0) > (facts.high or 0) or (facts.low or 0) < 0:
        raise InputError("a fair value has a lower and an upper end, 0 or more", "Write it as 199 or as 150-199.")
    if not re.fullmatch(r"[A-Z]{3}", facts.currency):
        raise InputError(f"“{facts.currency}” is no currency", "Three letters, as in USD (ISO 4217).")
    if max(facts.quantity, facts.uses or 0, facts.threshold or 0) > 10**6:
        raise InputError("no quantity and no number of uses above a million can be meant")
    return facts


def sum_in_words(facts: Facts) -> str:
    """The arithmetic of one benefit: ``2 × $199.00 less $50.00 paid = $348.00``."""
    if facts.net is None or facts.low is None or facts.high is None:
        return "value not known"
    value = money.range_written(facts.low, facts.high, facts.currency)
    times = f"{facts.quantity:,} × {value}" if facts.quantity > 1 else value
    if not facts.paid and facts.quantity == 1:
        return value
    paid = f" less {money.written(facts.paid, facts.currency)} paid" if facts.paid else ""
    return f"{times}{paid} = {money.range_written(*facts.net, facts.currency)}"
