"""Amounts of money, in hundredths of a currency's unit, as people write and read them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reviewer.errors import InputError

DOLLARS = "USD"
MOST = 10**12
"""Hundredths; anything above is a slip of the keyboard."""

_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP"}
_NUMBER = r"\d{1,3}(?:,\d{3}){1,9}(?:\.\d{1,2})?|\d{1,30}(?:\.\d{1,2})?"
_AMOUNT = re.compile(rf"(?P<before>[$€£]|[A-Z]{{3}})?\s*(?P<number>{_NUMBER})\s*(?P<after>[A-Z]{{3}}|[$€£])?")
_RANGE = re.compile(r"\s*(?:–|—|\.\.|(?<=[\d\sA-Z])-|\bto\b)\s*")
_ADVICE = "Write it as 199, $199.00 or 199 EUR; a range as 150-199."


@dataclass(frozen=True, slots=True)
class Amount:
    """Hundredths of a unit, and the currency (ISO 4217), empty where none was said."""

    cents: int
    currency: str = ""


def amount(text: str) -> Amount:
    """The amount that words say; InputError when they say none, less than nothing, or two currencies."""
    plain = text.strip()
    if plain.startswith(("-", "−")) or re.match(r"[$€£]\s*[-−]", plain):
        raise InputError(f"“{plain}” is less than nothing", "An amount is 0 or more.")
    match = _AMOUNT.fullmatch(plain)
    if match is None:
        raise InputError(f"“{plain}” is no amount of money", _ADVICE)
    named = {_SIGNS.get(mark, mark) for mark in (match["before"], match["after"]) if mark}
    if len(named) > 1:
        raise InputError(f"“{plain}” names two currencies", _ADVICE)
    whole, _, fraction = match["number"].replace(",", "").partition(".")
    cents = int(whole) * 100 + int(fraction.ljust(2, "0") or 0)
    if cents > MOST:
        raise InputError(f"“{plain}” is more than can be meant")
    return Amount(cents, named.pop() if named else "")


def amounts(text: str) -> tuple[Amount, Amount]:
    """The lower and the upper end of a range, or the same amount twice; InputError as in :func:`amount`."""
    try:
        one = amount(text)
    except InputError:
        ends = _RANGE.split(text.strip())
        if len(ends) != 2 or not all(ends):
            raise
        low, high = amount(ends[0]), amount(ends[1])
    else:
        low = high = one
    currencies = {each.currency for each in (low, high) if each.currency}
    if len(currencies) > 1:
        raise InputError(f"“{text.strip()}” names two currencies", _ADVICE)
    if low.cents > high.cents:
        raise InputError(f"“{text.strip()}” ends below where it begins")
    currency = currencies.pop() if currencies else ""
    return Amount(low.cents, currency), Amount(high.cents, currency)


def written(cents: int, currency: str = DOLLARS) -> str:
    """An amount for people: ``$1,299.00``, ``50.00 EUR``."""
    number = f"{abs(cents) // 100:,}.{abs(cents) % 100:02}"
    sign = "−" if cents < 0 else ""
    return f"{sign}${number}" if currency == DOLLARS else f"{sign}{number} {currency}"


def range_written(low: int, high: int, currency: str = DOLLARS) -> str:
    """One amount where both ends are the same, else both."""
    return written(low, currency) if low == high else f"{written(low, currency)} to {written(high, currency)}"


def units(cents: int) -> int | float:
    """The amount in whole units, as a number for JSON: 199, or 199.5."""
    return cents // 100 if cents % 100 == 0 else cents / 100
