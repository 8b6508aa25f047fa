"""What the passages add up to: benefits and endorsements, each by the passages that prove it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from reviewer.usecases.demo.cast import Cast
from reviewer.usecases.demo.plan import PlannedBenefit, PlannedEndorsement, PlannedPassage


def benefits(
    cast: Cast, given: Sequence[dict[str, Any]], passages: Sequence[PlannedPassage]
) -> Iterator[PlannedBenefit]:
    """One benefit for each line of the lists that was not returned, and those that single messages tell of.

    A message that proves what a list says already adds its passage to that benefit, and no benefit of its own.
    """
    also = _also_proved(cast, given)
    for handout in cast.handouts:
        for row in handout.rows:
            if row.officer.key in handout.returned:
                continue
            serial = row.officer.serial
            listed = [
                each.key
                for each in passages
                if each.key.startswith(f"{handout.key}:") and any(who.serial == serial for who in each.officers)
            ]
            yield PlannedBenefit(
                serial=serial,
                what=handout.what,
                product=handout.product,
                low=handout.fair_value,
                high=handout.fair_value,
                paid=handout.paid,
                outcome="accepted",
                date=handout.date,
                passages=(*listed, *also.get(serial, ())),
                code=handout.code,
                priced=tuple(each.key for each in passages if handout.key in each.prices),
            )
    for each in given:
        for told in each.get("benefit", ()):
            values = {name: value for name, value in told.items() if name not in {"officer", "passages"}}
            yield PlannedBenefit(
                serial=cast.officer(told["officer"]).serial,
                paid=0,
                passages=tuple(f"{each['key']}#{number}" for number in told["passages"]),
                **values,
            )


def endorsements(cast: Cast, given: Sequence[dict[str, Any]]) -> Iterator[PlannedEndorsement]:
    """The recommendations that the messages tell of."""
    for each in given:
        for told in each.get("endorsement", ()):
            yield PlannedEndorsement(
                serial=cast.officer(told["officer"]).serial,
                audience=told["audience"],
                medium=told["medium"],
                date=each["date"][:10],
                passages=(f"{each['key']}#{told['passage']}",),
            )


def _also_proved(cast: Cast, given: Sequence[dict[str, Any]]) -> dict[str, list[str]]:
    also: dict[str, list[str]] = {}
    for each in given:
        for number, passage in enumerate(each.get("passage", ())):
            for key in passage.get("proves", ()):
                also.setdefault(cast.officer(key).serial, []).append(f"{each['key']}#{number}")
    return also
