"""Amounts are read as people write them, and none below nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain import money
from reviewer.domain.money import Amount
from reviewer.errors import InputError


@pytest.mark.parametrize(
    ("text", "cents", "currency"),
    [
        ("199", 19900, ""),
        ("$ 199.00", 19900, "USD"),
        ("1,299.5", 129950, ""),
        ("20 EUR", 2000, "EUR"),
        ("£3", 300, "GBP"),
        ("USD 7.05", 705, "USD"),
        ("0", 0, ""),
    ],
)
def test_an_amount_is_read(text: str, cents: int, currency: str) -> None:
    assert money.amount(text) == Amount(cents, currency)


@pytest.mark.parametrize("text", ["-1", "$-1", "−3", "1.999", "1,2", "a lot", "", "$5 EUR", "1" * 20, "1" * 5_000])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        money.amount(text)


@pytest.mark.parametrize("text", ["150-199", "$150 – $199", "150 to 199 USD", "150..199"])
def test_a_range_has_two_ends(text: str) -> None:
    assert [each.cents for each in money.amounts(text)] == [15000, 19900]


@given(st.integers(0, money.MOST), st.sampled_from(["USD", "EUR", "CHF"]))
def test_an_amount_written_is_read_as_it_was(cents: int, currency: str) -> None:
    assert money.amount(money.written(cents, currency)) == Amount(cents, currency)
    assert round(money.units(cents) * 100) == cents
