"""What a message quotes, beside the messages that are there."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.domain.analysis.header_changes import HeaderPart
from reviewer.domain.ids import ItemId
from reviewer.isolation.workers import Workers
from reviewer.usecases import search
from reviewer.usecases.analysis import analysis, quoted_text
from reviewer.usecases.analysis.quoted_text import QuotedText
from reviewer.usecases.evidence import intake
from reviewer.usecases.pages import item_pages
from tests.evidence import folder, mail

OFFER = "Dear Bo,\n\nwe can let you have 4 cameras for your help. Tell nobody of it, please.\n\nAda\n"
WROTE = "On 3 May 2016 at 18:15, Ada Lune <ada@agency.example> wrote:\n"
MARKED = "".join(f"> {line}\n" for line in OFFER.splitlines())
SHORTER = MARKED.replace(" Tell nobody of it, please.", "")
OUTLOOK = "From: Lune, Ada\nSent: Tuesday, May 3, 2016 6:15 PM\nTo: Bo Reef\nSubject: Cameras\n\n"


def answer(body: str, subject: str = "Re: Cameras", day: int = 4) -> bytes:
    return mail(subject, body, sender="Bo Reef <bo@agency.example>", date=f"{day:02} May 2016 10:00:00 +0000")


@pytest.fixture
def answered(case: Case, workers: Workers, tmp_path: Path) -> Case:
    """An offer twice, and what is made of it; the quotes tell its time two hours east of Greenwich."""
    offer = mail("Cameras", OFFER, date="03 May 2016 16:15:00 +0000")
    files = {
        "1.eml": offer,
        "2.eml": offer.replace(b"\n", b"\r\n"),
        "3.eml": answer(f"Yes.\n\n{WROTE}{MARKED}"),
        "4.eml": answer(f"Yes.\n\n{WROTE}{SHORTER}", day=5),
        "5.eml": answer(f"Look.\n\n{OUTLOOK}You owe me.\n", "Something else", 6),
        "6.eml": answer(f"No.\n\nOn 1 May 2016 at 07:03, Kim Vole <kim@agency.example> wrote:\n{MARKED}", day=7),
        "7.eml": answer(
            "On 1 May 2016 at 07:03, Kim Vole <kim@agency.example> wrote:\n> Not there at all.\n", "Gone", 8
        ),
        "8.eml": answer("Nothing is quoted: here.\n", "None", 9),
    }
    intake.add(case, workers, [folder(tmp_path / "disk", files)], reviewer="Ada")
    analysis.arrange(case, reviewer="Ada")
    return case


def test_the_message_that_is_quoted_is_named_with_what_was_done_to_its_words(answered: Case) -> None:
    ids = search.ids(answered, "")
    told = {number: quoted_text.of_item(answered, item).quotes for number, item in enumerate(ids, 1)}
    assert [number for number, quotes in told.items() if quotes] == [3, 4, 5, 6, 7]
    (whole,), (shorter,), (forged,), (another,), (gone,) = (told[number] for number in range(3, 8))
    assert [each.item.id for each in (whole, shorter, forged, another) if each.item is not None] == [ids[0]] * 4
    assert (whole.differs, whole.changes, whole.header_agrees) == (False, (), True)
    assert shorter.changes is not None
    assert [(each.kind, each.original) for each in shorter.changes] == [("left out", "Tell nobody of it, please.")]
    assert shorter.differs
    assert (forged.differs, forged.sure, forged.changes, forged.header_agrees) == (False, False, None, True)
    assert (another.differs, another.header_agrees) == (False, False)  # the words are Ada's, whatever stands above them
    assert (gone.item, gone.changes, gone.header_agrees) == (None, None, None)


def quotes_of(
    case: Case, workers: Workers, there: Path, files: dict[str, bytes]
) -> tuple[list[ItemId], list[QuotedText]]:
    """Some messages, taken in, and what each quotes."""
    intake.add(case, workers, [folder(there, files)], reviewer="Ada")
    analysis.arrange(case, reviewer="Ada")
    ids = search.ids(case, "")
    return ids, [quoted_text.of_item(case, item) for item in ids]


def test_a_quote_is_compared_with_the_message_whose_words_it_has_best_whichever_the_lines_above_it_name(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    later = OFFER.replace("4 cameras", "five of the cameras")
    wrote = "On Tue, 3 May 2016 16:15:00 +0000, Ada Lune <ada@agency.example> wrote:\n"
    files = {
        "1.eml": mail("Cameras", OFFER, date="03 May 2016 16:15:00 +0000"),
        "2.eml": mail("Cameras", later, date="03 May 2016 19:22:00 +0000"),
        "3.eml": answer(wrote + "".join(f"> {line}\n" for line in later.splitlines())),
        "4.eml": answer(wrote + MARKED, day=5),
    }
    ids, told = quotes_of(case, workers, tmp_path / "disk", files)
    (better,), (named,) = (each.quotes for each in told[2:])
    assert (better.item and better.item.id, better.changes, better.header_agrees) == (ids[1], (), False)
    assert (named.item and named.item.id, named.changes, named.header_agrees) == (ids[0], (), True)


def test_more_of_the_words_must_be_a_messages_where_the_lines_above_them_do_not_name_it(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    """Ten of seventeen runs of three words are."""
    words = "> we can let you have 4 cameras for your help. Tell Kim and all who are on the quay.\n"
    files = {
        "1.eml": mail("Cameras", OFFER, date="03 May 2016 16:15:00 +0000"),
        "2.eml": answer(f"No.\n\n{words}"),
        "3.eml": answer(f"No.\n\n{WROTE}{words}", day=5),
    }
    ids, told = quotes_of(case, workers, tmp_path / "disk", files)
    (unsure,), (sure,) = (each.quotes for each in told[1:])
    assert [each.item and each.item.id for each in (unsure, sure)] == [ids[0]] * 2
    assert [(each.sure, each.changes is None) for each in (unsure, sure)] == [(False, True), (True, False)]


def test_of_other_words_under_lines_that_name_a_message_it_is_said_that_they_were_not_compared(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    wrote = "On Tue, 3 May 2016 16:15:00 {zone}, Ada Lune <ada@agency.example> wrote:\n> {words}\n"
    files = {
        "1.eml": mail("Cameras", OFFER, date="03 May 2016 16:15:00 +0000"),
        "2.eml": answer(wrote.format(zone="-0500", words="You owe me a lot for what I did."), day=5),
        "3.eml": answer(wrote.format(zone="+0000", words="You owe me a lot for what I did."), day=6),
        "4.eml": answer(wrote.format(zone="+0000", words="we can let you have 9 cameras for your help."), day=7),
        "5.eml": answer(wrote.format(zone="+0000", words="have 9 cameras for"), day=8),
    }
    ids, told = quotes_of(case, workers, tmp_path / "disk", files)
    (far,), (same,), (number,), (short,) = (each.quotes for each in told[1:])
    for unsure in (far, same):
        assert (unsure.item and unsure.item.id, unsure.changes, unsure.differs, unsure.sure) == (
            ids[0],
            None,
            False,
            False,
        )
    for changed in (number, short):
        assert [(each.quoted, each.original) for each in changed.changes or () if each.tells] == [("9", "4")]


def test_lines_above_a_quote_that_tell_a_name_are_held_against_an_address_that_spells_it(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    whole = f"{OUTLOOK}{OFFER}"
    files = {
        "1.eml": mail("Cameras", OFFER, sender="ada.lune@agency.example", date="03 May 2016 16:15:00 +0000"),
        "2.eml": answer(f"Yes.\n\n{whole}"),
        "3.eml": answer(f"Yes.\n\n{whole.replace('4 cameras', '9 cameras')}", day=5),
        "4.eml": answer(f"Yes.\n\n{whole.replace('Lune, Ada', 'Vole, Kim')}", day=6),
        "5.eml": answer(f"Yes.\n\n{whole.replace('Subject: Cameras', 'Subject: Five hundred dollars')}", day=7),
        "6.eml": mail("Re: Cameras", "I see.\n", sender="Kim Vole <kim@agency.example>",
                      date="08 May 2016 10:00:00 +0000"),
        "7.eml": answer(f"Yes.\n\nKim Vole wrote:\n{MARKED}", day=9),
        "8.eml": answer(f"Yes.\n\nLune, Ada a écrit :\n\n{MARKED}", day=10),
        "9.eml": answer(f"Yes.\n\nThe harbour wrote:\n{MARKED}", day=11),
    }  # fmt: skip
    ids, told = quotes_of(case, workers, tmp_path / "disk", files)
    (same,), (number,), (another,), (renamed,) = (each.quotes for each in told[1:5])
    (false,), (true,), (nobody,) = (each.quotes for each in told[6:])
    assert [each.quote.header and each.quote.header.name for each in (false, true, nobody)] == [
        "Kim Vole", "Lune, Ada", None
    ], "of the thread"  # fmt: skip
    assert [(each.misnamed, each.differs) for each in (false, true, nobody)] == [(True, False), *[(False, False)] * 2]
    assert [each.item and each.item.id for each in (same, number, another, renamed)] == [ids[0]] * 4
    assert [each.header_agrees for each in (same, number, another, renamed)] == [True, True, False, False]
    assert [(each.quoted, each.original) for each in number.changes or ()] == [("9", "4")]


def test_what_somebody_changed_in_the_lines_above_a_quote_is_told(case: Case, workers: Workers, tmp_path: Path) -> None:
    outlook = f"{OUTLOOK.replace('To:', 'Pay him $500 by Monday.{n}To:')}{OFFER}"
    files = {
        "1.eml": mail("Cameras", OFFER, date="03 May 2016 16:15:00 +0000"),
        "2.eml": answer(f"Yes.\n\n{outlook.format(n=chr(10))}"),
        "3.eml": answer(f"Yes.\n\n{OUTLOOK}{OFFER}", day=5),
        "4.eml": answer(f"Yes.\n\n{OUTLOOK.replace('Bo Reef', 'Kim Vole')}{OFFER}", day=6),
        "5.eml": answer(f"Yes.\n\n{OUTLOOK.replace('6:15', '6:19').replace('Bo Reef', 'Al Moor')}{OFFER}", day=7),
        "6.eml": answer(f"Yes.\n\nOn 3 May 2016, Kim Vole wrote:\n{MARKED}", day=8),
        "7.eml": answer(f"Yes.\n\n{OUTLOOK.replace('Bo Reef', 'Kim Vole')}{OFFER.replace('4', '9')}", day=9),
        "8.eml": mail("Re: Cameras", f"See.\n\n{MARKED}", sender="Kim Vole <kim@agency.example>",
                      date="10 May 2016 10:00:00 +0000"),
        "9.eml": answer(f"Yes.\n\nOn 3 May 2016, Kim Vole wrote:\n{MARKED}", day=11),
        "a.eml": mail("Quay", "Come to the quay at noon.\n", date="03 May 2016 16:15:00 +0000"),
        "b.eml": answer(f"Yes.\n\n{OUTLOOK.replace('6:15', '6:19')}Come to the quay at noon.\n", "Re: Quay", 12),
    }  # fmt: skip
    _, told = quotes_of(case, workers, tmp_path / "disk", files)
    (put_in,), (whole,), *altered = (each.quotes for each in told[1:7])
    (quoted_by_kim,), (few,) = told[8].quotes, told[10].quotes
    assert [(each.quoted, each.doubt) for each in quoted_by_kim.header] == [("Kim Vole", True)]
    assert [each.doubt for each in few.header if each.part is HeaderPart.TIME] == [True], "of fewer than 12 words"
    assert [(each.quoted, each.original) for (quote,) in altered for each in quote.header if not each.doubt] == [
        ("Kim Vole", "Bo Reef <bo@agency.example>"),
        ("Tuesday, May 3, 2016 6:19 PM", "2016-05-03 16:15 +0000"),
        ("Al Moor", "Bo Reef <bo@agency.example>"),
        ("Kim Vole", "Ada Lune <ada@agency.example>"),
        ("Kim Vole", "Bo Reef <bo@agency.example>"),
    ]
    assert [(quote.misnamed, quote.header_agrees, quote.differs) for (quote,) in altered] == [
        *[(True, False, False)] * 3,
        (True, False, True),
    ]
    assert [(each.quoted, each.doubt) for each in whole.header] == [("Tuesday, May 3, 2016 6:15 PM", True)]
    assert not whole.misnamed
    assert [(each.kind, each.quoted, each.tells) for each in put_in.changes or ()] == [
        ("added", "Pay him $500 by Monday.", True)
    ]
    assert (put_in.header_agrees, whole.changes) == (True, ())


def test_a_quote_may_be_of_another_message_much_like_the_one_that_is_there(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    """Its lines above name another time, or nothing names it and much is other in it."""
    notice = (
        "The harbour office is closed on Monday, the 3rd, at noon.\n"
        "Whoever comes to see the cameras at the quay on that day may ask for Kim,\n"
        "who keeps the blue box with the four keys of the yard, and is to be found at the gate.\n"
    )
    next_one = notice.replace("Monday", "Friday").replace("noon", "four").replace("Kim", "Bo")
    other = "On 1 May 2016 at 07:03, Kim Vole <kim@agency.example> wrote:\n"
    quoted = {name: "".join(f"> {line}\n" for line in text.splitlines()) for name, text in
              (("next", next_one), ("one", notice.replace("Kim", "Bo")))}  # fmt: skip
    files = {
        "1.eml": mail("Closed", notice, date="03 May 2016 16:15:00 +0000"),
        "2.eml": answer(f"Seen.\n\n{quoted['next']}", "Re: Closed"),
        "3.eml": answer(f"Seen.\n\n{quoted['one']}", "Re: Closed", 5),
        "4.eml": answer(f"Seen.\n\n{other}{quoted['one']}", "Re: Closed", 6),
    }
    ids, told = quotes_of(case, workers, tmp_path / "disk", files)
    (many,), (one,), (named,) = (each.quotes for each in told[1:])
    assert [each.item and each.item.id for each in (many, one, named)] == [ids[0]] * 3
    assert [(each.sure, each.differs) for each in (many, one, named)] == [(False, False), (True, True), (False, False)]


def test_a_quote_whose_lines_cannot_be_told_from_anothers_is_not_compared(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    """Once “it, please.” has the mark again that it lost, nothing begins any more where the outer quote began."""
    wrapped = ">> Dear Bo,\n>> we can let you have 4 cameras for your help. Tell nobody of\n> it, please.\n> Ada\n"
    files = {"1.eml": mail("Cameras", OFFER, date="03 May 2016 16:15:00 +0000"), "2.eml": answer(wrapped)}
    ids, told = quotes_of(case, workers, tmp_path / "disk", files)
    inner, outer = told[1].quotes
    assert (inner.item and inner.item.id, inner.differs) == (ids[0], False)
    assert inner.changes is not None
    assert (outer.item and outer.item.id, outer.sure, outer.changes) == (ids[0], True, None)


def test_notices_that_are_below_everything_do_not_tell_which_message_is_quoted(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    notice = "This message is meant for nobody but the one whom it is addressed to, and may be privileged.\n"
    quoted = "".join(f"> {line}\n" for line in f"The harbour at noon?\n{notice}".splitlines())
    files = {
        "1.eml": mail("Cameras", f"{OFFER}\n{notice}", date="03 May 2016 16:15:00 +0000"),
        "2.eml": answer(f"Yes.\n{notice}\n{WROTE.replace('18:15', '11:41')}{quoted}"),
    }
    _, told = quotes_of(case, workers, tmp_path / "disk", files)
    assert [each.item for each in told[1].quotes] == [None]


def test_the_quote_is_found_on_the_pages(answered: Case, workers: Workers) -> None:
    item = search.ids(answered, "")[2]
    told = quoted_text.of_item(answered, item)
    assert quoted_text.on_pages(answered, item, told) is None
    rendition = item_pages.ensure(answered, workers, item, reviewer="Ada")
    (found,) = quoted_text.on_pages(answered, item, told) or [()]
    (text,) = item_pages.texts(answered, rendition.id)
    (shown,) = (text[stretch.start : stretch.end] for stretch in found)
    assert shown.startswith("On 3 May 2016")
    assert shown.endswith("Ada")
