from __future__ import annotations

import pytest

from reviewer.domain.analysis.missing_quoted import Sent, at_the_minute, key_of
from reviewer.domain.analysis.quote_parser import QuotedHeader

ADA = QuotedHeader("Lune, Ada", "", "Bo Reef", "2016-05-03T09:15", "May 3, 2016 9:15 AM", "RE: Cameras")


@pytest.mark.parametrize(
    ("name", "address", "date", "subject"),
    [
        ("Ada Lune", "ada@agency.example", "2016-05-03T16:15:30Z", "Something else"),  # seven hours west of Greenwich
        ("Ada Lune", "", "2016-05-03T03:45:00Z", "Something else"),  # five and a half east
        ("Ada Lune", "", "2016-05-03T16:22:00Z", "Cameras"),  # another minute, the same subject
        ("", "ada.lune@agency.example", "2016-05-03T16:15:30Z", "Something else"),
        ("", "ALune@agency.example", "2016-05-03T16:15:30Z", "Something else"),
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


@pytest.mark.parametrize("address", ["bo.lune@agency.example", "lune@agency.example", "ada.lune.reef@agency.example"])
def test_an_address_that_spells_another_name_is_another_sender(address: str) -> None:
    sent = Sent()
    sent.add("", address, "2016-05-03T16:15:00Z", "Cameras")
    assert not sent.has(ADA)


def test_without_a_sender_and_a_time_nothing_is_called_missing() -> None:
    assert key_of(QuotedHeader("Ada", "", "", "2016-05-03T09:15")) is None
    assert key_of(QuotedHeader("Ada Lune", "", "", "2016-05-03")) is None
    assert key_of(ADA) == (("ada", "lune"), "2016-05-03T09:15", "cameras")


@pytest.mark.parametrize(
    ("told", "date", "same"),
    [
        ("Sun, 21 Jul 2002 15:12:11 -0400", "2002-07-21T19:12:40Z", True),
        ("Sun, 21 Jul 2002 15:12:11 -0400", "2002-07-21T09:12:08Z", False),
        ("21 July 2002 15:12", "2002-07-21T19:12:40Z", True),
        ("21 July 2002 15:12", "2002-07-21T19:13:00Z", False),
        ("21 July 2002 15:12", "2002-07-23T15:12:00Z", False),
        ("21 July 2002 15:12", None, False),
    ],
)
def test_the_very_minute_is_by_the_zone_that_is_told(told: str, date: str | None, same: bool) -> None:  # noqa: FBT001
    assert at_the_minute(QuotedHeader("Ada", date="2002-07-21T15:12", date_text=told), date) is same


def test_one_message_is_found_among_very_many_of_its_sender() -> None:
    sent = Sent()
    days = [
        f"{year}-{month:02}-{day:02}" for year in range(1990, 2024) for month in range(1, 13) for day in range(1, 29)
    ]
    for day in reversed(days):
        sent.add("", "ada@agency.example", f"{day}T20:07:00Z", "Report")
    quoted = [QuotedHeader("", "ada@agency.example", "", f"{day}T09:15", "", "Cameras") for day in days]
    assert not any(sent.has(header) for header in quoted)
    sent.add("", "ada@agency.example", "2001-01-01T16:15:00Z", "Cameras")
    assert [header.date for header in quoted if sent.has(header)] == ["2001-01-01T09:15"]


@pytest.mark.parametrize("date", ["0001-01-01T00:00", "9999-12-31T23:59"])
def test_a_moment_at_the_end_of_all_calendars_is_looked_for_too(date: str) -> None:
    sent = Sent()
    sent.add("Ada Lune", "", f"{date}:00Z", "Cameras")
    assert sent.has(QuotedHeader("Ada Lune", date=date, subject="Cameras"))
