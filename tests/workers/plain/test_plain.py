"""Text files, tables, web pages, calendar entries and contact cards are read as a person would read them."""

from __future__ import annotations

import base64
import codecs
import random
from collections.abc import Callable

import icalendar
import pytest
import vobject
from selectolax.lexbor import LexborHTMLParser

from reviewer.domain.evidence.reading import Kind, State
from reviewer.workers.email.message import read_mail
from reviewer.workers.plain.layout import Laid, lay_out_plain
from reviewer.workers.plain.reading import read_plain
from reviewer.workers.plain.text import identify_plain
from reviewer.workers.refusal import Refusal

INVITATION = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//EN\r\nMETHOD:REQUEST\r\n"
    "BEGIN:VTIMEZONE\r\nTZID:America/Toronto\r\nBEGIN:STANDARD\r\nDTSTART:20151101T020000\r\n"
    "TZOFFSETFROM:-0400\r\nTZOFFSETTO:-0500\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    "BEGIN:VEVENT\r\nUID:1@agency.example\r\nDTSTAMP:20160501T120000Z\r\n"
    "DTSTART;TZID=America/Toronto:20160503T091500\r\nDTEND;TZID=America/Toronto:20160503T101500\r\n"
    "SUMMARY:Camera hand-out\\, station 7\r\nLOCATION:Room 2\\; ground floor\r\n"
    'ORGANIZER;CN="Lune, Ada":mailto:ada@agency.example\r\n'
    "ATTENDEE;CN=Bo Reef;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED:mailto:bo@agency.example\r\n"
    "ATTENDEE;ROLE=OPT-PARTICIPANT;PARTSTAT=NEEDS-ACTION:MAILTO:cy@agency.example\r\n"
    "DESCRIPTION:First line\\nsecond line which is long enough to be fol\r\n ded by the program that wrote it\r\n"
    "RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=4\r\n"
    "BEGIN:VALARM\r\nTRIGGER:-PT15M\r\nACTION:DISPLAY\r\nDESCRIPTION:Bring the codes\r\nEND:VALARM\r\n"
    "END:VEVENT\r\n"
    "BEGIN:VEVENT\r\nUID:2@agency.example\r\nDTSTART;VALUE=DATE:20160510\r\nSUMMARY:Follow-up\r\nEND:VEVENT\r\n"
    "END:VCALENDAR\r\n"
)
CARDS = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Lune;Ada;M.;Sgt.;\r\nFN:Sgt. Ada M. Lune\r\nORG:Agency;Station 7\r\n"
    "TEL;TYPE=WORK,VOICE:+1 416 555 0100\r\nitem1.EMAIL;TYPE=INTERNET:ada@agency.example\r\n"
    "ADR;TYPE=WORK:;;7 Main St;Lakeview;ON;M1M 1M1;Canada\r\nNOTE:Got one free\\, asked for two\r\n"
    f"PHOTO;ENCODING=b;TYPE=JPEG:{base64.b64encode(bytes(300)).decode()}\r\nEND:VCARD\r\n"
    "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=B6rg\r\n"
    "FN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:J=F6rg =\r\nM=FCller\r\nTEL;CELL:555 0101\r\nEND:VCARD\r\n"
)


def words(laid: Laid) -> str:
    body = LexborHTMLParser(laid.html).body
    assert body is not None
    return body.text()


# ── what is text ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "head",
    [
        b"Dear diary",
        "Grüße, naïve café".encode(),
        "Smart \u201cquotes\u201d and \u20ac5".encode("cp1252"),
        "Привет, как дела сегодня у вас".encode("cp1251"),
        "Two bytes a letter".encode("utf-16-le"),
        "Two bytes a letter".encode("utf-16-be"),
        codecs.BOM_UTF16_LE + "слово и дело".encode("utf-16-le"),
        codecs.BOM_UTF8 + b"x",
        "Grüße ".encode()[:-3] * 1 + b"\xc3",
        b"<html><p>x</html>",
        b"a,b\n1,2\n",
        b"\x1b[1mbold\x1b[0m log line\n" * 3,
    ],
)
def test_text_is_known_in_many_character_sets(head: bytes) -> None:
    assert identify_plain(head) is Kind.TEXT


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b" \r\n ",
        b"%PDF-1.4 text",
        b"{\\rtf1 x}",
        b"\x00\x01\x02\x03",
        b"MZ\x90\x00\x03\x00\x00\x00",
        bytes(range(256)),
        b"\x89\xfe\xc0\xd1\xff\xee\x9c\x81" * 8,
        b"GIF89a\x20\x20",
    ],
)
def test_what_is_not_text_is_left_to_others(head: bytes) -> None:
    assert identify_plain(head) is None


def test_entries_and_cards_are_known_by_their_first_line() -> None:
    assert identify_plain(INVITATION.encode()) is Kind.CALENDAR
    assert identify_plain(codecs.BOM_UTF8 + b"\r\nbegin:vcalendar\r\n") is Kind.CALENDAR
    assert identify_plain(CARDS.encode()) is Kind.CONTACT
    assert identify_plain(CARDS.encode("utf-16")) is Kind.CONTACT
    assert identify_plain(b"We BEGIN:VCARD later") is Kind.TEXT


@pytest.mark.parametrize(
    ("data", "charset"),
    [
        ("Zoë paid €5\n".encode(), "UTF-8"),
        ("Zoë paid €5\n".encode("utf-8-sig"), "UTF-8"),
        ("Zoë paid €5\n".encode("utf-16"), "UTF-16"),
        ("Zoë paid €5\n".encode("utf-16-be"), "UTF-16 guessed"),
        ("Zoë paid €5\n".encode("cp1252"), "windows-1252 guessed"),
    ],
)
def test_letters_are_right_whatever_the_character_set(data: bytes, charset: str) -> None:
    reading = read_plain(data, "note.txt")
    assert (reading.kind, reading.state, reading.text) == (Kind.TEXT, State.OK, "Zoë paid €5\n")
    name, _, guessed = charset.partition(" ")
    assert reading.metadata[f"character set {guessed}".rstrip()] == name
    assert ("file does not say" in words(lay_out_plain(data, "ABC-1", "note.txt"))) == ("guessed" in charset)


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("Сегодня утром мы получили три камеры для участка, платить не нужно.\n", "cp1251"),
        ("Сегодня утром мы получили три камеры для участка, платить не нужно.\n", "koi8-r"),
        ("Σήμερα το πρωί παραλάβαμε τρεις κάμερες για το τμήμα, χωρίς πληρωμή.\n", "cp1253"),
        ("今天早上我们收到了三台摄像头。所长说,不需要付钱。我已经记下来了。\n", "gb18030"),
        ("今天早上我們收到了三台攝影機。所長說,不需要付錢。我已經記下來了。\n", "cp950"),
        ("今朝、署に三台のカメラが届きました。代金は不要だと言いました。番号を書き留めて渡しました。\n", "cp932"),
        ("今朝、署に三台のカメラが届きました。代金は不要だと言いました。番号を書き留めて渡しました。\n", "euc-jp"),
        ("오늘 아침 경찰서에 카메라 세 대가 도착했습니다. 돈을 낼 필요가 없다고 말했습니다.\n", "cp949"),
    ],
)
def test_a_text_that_names_no_character_set_is_told_by_its_letters(text: str, codec: str) -> None:
    data = text.encode(codec)
    assert identify_plain(data) is Kind.TEXT
    reading = read_plain(data, "note.txt")
    assert reading.text == text
    assert "character set guessed" in reading.metadata


def test_bytes_without_order_are_no_text_of_any_script() -> None:
    seeded = random.Random(5)
    for _ in range(200):
        assert identify_plain(bytes(seeded.choice(range(0x80, 0x100)) for _ in range(600))) is None


def test_a_declared_character_set_is_used() -> None:
    html = '<html><head><meta charset="windows-1251"></head><body>Москва</body></html>'.encode("cp1251")
    assert "Москва" in read_plain(html, "x").text
    xml = '<?xml version="1.0" encoding="iso-8859-2"?><a>Łódź</a>'.encode("iso-8859-2")
    assert "Łódź" in read_plain(xml, "x").text


def test_an_empty_file_is_called_empty() -> None:
    with pytest.raises(Refusal, match="empty"):
        read_plain(b"", "x.txt")


# ── pages ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_text_is_printed_as_it_stands() -> None:
    text = "  two blanks\n\ttab & <b>no tag</b>\r\nlast"
    laid = lay_out_plain(text.encode(), "ABC-000007", "notes.txt")
    assert "  two blanks\n\ttab & <b>no tag</b>\nlast" in words(laid)
    assert "ABC-000007" in words(laid)
    assert "notes.txt" in words(laid)
    assert "<b>" not in laid.html
    assert "two blanks" in laid.text
    assert "default-src 'none'" in laid.html


def test_a_table_is_printed_as_a_table() -> None:
    data = b'badge;name;note\n7;"Lune; Ada";"two\nlines"\n8;Reef;\n'
    reading = read_plain(data, "roster.csv")
    assert (reading.metadata["format"], reading.metadata["cells separated by"]) == ("CSV", "semicolon")
    assert "Lune; Ada" in reading.text
    rows = LexborHTMLParser(lay_out_plain(data, "x", "roster.csv").html).css("table.evr-cells tr")
    assert [[cell.text() for cell in row.css("td")] for row in rows] == [
        ["badge", "name", "note"],
        ["7", "Lune; Ada", "two\nlines"],
        ["8", "Reef", ""],
    ]


@pytest.mark.parametrize(("separator", "name"), [(",", "comma"), ("\t", "tab"), ("|", "bar")])
def test_a_regular_table_is_known_without_its_name(separator: str, name: str) -> None:
    data = "\n".join(separator.join((str(n), f"person {n}", "yes")) for n in range(10)).encode()
    assert read_plain(data, "export.dat").metadata["cells separated by"] == name


def test_prose_with_commas_is_no_table() -> None:
    data = b"Dear Bo, dear Cy, hello,\nthe cameras, which came late,\nare here, at last, thanks.\nAda, who waits"
    assert read_plain(data, "letter.txt").metadata["format"] == "text"


@pytest.mark.parametrize(
    ("data", "times", "code"),
    [(b"1,x,y\n", 6_000, "pages.many"), (b"word ", 400_000, "pages.large")],
)
def test_what_is_too_long_to_be_laid_out_is_set_as_plain_text(data: bytes, times: int, code: str) -> None:
    laid = lay_out_plain(data * times + b"last", "x", "y")
    assert [reason.code for reason in laid.plain] == [code]
    assert "last" in laid.text


def test_a_web_page_is_printed_without_what_it_could_do() -> None:
    html = (
        b"<html><head><title>Offer 7</title><style>p{color:#123456}</style></head><body><script>evil()</script>"
        b"<p onclick='x()'>Free camera</p><img src='http://track.example/p.png'><a href='http://x.example/'>here</a>"
    )
    reading = read_plain(html, "offer.htm")
    assert (reading.metadata["format"], reading.metadata["title"]) == ("HTML", "Offer 7")
    assert "Free camera" in reading.text
    assert "evil" not in reading.text
    laid = lay_out_plain(html, "x", "offer.htm")
    tree = LexborHTMLParser(laid.html)
    assert tree.css_first("script, [onclick], [href], img") is None
    assert ".evr-body p{color:#123456}" in laid.html
    assert "Offer 7" in words(laid)
    assert "here → http://x.example/" in words(laid)


def test_what_a_web_page_hides_is_listed_apart() -> None:
    reading = read_plain(
        b"<html><p>shown</p><p style='display:none'>eleven more uses</p><!-- for Bo only --></html>", "x"
    )
    assert [(entry.text, entry.how) for entry in reading.hidden] == [
        ("eleven more uses", "not displayed (display:none)"),
        ("for Bo only", "in a comment of the HTML"),
    ]
    assert reading.text == "shown"


def test_markdown_is_shown_as_written() -> None:
    reading = read_plain(b"# Heading\n\n- *item*\n", "readme.md")
    assert (reading.metadata["format"], reading.text) == ("Markdown", "# Heading\n\n- *item*\n")


# ── entries and cards ───────────────────────────────────────────────────────────────────────────────────────────


def test_an_invitation_is_read_field_by_field() -> None:
    reading = read_plain(INVITATION.encode(), "invite.ics")
    assert (reading.kind, reading.state) == (Kind.CALENDAR, State.OK)
    for line in (
        "What: Camera hand-out, station 7",
        "Start: 2016-05-03 09:15:00 (America/Toronto)",
        "End: 2016-05-03 10:15:00 (America/Toronto)",
        "Where: Room 2; ground floor",
        "Organiser: Lune, Ada <ada@agency.example>",
        "Attendee: Bo Reef <bo@agency.example> (req participant, accepted)",
        "Attendee: cy@agency.example (opt participant, needs action)",
        "second line which is long enough to be folded by the program that wrote it",
        "Repeats: every 2 weeks, 4 times",
        "Reminder says: Bring the codes",
        "Written: 2016-05-01 12:00:00 UTC",
        "Start: 2016-05-10",
        "What: Follow-up",
        "Method: REQUEST",
    ):
        assert line in reading.text
        assert line.partition(": ")[2] in words(lay_out_plain(INVITATION.encode(), "x", "invite.ics"))
    assert reading.metadata["entries"] == "2"
    assert reading.metadata["title"] == "Camera hand-out, station 7"
    assert reading.metadata["organiser"] == "Lune, Ada <ada@agency.example>"
    assert reading.metadata["attendees"] == "2"


def test_an_invitation_says_what_another_reader_finds_in_it() -> None:
    text = read_plain(INVITATION.encode(), "x").text
    for event in icalendar.Calendar.from_ical(INVITATION).walk("VEVENT"):
        for name in ("SUMMARY", "LOCATION", "UID", "DESCRIPTION"):
            if name in event:
                assert str(event[name]) in text


def test_cards_are_read_field_by_field() -> None:
    reading = read_plain(CARDS.encode(), "cards.vcf")
    assert (reading.kind, reading.state, reading.metadata["entries"]) == (Kind.CONTACT, State.OK, "2")
    for line in (
        "Name: Sgt. Ada M. Lune",
        "Name in parts: Sgt. Ada M. Lune",
        "Organisation: Agency, Station 7",
        "Telephone (work): +1 416 555 0100",
        "E-mail: ada@agency.example",
        "Postal address (work): 7 Main St, Lakeview, ON, M1M 1M1, Canada",
        "Note: Got one free, asked for two",
        "Photo (jpeg): (data of 300 bytes: part 1.jpg)",
        "Name in parts: Jörg Müller",
        "Name: Jörg Müller",
        "Telephone (cell): 555 0101",
    ):
        assert line in reading.text


def test_words_above_others_in_a_web_page_are_found_and_tear_none_apart() -> None:
    ruby = "<ruby>東<rp>(</rp><rt>とう</rt><rp>)</rp>京<rt>きょう</rt></ruby><ruby>駅<rt>えき</ruby>"
    html = f"<html><p>In {ruby}.</p></html>"
    text = read_plain(html.encode(), "x.html").text
    assert "In 東京駅." in text
    assert "とうきょうえき" in text


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>one <rt>for officers</rt> two</p>", "one for officers two"),
        ("<p>one <rtc>for officers</rtc> two</p>", "one for officers two"),
        ("<p><ruby>base<rtc>for officers</rtc></ruby></p>", "base for officers"),
        ("<p><ruby>base<rtc><rt>for</rt><rt> officers</rt></rtc></ruby></p>", "base for officers"),
        ("<p><ruby><ruby>base<rt>inner</rt></ruby><rt>outer</rt></ruby></p>", "base inner outer"),
        ("<p><ruby>base<rt>gloss<ruby>x<rt>y</rt></ruby></rt></ruby></p>", "base glossxy"),
        ("<p><ruby>base<rp>(</rp><rt>gloss</rt><rp>)</rp></ruby></p>", "base gloss"),
    ],
)
def test_words_above_others_are_told_once_wherever_they_stand(html: str, shown: str) -> None:
    reading = read_plain(f"<html><body>{html}</body></html>".encode(), "x.html")
    assert reading.text.split() == shown.split()
    assert reading.hidden == ()
    data = f"Subject: x\nContent-Type: text/html\n\n{html}".encode()
    mail = read_mail(data, from_mbox=False)[0].mail
    assert mail is not None
    assert mail.body.split() == shown.split()


def test_cards_say_what_another_reader_finds_in_them() -> None:
    text = read_plain(CARDS.encode(), "x").text
    card = next(vobject.readComponents(CARDS))
    assert card.fn.value in text
    assert card.tel.value in text
    assert card.note.value in text
    assert card.email.value in text


def test_a_line_that_is_no_field_is_shown_and_costs_nothing_else() -> None:
    data = INVITATION.replace("LOCATION:", "this is no field\r\nLOCATION:").encode()
    reading = read_plain(data, "x")
    assert reading.state is State.PARTIAL
    assert "1 line is no field" in reading.reason
    assert "this is no field" in reading.text
    assert "Where: Room 2" in reading.text


def test_an_entry_cut_short_is_read_as_far_as_it_goes() -> None:
    reading = read_plain(INVITATION[: INVITATION.index("DESCRIPTION")].encode(), "x")
    assert (reading.kind, reading.state) == (Kind.CALENDAR, State.PARTIAL)
    assert "not closed" in reading.reason
    assert "Camera hand-out" in reading.text


def test_a_calendar_without_entries_is_shown_as_text() -> None:
    reading = read_plain(b"BEGIN:VCALENDAR\nrubbish\n", "x")
    assert (reading.kind, reading.state) == (Kind.CALENDAR, State.PARTIAL)
    assert "rubbish" in reading.text
    assert "rubbish" in words(lay_out_plain(b"BEGIN:VCALENDAR\nrubbish\n", "x", "y"))


def test_fields_nobody_knows_are_kept_under_their_own_name() -> None:
    data = INVITATION.replace("LOCATION:", "X-SECRET-CODE:RING25\r\nLOCATION:").encode()
    assert "X-SECRET-CODE: RING25" in read_plain(data, "x").text


@pytest.mark.parametrize(
    "data",
    [
        lambda: b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\n" * 100_000,
        lambda: b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + b"A;" * 200_000 + b":x\nEND:VEVENT\n",
        lambda: b'BEGIN:VCALENDAR\nBEGIN:VEVENT\nA;X="' + b'";"' * 100_000,
        lambda: b"BEGIN:VCARD\nNOTE;ENCODING=QUOTED-PRINTABLE:" + b"=\n" * 200_000,
        lambda: b"BEGIN:VCARD\nNOTE:x\n" + b" x\n" * 300_000,
        lambda: b"BEGIN:VCARD\nADR:" + b";" * 500_000,
        lambda: b"BEGIN:VEVENT\n" * 10,
        lambda: b'"' * 300_000,
        lambda: b"a,b,c\n" * 200_000,
        lambda: b"<div>" * 100_000,
        lambda: b"\n" * 100_000 + b"x",
    ],
)
def test_hostile_text_is_read_in_bounds(data: Callable[[], bytes]) -> None:
    assert read_plain(data(), "x.csv").state in (State.OK, State.PARTIAL)
    assert lay_out_plain(data(), "x", "x.csv").html


def test_a_file_that_is_one_line_is_broken_and_says_so() -> None:
    laid = lay_out_plain(b"word " * 50_000, "x", "one-line.json")
    lines = words(laid).split("\n")
    assert "of more than 2,000 characters are broken" in words(laid)
    assert max(len(line) for line in lines) == 2_000
    assert "".join(line for line in lines if line.count("word") > 10) == "word " * 50_000


def test_the_title_of_a_web_page_and_where_its_links_lead_are_searched() -> None:
    page = b"<html><head><title>Porch lamps</title></head><body><a href='https://shop.example/lamp'>Look</a></body>"
    reading = read_plain(page, "page.html")
    assert reading.text.split("\n\n") == ["Porch lamps", "Look", "https://shop.example/lamp"]
