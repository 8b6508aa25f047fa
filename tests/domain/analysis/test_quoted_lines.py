from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.analysis.lost_marks import in_a_row, rejoined
from reviewer.domain.analysis.quote_changes import QuoteChange, QuoteChangeKind, above_signature, quote_changes
from reviewer.domain.analysis.quote_parser import part
from reviewer.domain.analysis.quoted_lines import quoted_lines
from reviewer.domain.analysis.quoted_places import PageStretch, on_pages

WROTE = "On Tue, 3 May 2016 at 09:15, Ada Lune <ada@agency.example> wrote:"
BLOCK = "From: Bo Reef\nSent: Monday, May 2, 2016 8:00 AM\nTo: Ada Lune\nSubject: Cameras"

LONG = "To: Ada Lune of the Harbour Office; Kim Vole of the same; Jo Hart"


def shown(text: str) -> list[tuple[int, bool, list[str]]]:
    """Level, whether marked, and the stretches of each quote."""
    found = quoted_lines(text).quotes
    return [(quote.level, quote.marked, [text[slice(*place)] for place in quote.places]) for quote in found]


def test_a_quote_that_is_answered_line_by_line_is_one_quote() -> None:
    text = f"See below.\n\n{WROTE}\n> The cameras\n> are here.\n\nFine.\n\n> And more.\n>> When?\n> Soon.\n-- \nBo\n"
    assert shown(text) == [
        (1, True, [f"{WROTE}\n> The cameras\n> are here.", "> And more.", "> Soon."]),
        (2, True, [">> When?"]),
    ]
    found = quoted_lines(text)
    assert [quote.text for quote in found.quotes] == ["The cameras\nare here.\n\nAnd more.\n\nSoon.", "When?"]
    assert found.quotes[0].lines == ((3, 5), (9, 9), (11, 11))
    assert found.own.split() == ["See", "below.", "Fine.", "--", "Bo"]


def test_messages_below_each_other_as_outlook_puts_them_are_levels() -> None:
    text = f"I agree.\n\n-----Original Message-----\n{BLOCK}\n\nHere.\n\n{BLOCK.replace('Bo', 'Kim')}\n\nWhen?\n"
    first = f"-----Original Message-----\n{BLOCK}\n\nHere."
    assert shown(text) == [(1, True, [first]), (2, True, [f"{BLOCK.replace('Bo', 'Kim')}\n\nWhen?"])]
    assert quoted_lines(text).own.split() == ["I", "agree."]


@pytest.mark.parametrize(
    "banner", ["-----Original Message-----", "________________________________", "\n-----Original Message-----\n"]
)
@pytest.mark.parametrize("mark", ["", "> "])
def test_the_line_that_announces_a_message_is_part_of_it_at_every_level(banner: str, mark: str) -> None:
    below = f"{banner}\n{BLOCK}\n\nHere.\n\n{banner}\n{BLOCK.replace('Bo', 'Kim')}\n\nWhen?"
    marked = "\n".join(f"{mark}{line}" for line in below.split("\n"))
    found = quoted_lines(f"I agree.\n\n{marked}\n")
    assert [(quote.level, quote.text) for quote in found.quotes if quote.text] == [
        (1 + len(mark) // 2, "Here."),
        (2 + len(mark) // 2, "When?"),
    ]
    assert found.own.split() == ["I", "agree."]


@pytest.mark.parametrize("mark", ["", "> "])
@pytest.mark.parametrize("line", ["Pay him $500 by Monday.", "Amount: 500", "Monday, for 500"])
@pytest.mark.parametrize("above", ["From: Bo Reef", "Sent: Monday, May 2, 2016 8:00 AM", "To: Ada Lune", LONG])
def test_a_line_put_among_those_above_a_quote_is_no_part_of_them(above: str, line: str, mark: str) -> None:
    block = BLOCK.replace("To: Ada Lune", LONG) if above == LONG else BLOCK
    altered = block.replace(above, f"{above}\n{line}")
    (quote,) = quoted_lines("\n".join(f"{mark}{each}" for each in f"{altered}\n\nHere.".split("\n"))).quotes[-1:]
    (before,) = quoted_lines("\n".join(f"{mark}{each}" for each in f"{block}\n\nHere.".split("\n"))).quotes[-1:]
    assert (quote.put_in, before.put_in) == ((line,), ())
    assert (quote.header, quote.text) == (before.header, before.text)


def test_what_a_program_broke_among_the_lines_above_a_quote_is_part_of_them() -> None:
    block = (
        "From: Bo Reef\n[mailto:bo@agency.example] On Behalf Of\nAl\nMoor\nSent: Monday, May 2,\n2016 8:00 AM\n"
        "Importance: High\nFull-name: Bo\n"
        "To: Ada Lune, Kim Vole,\nJo Hart\nCc: Ada Lune of the Harbour Office; Kim Vole of the same;\nJo Hart\n"
        '"Al Moor (E-mail)" <al@agency.example>\n'
        "Subject: Cameras"
    )
    (quote,) = quoted_lines(f"{block}\n\nHere.").quotes
    assert quote.put_in == ()
    assert quote.header is not None
    assert (quote.header.address, quote.header.date) == ("bo@agency.example", "2016-05-02T08:00")
    assert quote.header.recipients.count("Jo Hart") == 2


def test_words_behind_an_empty_line_are_no_more_of_those_above_a_quote() -> None:
    head = "-----Original Message-----\nFrom: Bo Reef\nSent: Monday, May 2, 2016 8:00 AM\nTo: Ada Lune"
    first, _ = quoted_lines(f"Yes.\n\n{head}\n\nAda,\nis it here?\n\n{head}\n\nHere.").quotes
    assert (first.put_in, first.text) == ((), "Ada,\nis it here?")


def test_what_announces_the_next_message_is_not_put_in() -> None:
    first, second = quoted_lines(f"From: Bo Reef\nTo: Ada Lune\n\n-----Original Message-----\n{BLOCK}\n\nHere.").quotes
    assert (first.put_in, second.put_in, second.text) == ((), (), "Here.")


def test_such_a_block_within_marks_is_the_message_before() -> None:
    marked = "\n".join(f"> {line}" for line in f"Here.\n{BLOCK}\n\nWhen?".split("\n"))
    assert [(level, len(text)) for level, _, text in shown(f"Yes.\n{WROTE}\n{marked}\n\nBo\n")] == [(1, 1), (2, 1)]


def test_what_only_a_line_above_calls_a_quote_is_told_apart() -> None:
    assert shown(f"Yes.\n\n{WROTE}\n\nThe cameras are here.\n") == [
        (1, False, [f"{WROTE}\n\nThe cameras are here."]),
    ]


@given(
    st.lists(st.sampled_from(["", "> a", ">> b", "c", WROTE, f"> {WROTE}", BLOCK, "-- ", "-----Original Message-----"]))
)
def test_each_line_is_quoted_or_own_and_never_both(lines: list[str]) -> None:
    text = "\n".join(lines)
    found = quoted_lines(text)
    taken = [number for quote in found.quotes for first, last in quote.lines for number in range(first, last + 1)]
    written = text.split("\n")
    words = [number for number in taken if written[number - 1].strip()]
    assert len(words) == len(set(words))
    own = [line for number, line in enumerate(written, 1) if number not in taken and line.strip()]
    assert [line for line in found.own.split("\n") if line.strip()] == own
    assert set(part(text).own.split()) <= set(found.own.split()) | {"c"}


@pytest.mark.parametrize(
    ("quoted", "original", "changes"),
    [
        ("The cameras\n> are \u201chere\u201d.", 'The *cameras* are "here".', []),
        ("for two", "It was\nfor two of us", [("left out", "", "It was", True), ("left out", "", "of us", True)]),
        ("We paid $500 each.", "We paid $50 each.", [("changed", "$500", "$50", False)]),
        ("We never agreed to that.", "We agreed to that.", [("added", "never", "", False)]),
        ("Today?s caf\ufffd, as THEY say", "Today\u2019s caf\u00e9, as they say.", []),
        ("--]we met\n--]at the quay", "we met at the quay", []),
        ("Ada> we met\nAda> at the quay", "we met at the quay", []),
        ("From: Ada Lune\nDate: 3 May 2016\n\nwe met", "Hello Bo,\nwe met", [("left out", "", "Hello Bo,", True)]),
        ("Bo wrote:\nwe met", "we met", []),
        ("we met\n[...]", "we met there", [("left out", "[...]", "there", True)]),
        ("What is the proble\nm?", "What is the problem? Bo", []),
        ("It was not plain since he said:\nyes", "It was plain since he said:\nyes", [("added", "not", "", False)]),
        ("We paid $50", "We paid $500 each", [("changed", "$50", "$500 each", True)]),
        ("we met\n-----\nThis list is free", "we met", []),
        ("we met\n-- \nBo", "we met\n-- \nBo Reef\nHarbour 4", [("left out", "", "Reef Harbour 4", True)]),
        ("we met\nat the quay", "we met\n<< File: quay.doc >>\nat the quay", []),
        ("we met\n------=_NextPart_000_0007\nContent-Type: text/plain;\n at", "we met at", []),
        ("we met at\n=====\nthe quay", "we met at\n+++++\nthe quay", []),
        ("we met at\nthe quay", "we met at\nYahoo! Groups Sponsor\nthe quay", []),
        (
            "we met at\nthe quay",
            "we met at\n------ Yahoo! Groups Sponsor ------~-->\nBuy it!\n-----------_->\nthe quay",
            [],
        ),
        ("we met at lit=\ntle cost in a qu=\niet place", "we met at little cost in a quiet place", []),
        ("we met\nAda says at noon:\nbring it", "we met Ada says at noon: bring it", []),
        ("we met there\nThis is free", "we met there\n--jordan\nThis is free", [("left out", "", "--jordan", True)]),
        ("Ada says at noon:\nwe met", "There\nAda says at noon:\nwe met", [("left out", "", "There", True)]),
        ("we met there and\nthen I paid", "we met there and then", [("added", "I paid", "", True)]),
        ("we met at noon. I paid. We left then.", "we met at noon. We left then.", [("added", "I paid.", "", False)]),
        ("I paid \u20ac 5", "I paid $ 5", [("changed", "\u20ac", "$", False)]),
        ("Kim got it", "Bo got it", [("changed", "Kim", "Bo", True)]),
        ("Take one. Thanks.", "Take one. Tell nobody. Thanks.", [("left out", "", "Tell nobody.", False)]),
        ("I left it there", "I was ill. I left it there", [("left out", "", "was ill. I", True)]),
        (
            "he saw the 4 women",
            "he saw the 4 women. 4 women left",
            [("left out", "", "women. 4", True), ("left out", "", "left", True)],
        ),
        ("a list of (name, count) pairs", "a list of (name,count) pairs", []),
        ("he was there (late ) too", "he was there (late) too", []),
        ("Call Bo <mailto:bo@a.example> bo@a.example now", "Call Bo bo@a.example <mailto:bo@a.example> now", []),
    ],
)  # fmt: skip
def test_words_that_a_quote_changes_are_told(
    quoted: str, original: str, changes: list[tuple[str, str, str, bool]]
) -> None:
    assert quote_changes(quoted, original) == tuple(
        QuoteChange(QuoteChangeKind(kind), one, other, at_end) for kind, one, other, at_end in changes
    )


NOTICE = "This e-mail is the property of the Harbour Company\nand may hold confidential words.\n" + "Delete it.\n" * 14
STARS = "*" * 40


@pytest.mark.parametrize("around", ["{}", STARS + "\n{}" + STARS + "\n\n\n\n\n"])
def test_a_notice_that_a_company_puts_below_each_message_is_none_of_its_words(around: str) -> None:
    assert above_signature("Do you have it?\n\n" + around.format(NOTICE)).strip("*\n") == "Do you have it?"


def test_what_stands_below_a_notice_is_not_left_out_where_it_is_long() -> None:
    text = f"{NOTICE}\n" + "We met.\n" * 20
    assert above_signature(text).split() == text.split()
    assert (
        above_signature("I paid for this e-mail.\nThis e-mail is old.")
        == "I paid for this e-mail.\nThis e-mail is old."
    )


SIX = "we met at the quay and\nspoke of four cameras"


@pytest.mark.parametrize(
    ("quoted", "original", "doubts"),
    [
        ("Is it??? yours", "Is it yours", ["signs"]),
        ("it is f(x) then", "it is f x then", ["signs"]),
        ("we lost (500) of it", "we lost 500 of it", ["signs"]),
        ("we lost 1,000 of it", "we lost 1000 of it", ["signs"]),
        ("see http://a.example/1 for it", "see http://a.example/2 for it", ["signs"]),
        ("<b>we</b> met <a href=x>you</a> there", "we met you there", ["signs", "signs"]),
        (f"{SIX}\nand I paid", SIX, ["ends"]),
        (f"To be read:\n{SIX}", SIX, ["ends"]),
        (f"From: Bo\nSent: Monday\nPay him $500.\nTo: Ada\n{SIX}", SIX, ["ends"]),
        (f"{SIX}\n\nI paid.\n\nat the end", f"{SIX}\nat the end", ["lines"]),
        (f"{SIX} I paid.\nat the end", f"{SIX}\nat the end", [None]),
        (f"{SIX} [Lune, Ada]   I paid.\nat the end", f"{SIX}\nat the end", ["lines"]),
        (f"{SIX} [500] paid.\nat the end", f"{SIX}\nat the end", [None]),
        (f"{SIX}\nI paid.\nat the end", f"{SIX}\nat the end", [None]),
        (
            f"they never gave us any\n{SIX}\nas agreed",
            f"{SIX}\nthey never gave us any\nas agreed",
            ["order", "order"],
        ),
        ("in the yard we saw a bird", "of the dock they had a box and then some", ["other words"] * 3),
    ],
)
def test_what_may_have_other_causes_is_told_with_the_doubt(
    quoted: str, original: str, doubts: list[str | None]
) -> None:
    assert [each.doubt for each in quote_changes(quoted, original) or ()] == doubts


AROUND = "we met at the quay and\nspoke of four cameras\n{}\nand then we left for the day"


@pytest.mark.parametrize(
    ("quoted", "original", "changes"),
    [
        ("- camera: $199.00", "- camera: $499.00", [("$199.00", "$499.00")]),
        ("- paid by jo@lantern.com", "- paid by al@agency.gov", [("jo@lantern.com", "al@agency.gov")]),
        ("- it went to the Quay Rd.xx", "", [("- it went to the Quay Rd.xx", "")]),
        ("", "- camera: $199.00", [("", "- camera: $199.00")]),
        ("X-Amount: we pay 500", "X-Amount: we pay 900", [("500", "900")]),
        ("Content-Amount: 500", "", [("Content-Amount: 500", "")]),
        ("Content-Type: text/plain; 500", "Content-Type: text/plain; 900", [("500", "900")]),
        ("X-Mailer: pay 500", "X-Mailer: pay 900", [("500", "900")]),
        ("<<pay him 500>>", "<<pay him 900>>", [("500>>", "900>>")]),
        ("<<pay him>>", "", [("<<pay him>>", "")]),
        ("- paid.pdf", "- owed.pdf", [("paid.pdf", "owed.pdf")]),
        ("From: Bo\nTo: Ada\nSubject: 500\n", "From: Bo\nTo: Ada\nSubject: 900\n", [("500", "900")]),
        ("- paid.pdf", "<< File: paid.pdf >>", []),
        ("- paid.pdf", "", []),
        ("- PAID.DAT << File: PAID.DAT >>", "- PAID.DAT", []),
        ("- PAID.DAT", "", []),
        ("<< (01)0118 Quay(2).doc >>", "", []),
        ("", "X-Mailer: Quay 1.0", []),
        ("he was not able then", "he was notable then", [("not able", "notable")]),
        ("it was nowhere then", "it was now here then", [("nowhere", "now here")]),
        ("не мочь", "немочь", [("не мочь", "немочь")]),
        ("not\table", "notable", [("not\table", "notable")]),
        ("caf? not able", "caf\u00e9 not able", []),
        ("the note\n> worthy *camera* - there", "the noteworthy camera - there", []),
        ("它 很 好 $ 5", "它很好 $5", []),
    ],
)  # fmt: skip
def test_what_only_looks_as_if_a_program_had_put_it_in_is_compared(
    quoted: str, original: str, changes: list[tuple[str, str]]
) -> None:
    found = quote_changes(AROUND.format(quoted), AROUND.format(original)) or ()
    assert [(each.quoted, each.original) for each in found] == [
        (" ".join(one.split()), " ".join(other.split())) for one, other in changes
    ]
    assert all(each.tells for each in found)


def test_a_first_line_that_looks_like_one_of_a_program_is_compared() -> None:
    assert quote_changes("X-Amount: we pay 500\nwe met", "X-Amount: we pay 900\nwe met")
    assert quote_changes("X-Mailer: Quay 1.0\nwe met", "we met") == ()


@pytest.mark.parametrize(
    ("quoted", "original", "changes"),
    [
        (f"Subject: pay 500\n{SIX}", f"Subject: pay 900\n{SIX}", [("500", "900")]),
        (f"=== pay 500\n{SIX}", f"=== pay 900\n{SIX}", [("500", "900")]),
        (f"--- pay 500 ---\n{SIX}", f"--- pay 900 ---\n{SIX}", [("500", "900")]),
        (f"From: Bo\n500 for all\n{SIX}", f"From: Bo\n900 for all\n{SIX}", [("500", "900")]),
        (f"{SIX}\nBo said he got $5 for it:\nwe go", f"{SIX}\nBo said he got $9 for it:\nwe go", [("$5", "$9")]),
        (f"From: Bo\nSent: Monday\n\n{SIX}", SIX, []),
        (f"{SIX}\nOn Tue, 3 May 2016, Ada\nwrote:\nwe left", f"{SIX}\nOn Tue, 3 May 2016, Ada wrote:\nwe left", []),
    ],
)  # fmt: skip
def test_lines_that_say_whose_words_follow_are_compared_where_both_have_one(
    quoted: str, original: str, changes: list[tuple[str, str]]
) -> None:
    found = quote_changes(quoted, original) or ()
    assert [(each.quoted, each.original) for each in found] == changes
    assert all(each.tells for each in found)


def test_the_words_that_a_message_goes_on_with_are_those_words() -> None:
    (told,) = quote_changes(f"{SIX} now here", f"{SIX} nowhere we go") or ()
    assert (told.quoted, told.original) == ("now here", "nowhere we go")
    (left,) = quote_changes(f"{SIX} nowhere", f"{SIX} nowhere we go") or ()
    assert (left.original, left.cuts) == ("we go", True)


def test_where_only_the_lines_above_name_a_message_most_words_of_the_quote_must_be_its() -> None:
    quoted, original = "we met at the quay I paid him for it and he took all", "we met at the quay"
    assert [each.doubt for each in quote_changes(quoted, original, named=True) or ()] == ["other words"]
    assert [each.doubt for each in quote_changes(quoted, original) or ()] == ["ends"]


def test_what_stands_in_its_place_with_other_marks_is_not_left_out() -> None:
    quoted, original = "the balloon rises to forty\nof altitude", "the balloon rises to forty km of altitude"
    assert quote_changes(quoted, original, answer=">> the balloon rises to forty\n> km\n>> of altitude") == ()
    (told,) = quote_changes(quoted, original, answer=">> the balloon rises to forty\n>> of altitude") or ()
    assert (told.original, told.tells) == ("km", True)
    twice = f"{original} and {quoted}"
    (told,) = quote_changes(twice, f"{original} and {original}", answer=twice) or ()
    assert told.tells, "where a quote repeats itself, that it has the words elsewhere says nothing"


def test_whole_lines_that_another_message_has_are_quoted_from_that_one() -> None:
    quoted, original = "we met at\nI gave him four cameras\nfor it\nthe quay", "we met at the quay"
    assert quote_changes(quoted, original, ["I gave him four cameras for it. Bo"]) == ()
    assert quote_changes(quoted, original, ["I gave him five cameras for it. Bo"])


def test_lines_that_may_be_the_answers_own_are_no_change_of_a_quote_without_marks() -> None:
    quoted, original = "we met at the quay\nThat is what I recall of it", "we met at the quay"
    (own,) = quote_changes(quoted, original, marked=False) or ()
    assert (own.quoted, own.doubt) == ("That is what I recall of it", "lines")
    assert quote_changes(quoted, original)
    assert quote_changes("we never met at the quay", "we met at the quay", marked=False)
    mixed = "we met at the quay\nfor building\nThat is what I recall of it"
    found = quote_changes(mixed, "we met at the quay\nThanks for noticing it", marked=False) or ()
    assert [each.doubt for each in found] == ["lines"] * 3


def test_a_line_that_was_wrapped_is_of_the_quote_before_it_where_a_message_has_both_in_a_row() -> None:
    text = "Yes.\n>> we can let you have the four cameras for\n> your help.\n> Fine.\n"
    earlier = in_a_row("We can let you have\nthe four cameras for your help.")
    assert [each.text for each in quoted_lines(rejoined(text, earlier.__contains__)).quotes] == [
        "we can let you have the four cameras for\nyour help.",
        "Fine.",
    ]
    assert rejoined(text, in_a_row("We can let you have the four cameras.").__contains__) == text


def test_a_quote_is_found_on_the_pages_that_were_made_of_it() -> None:
    text = f"Own words here.\n{WROTE}\n> The cameras are here and\n> more of them come.\n"
    quote = quoted_lines(text).quotes[0]
    pages = [
        "From Bo Reef\nOwn words here.\nOn Tue, 3 May 2016 at 09:15, Ada Lune <ada@agency.example> wrote:\nThe cameras",
        "are here and more of them come.",
    ]
    (found,) = on_pages(text, quote.places, pages) or [()]
    assert found == (PageStretch(1, pages[0].index("On Tue"), len(pages[0])), PageStretch(2, 0, len(pages[1]) - 1))
    assert on_pages(text, quote.places, ["Nothing of it."]) == [()]


def test_words_at_both_ends_of_a_stretch_are_looked_for_and_none_beyond() -> None:
    assert on_pages("one two three four", [(4, 13), (13, 14), (5, 8)], ["two three"]) == [
        (PageStretch(1, 0, 9),),
        (),
        (),
    ]
