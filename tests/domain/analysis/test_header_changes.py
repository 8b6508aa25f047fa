"""What the lines above a quote name otherwise than the message it is of."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reviewer.domain.analysis.header_changes import Heading, header_changes
from reviewer.domain.analysis.quoted_lines import quoted_lines
from reviewer.domain.people.same_person import Correspondent

ADA, BO = Correspondent("Ada Lune", "ada.lune@agency.example"), Correspondent("", "bo.reef@agency.example")
KIM, JO = Correspondent("Kim Vole", "kim@quay.example"), Correspondent("", "bubba7@quay.example")
SENT = Heading([ADA], [BO, KIM], [JO], [], "2016-05-03T14:15:20Z", 120, "Cameras")
OUTLOOK = (
    "From: Lune, Ada\nSent: Tuesday, May 3, 2016 4:15 PM\nTo: Reef, Bo; Vole, Kim\nCc: bubba7@quay.example\n"
    "Subject: Cameras"
)
THEN = "2016-05-03 16:15 +0200"
GMAIL = "On Tue, May 3, 2016 at 4:15 PM Ada Lune <ada.lune@agency.example> wrote:"


def told(head: str, heading: Heading = SENT, zone: int | None = None) -> list[tuple[str, str, str, bool]]:
    """Part, words there, words of the message, and whether it cannot be told, of the first quote of a text."""
    quote = quoted_lines(f"Yes.\n\n{head}\n> We met.\n").quotes[0]
    assert quote.header is not None
    found = header_changes(quote.header, heading, quote.recipients, [zone])
    return [(each.part.value, each.quoted, each.original, each.doubt) for each in found]


@pytest.mark.parametrize(
    "head",
    [
        OUTLOOK,
        GMAIL,
        OUTLOOK.replace("Reef, Bo; Vole, Kim", "Bo Reef, Vole, Kim"),
        OUTLOOK.replace("Reef, Bo; Vole, Kim", "'Bo Reef' <bo.reef@agency.example>, \"Vole, Kim\" <kim@quay.example>"),
        OUTLOOK.replace("Reef, Bo", "breef [mailto:bo.reef@agency.example]").replace("Vole, Kim", "Kim Vole (Harbour)"),
        OUTLOOK.replace("Reef, Bo", "Reef, Bo J. (E-mail)").replace("4:15", "5:15").replace("2016", "2016 +0300", 0),
        f"Begin forwarded message:\n\n{OUTLOOK.replace('Sent:', 'Date:').replace('4:15 PM', '16:15:20 GMT+02:00')}",
        "On 3 May 2016 at 16:15, Ada wrote:",
        "On 05/03/2016 04:15 PM, Lune, Ada wrote:",
        "On 3/5/16 16:15, Ada Lune wrote:",
        "On Tue, 3 May 2016, Ada Lune wrote:",
        "On Tue, 3 May 2016 10:15:20 -0400 (EDT), ada.lune@agency.example wrote:",
        "Le mar. 3 mai 2016 à 16:15, Ada Lune <ada.lune@agency.example> a écrit :",
        "On Tue, 3 May 2016, you wrote:",
        "At 4:15 PM +0200 on 5/3/16, Ada Lune wrote:",
        "On Tue, 03-May-2016 at 16:15:20 +0200, Ada Lune wrote:",
        OUTLOOK.replace("Tuesday, May 3, 2016 4:15 PM", "5/3/2016 {0} 4:15 PM }{"),
    ],
)
def test_the_same_people_and_the_same_moment_are_no_change_however_programs_write_them(head: str) -> None:
    assert told(head, zone=180) == []


@pytest.mark.parametrize(
    ("head", "change"),
    [
        (OUTLOOK.replace("Reef, Bo", "Moor, Al"), ("recipients", "Moor, Al", "bo.reef@agency.example")),
        (OUTLOOK.replace("Vole, Kim", "Kim Vole <kim@other.example>; al@quay.example"), None),
        (OUTLOOK.replace("Reef, Bo; ", ""), ("recipients", "", "bo.reef@agency.example")),
        (OUTLOOK.replace("Reef, Bo;", "Reef, Bo; Moor, Al;"), ("recipients", "Moor, Al", "")),
        (OUTLOOK.replace("bubba7", "al"), ("recipients", "al@quay.example", "bubba7@quay.example")),
        (OUTLOOK.replace("4:15", "4:16"), ("time", "Tuesday, May 3, 2016 4:16 PM", THEN)),
        (OUTLOOK.replace("May 3", "May 5"), ("time", "Tuesday, May 5, 2016 4:15 PM", THEN)),
        (OUTLOOK.replace("4:15 PM", "5:15 PM +0200"), ("time", "Tuesday, May 3, 2016 5:15 PM +0200", THEN)),
        (OUTLOOK.replace("Cameras", "Boxes"), ("subject", "Boxes", "Cameras")),
        (GMAIL.replace("Ada Lune", "Kim Vole"), ("sender", "Kim Vole <ada.lune@agency.example>", ADA.shown)),
        (GMAIL.replace("ada.lune", "kim"), ("sender", "Ada Lune <kim@agency.example>", ADA.shown)),
        (GMAIL.replace("4:15", "4:25"), ("time", "Tue, May 3, 2016 at 4:25 PM", THEN)),
        ("On Tue, 3 May 2016, Kim Vole wrote:", ("sender", "Kim Vole", ADA.shown)),
        ("On Fri, 6 May 2016, Ada Lune wrote:", ("time", "Fri, 6 May 2016", THEN)),
        ("At 4:22 PM +0200 on 5/3/16, Ada Lune wrote:", ("time", "4:22 PM +0200 on 5/3/16", THEN)),
        (
            "On Tue, 03-May-2016 at 17:15:20 +0200, Ada Lune wrote:",
            ("time", "Tue, 03-May-2016 at 17:15:20 +0200", THEN),
        ),
        ("On 5/5/16 16:15, Ada Lune wrote:", ("time", "5/5/16 16:15", THEN)),
        ("On 3 May 0999 at 16:15, Ada Lune wrote:", ("time", "3 May 0999 at 16:15", THEN)),
    ],
)  # fmt: skip
def test_another_sender_recipient_moment_or_subject_is_told(head: str, change: tuple[str, str, str] | None) -> None:
    found = told(head, zone=180)
    if change is None:
        assert [(each[1], each[3]) for each in found] == [
            ("Kim Vole <kim@other.example>", True),
            ("al@quay.example", False),
        ]
    else:
        assert found == [(*change, False)]


@pytest.mark.parametrize(
    ("head", "heading", "pair"),
    [
        (OUTLOOK.replace("4:15", "6:15"), SENT, ("Tuesday, May 3, 2016 6:15 PM", THEN)),
        (OUTLOOK.replace("4:15 PM", "4:15 PM CET"), SENT, ("Tuesday, May 3, 2016 4:15 PM CET", THEN)),
        (OUTLOOK.replace("bubba7@quay.example", "Big Al"), SENT, ("Big Al", "bubba7@quay.example")),
        (OUTLOOK.replace("Reef, Bo; Vole, Kim", "Reef, Bo; ..."), SENT, ("", KIM.shown)),
        (OUTLOOK.replace("\nCc: bubba7@quay.example", ""), SENT, ("", JO.shown)),
        ("On Tue, 3 May 2016, Big Bird wrote:", replace(SENT, senders=[JO]), ("Big Bird", JO.shown)),
        ("On Tue, 3 May 2016, Kim Vole wrote:", replace(SENT, body="Kim Vole wrote: we met"), ("Kim Vole", ADA.shown)),
        ("On Wed, 4 May 2016, Ada Lune wrote:", SENT, ("Wed, 4 May 2016", THEN)),
    ],
)  # fmt: skip
def test_what_may_be_the_same_is_neither_a_change_nor_the_same(
    head: str, heading: Heading, pair: tuple[str, str]
) -> None:
    assert [(*each[1:3], each[3]) for each in told(head, heading, 180)] == [(*pair, True)]


def test_whoever_is_named_twice_is_nobody_more_whom_a_name_may_be_of() -> None:
    """Some programs write hidden recipients beside the same ones on “Cc:”."""
    people = [Correspondent("", "jmoorr@quay.example"), Correspondent("", "albert_b_hart@quay.example")]
    head = OUTLOOK.replace("Reef, Bo; Vole, Kim", "Jo Moorre; Al Hart")
    assert [each[3] for each in told(head, replace(SENT, to=people, hidden=SENT.cc), 180)] == [True, True]


@pytest.mark.parametrize("then", ["0001-01-01T00:00:10Z", "9999-12-31T23:59:50Z"])
@pytest.mark.parametrize("head", [OUTLOOK, "On Tue, 3 May 2016, Ada Lune wrote:"])
def test_a_message_of_the_first_or_last_day_of_the_calendar_has_another_time(then: str, head: str) -> None:
    for zone in (-720, 840):
        ((part, _, shown, doubt),) = told(head, replace(SENT, date=then, zone=zone), zone)
        assert (part, shown[-5:], doubt) == ("time", "-1200" if zone < 0 else "+1400", False)


@pytest.mark.parametrize("parted", [", ", "; "])
def test_of_very_many_people_none_are_held_against_those_of_the_message(parted: str) -> None:
    head = OUTLOOK.replace("Reef, Bo; Vole, Kim", f"Reef, Bo;{parted.join(['Ann'] * 300)}")
    ((part, _, original, doubt),) = told(head, zone=180)
    assert (part, original, doubt) == ("recipients", "bo.reef@agency.example", True)


def test_a_long_list_of_surnames_first_is_held_against_that_of_the_message() -> None:
    people = [Correspondent(f"Ann{chr(97 + at % 26)} Berg{chr(97 + at // 26)}") for at in range(60)]
    listed = "; ".join(", ".join(reversed(each.name.split())) for each in people[1:])
    head = OUTLOOK.replace("Reef, Bo; Vole, Kim", listed)
    assert told(head, replace(SENT, to=people), 180) == [("recipients", "", "Anna Berga", False)]
