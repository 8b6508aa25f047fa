"""What fields of calendar entries and contact cards hold themselves: files, words in base64, HTML, other forms."""

from __future__ import annotations

import base64
from urllib.parse import quote

import pytest

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.plain import fields, html_values
from reviewer.workers.plain.layout import lay_out_plain
from reviewer.workers.plain.reading import read_plain, read_with_files


def packed(data: bytes) -> str:
    return base64.b64encode(data).decode()


def event_of(*held: str) -> bytes:
    lines = ("BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:1", *held, "END:VEVENT", "END:VCALENDAR")
    return "\r\n".join(lines).encode()


def test_what_entries_hold_in_base64_is_read_or_taken_out() -> None:
    held = (
        f'ATTACH;FMTTYPE=application/pdf;ENCODING=BASE64;FILENAME="offer.pdf":{packed(b"%PDF-1.4 offer")}',
        f"X-ALT-DESC;FMTTYPE=text/html;ENCODING=BASE64:{packed(b'<p>eleven <b>more</b></p>')}",
        f"DESCRIPTION;ENCODING=BASE64;CHARSET=ISO-8859-1:{packed('Gebühr'.encode('latin-1'))}",
        f"X-NOTE;FMTTYPE=text/plain;ENCODING=BASE64:{packed(b'fourteen uses')}",
        f"ATTACH:data:image/png;base64,{packed(b'png')}",
        f"PHOTO:data:image/png\\;base64\\,{packed(b'escaped')}",
        "ATTACH:https://vendor.example/list.pdf",
        "ATTACH;FMTTYPE=image/gif;ENCODING=BASE64:R0lGO",
    )
    reading, contents = read_with_files(event_of(*held), "x.ics")
    for line in (
        "Description (HTML): eleven more",
        "Description: Gebühr",
        "X-NOTE: fourteen uses",
        "Attached: https://vendor.example/list.pdf",
    ):
        assert line in reading.text
    names = [(each.name, each.media_type) for each in reading.children]
    pictures = [("part 2.png", "image/png"), ("part 3.png", "image/png"), ("part 4.gif", "image/gif")]
    assert names == [("offer.pdf", "application/pdf"), *pictures]
    assert contents == [b"%PDF-1.4 offer", b"png", b"escaped", b"GIF"]
    assert [bool(each.reasons) for each in reading.children] == [False, False, False, True]


def test_texts_that_entries_carry_are_files_and_so_are_those_of_a_reminder() -> None:
    page = b'<p>for officers</p><p style="display:none">eleven more</p>'
    held = (
        f"ATTACH;FMTTYPE=text/plain;ENCODING=BASE64;VALUE=BINARY;FILENAME=a.txt:{packed(b'fourteen uses')}",
        f"ATTACH;VALUE=URI:data:text/html,{quote(page)}",
        *("BEGIN:VALARM", "ACTION:EMAIL"),
        f"ATTACH;ENCODING=BASE64;VALUE=BINARY;FILENAME=offer.pdf:{packed(b'%PDF-1.4 offer')}",
        *("ATTACH;VALUE=URI:Basso", "END:VALARM"),
    )
    reading, contents = read_with_files(event_of(*held), "x.ics")
    assert [each.name for each in reading.children] == ["a.txt", "part 2.html", "offer.pdf"]
    assert contents == [b"fourteen uses", page, b"%PDF-1.4 offer"]
    assert "Reminder brings: (data of 14 bytes: offer.pdf)\nReminder brings: Basso" in reading.text
    assert "eleven" not in reading.text


def test_what_the_html_of_a_description_hides_is_listed_apart() -> None:
    """As in a message: shown and hidden words apart, links told, and letters that are turned round."""
    page = (
        '<html><body><p>camera <b>codes</b></p><p style="display:none">eleven more</p><!-- for Bo only -->'
        '<a href="https://vendor.example/list">the list</a><bdo dir="rtl">sesu neves</bdo></body></html>'
    )
    for field in (
        f"X-ALT-DESC;FMTTYPE=text/html:{page}",
        f"X-ALT-DESC;FMTTYPE=text/html;ENCODING=BASE64:{packed(page.encode())}",
        f"COMMENT;FMTTYPE=text/html:{page}",
        f'DESCRIPTION;ALTREP="data:text/html,{quote(page)}":plain',
    ):
        reading = read_plain(event_of(field), "x.ics")
        assert [(entry.text, entry.how) for entry in reading.hidden] == [
            ("eleven more", "not displayed (display:none)"),
            ("for Bo only", "in a comment of the HTML"),
        ]
        assert "camera codes" in reading.text
        assert "the list → https://vendor.example/list" in lay_out_plain(event_of(field), "x", "x.ics").text
        assert not any(secret in reading.text for secret in ("eleven more", "for Bo only"))
        assert [remark.code for remark in reading.remarks] == ["reader.turned"]


def test_hidden_words_of_many_descriptions_are_kept_to_a_limit_and_that_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(html_values, "MOST_CHARS", 12)
    reading = read_plain(event_of(*(f"X-ALT-DESC:<p hidden>secret {each}</p>" for each in "1123")), "x.ics")
    assert [each.text for each in reading.hidden] == ["secret 1\nsecr", "…"]


def test_another_form_of_words_is_told_wherever_it_is() -> None:
    held = (
        'COMMENT;ALTREP="data:text/plain,fourteen%20uses%2C%20eleven%20more":uses',
        'SUMMARY;ALTREP="CID:part3@vendor.example":Offer',
        f'LOCATION;ALTREP="data:image/png;base64,{packed(b"png")}":Room 2',
    )
    reading, contents = read_with_files(event_of(*held), "x.ics")
    for line in (
        "Comment in another form: fourteen uses, eleven more",
        "What in another form: CID:part3@vendor.example",
        "Where in another form: (data of 3 bytes: part 1.png)",
    ):
        assert line in reading.text.split("\n")
    assert contents == [b"png"]


_PAID = 'ALTREP="data:text/plain,pay%20him"'


@pytest.mark.parametrize(
    ("held", "told"),
    [
        ((f"DESCRIPTION;{_PAID}:",), ["Description in another form: pay him"]),
        ((f"LOCATION;{_PAID}: ",), ["Where in another form: pay him"]),
        (
            ("BEGIN:VALARM", f"DESCRIPTION;{_PAID}:Soon", "END:VALARM"),
            ["Reminder says: Soon", "Reminder says in another form: pay him"],
        ),
        (("BEGIN:VTIMEZONE", f"TZNAME;{_PAID}:EST", "END:VTIMEZONE"), ["TZNAME in another form: pay him"]),
        (("BEGIN:VTIMEZONE", "TZNAME:pay him cash", "END:VTIMEZONE"), ["TZNAME: pay him cash"]),
        (
            ("BEGIN:VTIMEZONE", "TZID:他把钱放在院子后面", "END:VTIMEZONE"),
            ["TZID: 他把钱放在院子后面"],
        ),
        (("BEGIN:VTIMEZONE", "TZNAME:Romance Time", "TZID:Europe/Paris", "END:VTIMEZONE"), []),
        (
            ('COMMENT;ALTREP="data:text/html,<p>one, and</p>","data:text/plain,two":uses',),
            ["Comment: uses", "Comment in another form: one, and", "Comment in another form: two"],
        ),
    ],
)
def test_another_form_is_told_without_a_value_in_reminders_and_each_by_itself(
    held: tuple[str, ...], told: list[str]
) -> None:
    lines = read_plain(event_of(*held), "x.ics").text.split("\n")
    assert [each for each in lines if not each.startswith("Identifier")] == told


def test_no_words_of_a_reminder_or_of_a_time_zone_are_left_out() -> None:
    reminder = ("ACTION:EMAIL", "ATTENDEE;CN=Bo:mailto:bo@x.example", "X-NOTE:for Bo", "COMMENT:eleven more")
    zone = ("BEGIN:VTIMEZONE", "TZID:Z", "BEGIN:STANDARD", "TZNAME:EST", "COMMENT:fourteen uses", "END:STANDARD")
    held = ("BEGIN:VALARM", *reminder, "END:VALARM", *zone, "END:VTIMEZONE")
    for line in (
        "Reminder: Attendee: Bo <bo@x.example>",
        "Reminder: X-NOTE: for Bo",
        "Reminder: Comment: eleven more",
        "Comment: fourteen uses",
    ):
        assert line in read_plain(event_of(*held), "x.ics").text.split("\n")


@pytest.mark.parametrize(
    "words",
    [
        "Data: free cameras for officers",
        "Data:free cameras\\, for officers",
        "data:text/plain,free cameras for officers",
        "data:,free",
    ],
)
@pytest.mark.parametrize("name", ["SUMMARY", "NOTE", "X-NOTE", "LOCATION;VALUE=TEXT"])
def test_words_that_begin_like_an_address_of_data_stay_words(name: str, words: str) -> None:
    reading, _ = read_with_files(event_of(f"{name}:{words}"), "x.ics")
    assert f": {words.replace(chr(92), '')}" in reading.text
    assert not reading.children


@pytest.mark.parametrize("field", ["ATTACH:Data: free cameras", "ATTACH;VALUE=URI:data:text/plain;base64 free cameras"])
def test_what_is_no_address_of_data_stays_as_it_is_written(field: str) -> None:
    reading, _ = read_with_files(event_of(field), "x.ics")
    assert f"Attached: {field.removeprefix('ATTACH;VALUE=URI:').removeprefix('ATTACH:')}" in reading.text


@pytest.mark.parametrize(
    "field", ["X-MS-CARDPICTURE;TYPE=GIF;ENCODING=BASE64", "IMAGE;VALUE=BINARY;ENCODING=BASE64;FMTTYPE=image/gif"]
)
def test_pictures_in_fields_that_nobody_knows_are_files_and_no_words(field: str) -> None:
    picture = b"GIF89a" + bytes(range(256))
    reading, contents = read_with_files(event_of(f"{field}:{packed(picture)}"), "x.ics")
    assert contents == [picture]
    assert [each.media_type for each in reading.children] == ["image/gif"]
    assert "(data of 262 bytes: part 1.gif)" in reading.text
    assert packed(picture) not in reading.text


def test_words_that_are_called_base64_and_are_none_are_not_lost() -> None:
    for name in ("DESCRIPTION", "X-NOTE"):
        reading, _ = read_with_files(event_of(f"{name};ENCODING=BASE64:free cameras for officers"), "x.ics")
        assert "free cameras for officers" in reading.text


def test_more_files_than_are_taken_out_are_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fields, "MOST_ATTACHED", 1)
    reading, contents = read_with_files(event_of(*[f"ATTACH;ENCODING=BASE64:{packed(b'one')}"] * 4), "x.ics")
    assert contents == [b"one"]
    assert reading.reasons == (Reason("plain.attached_many", limit=1),)
