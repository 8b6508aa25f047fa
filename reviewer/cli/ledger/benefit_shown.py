"""A benefit as JSON and as lines on the terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from reviewer.cli.session import print_json
from reviewer.cli.terminal import echo
from reviewer.domain import money
from reviewer.domain.ledger.benefit import Field, sum_in_words
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.pages.passage import one_line
from reviewer.usecases.ledger.benefits import BenefitEntry

DONOR_KEY = "giver"
"""What JSON calls a donor: the older word, for keys are never renamed."""


def benefit_json(entry: BenefitEntry) -> dict[str, Any]:
    """A benefit as the documented JSON object; amounts in whole units of the currency."""
    one, facts = entry.benefit, entry.benefit.facts
    net = facts.net or (None, None)
    days = facts.when.days
    return {
        "benefit": one.id,
        "officer": entry.officer.serial,
        "name": entry.officer.name,
        DONOR_KEY: facts.donor,
        "organisation": entry.organisation,
        "via": facts.via,
        "what": facts.what.value,
        "description": facts.description,
        "quantity": facts.quantity,
        "value_low": units(facts.low),
        "value_high": units(facts.high),
        "currency": facts.currency,
        "valued": facts.valued,
        "paid": money.units(facts.paid),
        "net_low": units(net[0]),
        "net_high": units(net[1]),
        "arithmetic": sum_in_words(facts),
        "code": facts.code,
        "uses": facts.uses,
        "uses_counted": one.counted_uses,
        "threshold": facts.threshold,
        "reward": facts.reward,
        "outcome": facts.outcome.value,
        "date": str(facts.when),
        "earliest": days.earliest,
        "latest": days.latest,
        "precision": facts.when.precision.value if facts.when.precision else "",
        "status": facts.status.value,
        "counts": facts.counts and one.merged_into is None,
        "merged": list(one.merged),
        "merged_into": one.merged_into,
        "passages": list(one.passages),
        "proofs": [{"field": proof.field.value, "passage": proof.passage} for proof in one.proofs],
    }


def proof_json(field: Field, marked: MarkedPassage) -> dict[str, Any]:
    """A passage that proves a field, with its words."""
    return {
        "field": field.value,
        "passage": marked.passage.id,
        "item": marked.control,
        "page": marked.passage.anchor.span.start.page,
        "quote": one_line(marked.passage.anchor.quote),
    }


def units(cents: int | None) -> int | float | None:
    """An amount in whole units, or None."""
    return None if cents is None else money.units(cents)


def print_one(entry: BenefitEntry, done: str, *, as_json: bool) -> None:
    """Print what a command did to a benefit."""
    if as_json:
        print_json(benefit_json(entry))
    else:
        echo(f"{done}:")
        print_line(entry)


def print_line(entry: BenefitEntry) -> None:
    """Print a benefit for people, in two lines."""
    facts = entry.benefit.facts
    mark = " " if facts.counts else "·"
    thing = f"{facts.quantity:,} × {facts.what}" if facts.quantity > 1 else facts.what.value
    told = " · ".join(_filled((thing, facts.description, facts.code, f"from {facts.donor}" if facts.donor else "")))
    echo(f"{f'B-{entry.benefit.id}':>5}{mark} {facts.when}  {entry.officer.serial} {entry.officer.name}  {told}")
    echo(f"       {facts.outcome}, {facts.status} · {sum_in_words(facts)} · {_passages(len(entry.benefit.passages))}")


def _passages(number: int) -> str:
    return f"{number:,} passage{'' if number == 1 else 's'}"


def _filled(texts: Iterable[str]) -> list[str]:
    return [text for text in texts if text]
