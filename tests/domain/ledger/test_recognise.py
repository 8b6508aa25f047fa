"""What is proposed from the words of a passage."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain import dates
from reviewer.domain.ledger.recognise import Kind, prefill, recognise

SENT = "2016-05-18"  # a Wednesday


@pytest.mark.parametrize(
    ("quote", "kind", "values"),
    [
        ("worth $ 199.00, or 1,250 USD, say 50 dollars", Kind.AMOUNT, ["$199.00", "$1,250.00", "$50.00"]),
        ("Use code LANTERN25 at checkout.", Kind.CODE, ["LANTERN25"]),
        ("your promo code: FRIENDS", Kind.CODE, ["FRIENDS"]),
        ("The PMPD has a CODE of conduct for ALL", Kind.CODE, []),
        ("case number AB1234 and nothing else", Kind.CODE, []),
        ("14 uses so far", Kind.USES, ["14"]),
        ("it was used twelve times", Kind.USES, ["12"]),
        ("eleven more and you get a device", Kind.MORE, ["11"]),
        ("after 25 uses you earn one", Kind.THRESHOLD, ["25"]),
        ("two free video doorbells", Kind.QUANTITY, ["2"]),
        ("the Lantern Bell Pro camera is here", Kind.DEVICE, ["Lantern Bell Pro camera"]),
        ("delivered on May 3rd", Kind.DATE, ["on 2016-05-03"]),
        ("on 28 December we met", Kind.DATE, ["on 2015-12-28"]),
        ("June 4, 2015", Kind.DATE, ["on 2015-06-04"]),
        ("back in March 2015", Kind.DATE, ["on 2015-03"]),
        ("yesterday", Kind.DATE, ["on 2016-05-17"]),
        ("it came last week", Kind.DATE, ["between 2016-05-09 and 2016-05-15"]),
        ("last month", Kind.DATE, ["on 2016-04"]),
        ("last Friday", Kind.DATE, ["on 2016-05-13"]),
        ("on Monday", Kind.DATE, ["on 2016-05-16"]),
        ("three weeks ago", Kind.DATE, ["around 2016-04-27"]),
        ("05/03/2016 is either of two days", Kind.DATE, []),
    ],
)
def test_what_words_may_say(quote: str, kind: Kind, values: list[str]) -> None:
    assert [each.value for each in recognise(quote, SENT) if each.kind is kind] == values


def test_uses_and_what_lacks_make_the_threshold() -> None:
    found = recognise("Your code LANTERN25 has 14 uses.\nEleven more and a free device is yours.", SENT)
    fields = prefill(found)
    assert (fields["what"], fields["code"], fields["uses"], fields["threshold"]) == (
        "discount code", "LANTERN25", 14, 25,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("quote", "value"),
    [
        ("After 10 uses we send you a $100 gift card. Your code is GLOW10 and takes $50 off each camera.", "$50.00"),
        ("Here is your code GLOW10. Eleven more uses and you earn a $250 camera.", None),
        ("Use code GLOW10 at the fair and earn $25 for every 5 orders.", None),
        ("The code GLOW10 has 14 uses so far; a camera worth $199 is yours at 25 uses.", None),
        ("Code GLOW10, worth $50, has 14 uses, and eleven more earn you a $199 camera.", "$50.00"),
        ("Your reward is a lamp of $80, and with code GLOW10 a neighbor takes $20 off.", "$20.00"),
        ("You earn a $199 camera.", "$199.00"),
    ],
)
def test_the_worth_of_a_reward_is_not_proposed_as_that_of_the_code(quote: str, value: str | None) -> None:
    assert prefill(recognise(quote, SENT)).get("value") == value


def test_an_amount_before_a_device_is_no_number_of_devices() -> None:
    assert "quantity" not in prefill(recognise("you earn a $250 camera", SENT))


def test_what_stands_beside_a_quote_tells_what_it_is_and_is_not_proposed() -> None:
    (found,) = recognise("LANTERN25", SENT, before="worth $5, your code ", after=" has 14 uses")
    assert (found.kind, found.start, found.end, found.text) == (Kind.CODE, 0, 9, "LANTERN25")
    assert recognise("LANTERN25", SENT) == []


def test_a_message_without_a_date_tells_no_relative_days() -> None:
    assert [each.kind for each in recognise("yesterday, or on May 3rd")] == []


@given(st.text(max_size=200) | st.text("0123456789$€ ,.-/aeilnorstuy", max_size=200), st.dates().map(str))
def test_whatever_stands_there_each_find_is_in_the_words(quote: str, day: str) -> None:
    for found in recognise(quote, day):
        assert quote[found.start : found.end] == found.text
        if found.kind is Kind.DATE:
            assert dates.read(found.value).precision
