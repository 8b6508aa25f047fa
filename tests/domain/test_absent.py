from __future__ import annotations

import pytest

from reviewer.domain.absent import Sent, key_of
from reviewer.domain.quoted import QuotedHeader

ADA = QuotedHeader("Lune, Ada", "", "Bo Reef", "2016-05-03T09:15", "May 3, 2016 9:15 AM", "RE: Cameras")


@pytest.mark.parametrize(
    ("name", "address", "date", "subject"),
    [
        ("Ada Lune", "ada@agency.example", "2016-05-03T16:15:30Z", "Something else"),  # seven hours west of Greenwich
        ("Ada Lune", "", "2016-05-03T03:45:00Z", "Something else"),  # five and a half east
        ("Ada Lune", "", "2016-05-03T16:22:00Z", "Cameras"),  # another minute, the same subject
    ],
)
def test_a_message_of_that_sender_and_moment_is_the_one_quoted(
    name: str, address: str, date: str, subject: str
) -> None:
    sent = Sent()
    sent.add(name, address, date, subject)
    assert sent.has(ADA)


@pytest.mark.parametrize(
    ("name", "date", "subject"),
    [
        ("Bo Reef", "2016-05-03T16:15:00Z", "Cameras"),
        ("Ada Lune", "2016-05-03T16:22:00Z", "Something else"),
        ("Ada Lune", "2016-05-05T09:15:00Z", "Cameras"),
        ("Ada Lune", "", "Cameras"),
    ],
)
def test_another_sender_or_moment_is_another_message(name: str, date: str, subject: str) -> None:
    sent = Sent()
    sent.add(name, "", date, subject)
    assert not sent.has(ADA)


def test_without_a_sender_and_a_time_nothing_is_called_missing() -> None:
    assert key_of(QuotedHeader("Ada", "", "", "2016-05-03T09:15")) is None
    assert key_of(QuotedHeader("Ada Lune", "", "", "2016-05-03")) is None
    assert key_of(ADA) == (("ada", "lune"), "2016-05-03T09:15", "cameras")
