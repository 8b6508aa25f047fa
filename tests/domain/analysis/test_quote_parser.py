from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.analysis.quote_parser import QuotedHeader, part, people_in
from reviewer.domain.analysis.written_dates import local_moment

ADA = QuotedHeader("Ada Lune", "ada@agency.example", "", "2016-05-03T09:15")


@pytest.mark.parametrize(
    "line",
    [
        "On Tue, 3 May 2016 at 09:15, Ada Lune <ada@agency.example> wrote:",
        "On Tue, May 3, 2016 at 9:15 AM, Ada Lune\n<ada@agency.example> wrote:",
        "On 2016-05-03 09:15, Ada Lune <ADA@agency.example> wrote:",
        "Am 03.05.2016 um 09:15 schrieb Ada Lune <ada@agency.example>:",
        "Le mar. 3 mai 2016 à 09:15, Ada Lune <ada@agency.example> a écrit :",
        "El 3 de mayo de 2016, 9:15, Ada Lune <ada@agency.example> escribió:",
        "Il giorno 3 maggio 2016 09:15, Ada Lune <ada@agency.example> ha scritto:",
        "Op 3 mei 2016 om 09:15 schreef Ada Lune <ada@agency.example>:",
        "Em 3 de maio de 2016 09:15, Ada Lune <ada@agency.example> escreveu:",
    ],
)
def test_a_line_above_a_quote_tells_who_wrote_it_and_when(line: str) -> None:
    parted = part(f"Yes.\n\n{line}\n> The cameras are here.\n")
    assert [(each.name, each.address, each.date) for each in parted.headers] == [(ADA.name, ADA.address, ADA.date)]
    assert (parted.own.strip(), parted.quoted.strip()) == ("Yes.", "The cameras are here.")


OUTLOOK = """I agree.

-----Original Message-----
From: Lune, Ada [mailto:ada@agency.example]
Sent: Tuesday, May 3, 2016 9:15 AM
To: Reef, Bo; 'Kim Vole'
Cc: lee@agency.example
Subject: RE: Cameras

The cameras are here.

Von: Bo Reef
Gesendet: Montag, 2. Mai 2016 08:00
An: Ada Lune
Betreff: Cameras

When?
"""


def test_headers_that_tell_nothing_of_people_are_passed_over() -> None:
    text = (
        "From: Dana Vale <dana@vendor.example>\nDate: 3 May 2016 09:15:00 GMT\nReply-To: other@vendor.example\n"
        "To: Ada Lune\nMessage-ID: <1@vendor.example>\nSubject: Cameras\n for you\n\nHello.\n"
    )
    assert part(text).headers == (
        QuotedHeader(
            "Dana Vale",
            "dana@vendor.example",
            "Ada Lune",
            "2016-05-03T09:15",
            "3 May 2016 09:15:00 GMT",
            "Cameras",
        ),
    )


def test_a_first_name_after_the_zone_is_no_zone() -> None:
    parted = part("On Wed, 14 Aug 2002 22:03:36 -0700 Gary Peck <gary@x.example> wrote:\n> Yes.\n")
    assert [(each.name, each.date) for each in parted.headers] == [("Gary Peck", "2002-08-14T22:03")]


def test_outlooks_blocks_tell_of_each_message_below() -> None:
    parted = part(OUTLOOK)
    assert parted.headers == (
        QuotedHeader(
            "Lune, Ada",
            "ada@agency.example",
            "Reef, Bo; 'Kim Vole'; lee@agency.example",
            "2016-05-03T09:15",
            "Tuesday, May 3, 2016 9:15 AM",
            "RE: Cameras",
        ),
        QuotedHeader("Bo Reef", "", "Ada Lune", "2016-05-02T08:00", "Montag, 2. Mai 2016 08:00", "Cameras"),
    )
    assert (parted.own.strip(), parted.quoted.strip()) == ("I agree.", "The cameras are here.")


@pytest.mark.parametrize(
    "text",
    [
        "In his book of 1984 he wrote:\nnothing of the kind.\n",
        "From: the sea\nTo: the mountains\n",
        "Date: tomorrow\nSubject: lunch\n",
    ],
)
def test_words_that_only_look_like_it_are_the_writers_own(text: str) -> None:
    assert part(text).headers == ()
    assert part(text).own == text


def test_what_is_quoted_at_second_hand_is_neither_own_nor_quoted() -> None:
    parted = part("One\n> Two\n>> Three\n> > Four\n-- \nSignature\n")
    assert (parted.own.split(), parted.quoted.split()) == (["One"], ["Two"])


@given(st.text(alphabet=st.sampled_from(">\n On,wrote:3May2016@<a.b>FromSentTo\t"), max_size=300))
def test_no_text_is_too_odd_to_take_apart(text: str) -> None:
    parted = part(text)
    assert len(parted.own) + len(parted.quoted) <= 2 * len(text) + 2


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("5/13/2016 9:15 PM", "2016-05-13T21:15"),
        ("03/05/2016 9:15 AM", ""),
        ("5/5/2016", "2016-05-05"),
        ("12:05 AM, 3 May 2016", "2016-05-03T00:05"),
        ("31 February 2016", ""),
        ("3 June 2016 25:00", ""),
        ("3 juin 2016", "2016-06-03"),
        ("3 juil. 2016", "2016-07-03"),
        ("2. März 2016, 14.30 Uhr", "2016-03-02T14:30"),
        ("yesterday", ""),
    ],
)
def test_written_dates_are_read_where_they_are_clear(text: str, moment: str) -> None:
    assert local_moment(text) == moment


def test_recipients_are_told_apart() -> None:
    assert list(people_in("Reef, Bo; 'Kim Vole'; lee@x.example")) == [
        ("Reef, Bo", ""),
        ("Kim Vole", ""),
        ("", "lee@x.example"),
    ]
    assert list(people_in("Bo Reef <bo@x.example>, Kim <kim@x.example>")) == [
        ("Bo Reef", "bo@x.example"),
        ("Kim", "kim@x.example"),
    ]
