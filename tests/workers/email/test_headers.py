"""Headers are read as people read them, whatever the sender's program did to them, and none can stall the reader."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta, timezone
from email.header import Header
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.email.charsets import decode
from reviewer.workers.email.dates import parse_date
from reviewer.workers.email.header import Headers, decode_words, header_text, raw_text, split_headers
from reviewer.workers.email.parameters import parse_value
from reviewer.workers.email.people import addresses, people_of


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        # The examples of RFC 2047, section 8.
        (b"(=?ISO-8859-1?Q?a?=)", "(a)"),
        (b"(=?ISO-8859-1?Q?a?= b)", "(a b)"),
        (b"(=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=)", "(ab)"),
        (b"(=?ISO-8859-1?Q?a?=\r\n    =?ISO-8859-1?Q?b?=)", "(ab)"),
        (b"(=?ISO-8859-1?Q?a_b?=)", "(a b)"),
        (b"(=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?=)", "(a b)"),
        (b"=?ISO-8859-1?Q?Keld_J=F8rn_Simonsen?= <keld@dkuug.dk>", "Keld Jørn Simonsen <keld@dkuug.dk>"),
        (b"=?ISO-8859-1?B?SWYgeW91IGNhbiByZWFkIHRoaXMgeW8=?=", "If you can read this yo"),
        (b"=?US-ASCII*EN?Q?Keith_Moore?=", "Keith Moore"),  # RFC 2231, section 5
        (b"=?utf-8?b?4oI=?= =?utf-8?b?rA==?=", "€"),  # one character split between two words
        (b"=?gb2312?B?1tC5+g==?=", "中国"),
        (b"=?ks_c_5601-1987?B?x9GxuQ==?=", "한국"),
        (b"=?iso-8859-8-i?B?+ezl7Q==?=", "שלום"),
        (b"=?windows-1252?Q?=93hi=94?=", "“hi”"),
        (b"=?iso-8859-1?Q?=93hi=94?=", "“hi”"),
        (b"=?utf-7?Q?+AOQ-?=", "ä"),
        (b"=?utf-8?Q?broken", "=?utf-8?Q?broken"),
        (b"=?iso-8859-1?Q?Fr\xf6sche?=", "Frösche"),  # a byte in a word that should have been spelled =F6
        (b"=?iso-8859-1?Q?Fr\xc3\xb6sche?=", "Frösche"),
        ("=?koi8-r?Q?три_камеры?= sent".encode("koi8-r"), "три камеры sent"),
        ("Zürich".encode(), "Zürich"),
        ("Zürich".encode("latin-1"), "Zürich"),
        (b"folded\r\n\tand folded\r\n again", "folded and folded again"),
        (b"a\x00b\x07c", "a b c"),
        (b"=?x-no-such-charset?Q?caf=E9?=", "café"),
        (b"=?unicode_escape?Q?=5Cx41?=", "\\x41"),
    ],
)
def test_a_header_reads_as_it_was_meant(raw: bytes, text: str) -> None:
    assert header_text(raw) == text


@given(st.text("ab@.,/ \n\t)>'=?é", max_size=40))
def test_a_list_reads_alike_whether_commas_or_semicolons_part_it(text: str) -> None:
    """A list without any other sign is cut at its commas; a semicolon has it read sign by sign."""
    assert addresses(text + ",") == addresses(text + ";")


@given(
    st.lists(
        st.sampled_from(
            [
                "=?utf-8?q?a,b?=",
                "=?q?",
                "?=",
                '"Q, R"',
                '"',
                "\\",
                "<a@b>",
                "<",
                ">",
                "a@b",
                "c d",
                ",",
                ";",
                ":",
                "(",
                ")",
                "\n ",
            ]
        ),
        max_size=12,
    )
)
def test_a_list_reads_alike_cut_into_those_it_names_and_as_a_whole(signs: list[str]) -> None:
    """The people of a header are kept piece by piece; a list is cut so where none of them is changed by it."""
    value = "".join(signs).encode()
    people, _ = people_of(Headers((("to", value),)))
    assert [(person.name, person.address) for person in people] == addresses(raw_text(value))


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"]), min_size=1, max_size=60))
def test_what_the_standard_library_encodes_comes_back(text: str) -> None:
    encoded = Header(text, "utf-8", maxlinelen=60).encode()
    assert header_text(encoded.encode()) == text.strip()


@given(st.binary(max_size=400))
def test_no_bytes_can_stop_the_header_reader(raw: bytes) -> None:
    for text in (header_text(raw), raw_text(raw)):
        text.encode("utf-8")
    parse_value(raw)
    addresses(raw_text(raw))
    parse_date(header_text(raw))
    split_headers(raw, 0, len(raw))


@given(st.text(st.sampled_from('=?utf-8QqBb_ \t\r\n<>(),;:@"\\aé.'), max_size=300))
def test_no_half_made_word_can_stop_the_header_reader(text: str) -> None:
    decode_words(text)
    addresses(text)


@given(
    st.binary(max_size=200), st.text(max_size=20) | st.sampled_from(["utf-7", "utf-16", "hz", "iso-2022-jp", "zlib"])
)
def test_any_bytes_in_any_charset_become_text_that_can_be_stored(data: bytes, label: str) -> None:
    decode(data, label).text.encode("utf-8")


def test_an_undecodable_text_is_kept_and_says_so() -> None:
    decoded = decode(b"caf\xe9 bar", "utf-8")
    assert decoded.text == "caf\ufffd bar"
    assert not decoded.whole
    assert decoded.defect == Reason("email.bytes_undecodable", charset="utf-8")


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("ada@example.com", [("", "ada@example.com")]),
        ("Ada <ada@example.com>", [("Ada", "ada@example.com")]),
        ('"Lovelace, Ada" <ada@example.com>, b@c.d', [("Lovelace, Ada", "ada@example.com"), ("", "b@c.d")]),
        ("ada@example.com (Ada Lovelace)", [("Ada Lovelace", "ada@example.com")]),
        ("A Group: Ann <a@b.c>, d@e.f;, g@h.i", [("Ann", "a@b.c"), ("", "d@e.f"), ("", "g@h.i")]),
        ("undisclosed-recipients:;", []),
        ("=?utf-8?Q?Doe,_J=C3=B6hn?= <j@d.e>", [("Doe, Jöhn", "j@d.e")]),
        ('"=?utf-8?Q?J=C3=B6hn?=" <j@d.e>', [("Jöhn", "j@d.e")]),
        ("Ann B. Cole, Dan", [("Ann B. Cole", ""), ("", "Dan")]),
        ("John Doe jd@example.com", [("John Doe", "jd@example.com")]),
        ("a@b.c; d@e.f", [("", "a@b.c"), ("", "d@e.f")]),
        ("<@relay.example:joe@example.org>", [("", "joe@example.org")]),
        # RFC 5322, appendix A.5 and A.6.3: comments and folding inside
        (
            "Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>",
            [("Pete (A nice ) chap)", "pete@silly.test")],
        ),
        ("John Doe <jdoe@machine(comment).  example>", [("John Doe", "jdoe@machine.example")]),
        ("", []),
        # Nobody is left out for a comma that is, nor for signs that hide one from some programs
        ("Ann <a@b.c> Dan <d@e.f>; <g@h.i><j@k.l>", [("Ann", "a@b.c"), ("Dan", "d@e.f"), ("", "g@h.i"), ("", "j@k.l")]),
        ('"Doe, Jo" <a@b.c> "Roe, Al" <d@e.f>', [("Doe, Jo", "a@b.c"), ("Roe, Al", "d@e.f")]),
        ('"Ann" <a@b.c> : <d@e.f>', [("Ann", "a@b.c"), ("", "d@e.f")]),
        ("Ann <a@b.c, d@e.f>, <g@h.i j@k.l>", [("Ann", "a@b.c"), ("", "d@e.f"), ("", "g@h.i"), ("", "j@k.l")]),
        ("Ann (for <d@e.f>) <a@b.c>", [("Ann (for <d@e.f>)", "a@b.c")]),
        ("(ann a@b.c, d@e.f", [("ann", "a@b.c"), ("", "d@e.f")]),
        ("(nobody)", [("nobody", "")]),
        # As Outlook, and as Notes write them
        ('"John" <j@x.y> on behalf of "Jane" <k@x.y>', [("John", "j@x.y"), ("Jane", "k@x.y")]),
        ("Ann <a@b.c> <a@b.c>, Dan <d@e.f>", [("Ann", "a@b.c"), ("Dan", "d@e.f")]),
    ],
)
def test_everybody_in_an_address_list_is_found(text: str, pairs: list[tuple[str, str]]) -> None:
    assert addresses(text) == pairs


@pytest.mark.parametrize(
    ("text", "utc", "zone"),
    [
        ("Fri, 21 Nov 1997 09:55:06 -0600", "1997-11-21T15:55:06Z", -360),  # RFC 5322, appendix A
        ("Thu,\t13\t Feb 1969 23:32:54 -0330 (Newfoundland Time)", "1969-02-14T03:02:54Z", -210),
        ("21 Nov 97 09:55:06 GMT", "1997-11-21T09:55:06Z", 0),
        ("Mon, 7 Mar 2016 10:00:00 EST", "2016-03-07T15:00:00Z", -300),
        ("Mon, 7 Mar 2016 10:00:00 PDT", "2016-03-07T17:00:00Z", -420),
        ("Mon, 7 Mar 2016 10:00:00 -0000", "2016-03-07T10:00:00Z", None),
        ("Mon, 7 Mar 2016 10:00:00", "2016-03-07T10:00:00Z", None),
        ("Wed, 20 Sep 1995 00:19:00 (EDT) -0400", "1995-09-20T04:19:00Z", -240),
        ("01 Jan 2001 00:01+0000", "2001-01-01T00:01:00Z", 0),
        ("Sun, 25 Aug 0102 10:36:36 -1000", "2002-08-25T20:36:36Z", -600),
        ("2016-03-07T10:00:00+01:00", "2016-03-07T09:00:00Z", 60),
        ("Sat, 31 Dec 2016 23:59:60 +0000", "2016-12-31T23:59:59Z", 0),  # a leap second
        ("Mon, 31 Feb 2016 10:00:00 +0000", "", None),
        ("Mon, 7 Mar 2016 25:00:00 +0000", "", None),
        ("yesterday", "", None),
        ("", "", None),
        ("Fri, 31 Dec 9999 23:00:00 -0500", "", None),
    ],
)
def test_a_date_is_told_in_utc_with_the_senders_zone(text: str, utc: str, zone: int | None) -> None:
    sent = parse_date(text)
    assert (sent.utc, sent.zone) == (utc, zone)
    assert bool(sent.defect) is (not utc or (zone is None and "-0000" not in text) or "0102" in text)


@given(
    st.integers(0, 3_000_000_000),
    st.integers(-14 * 60, 14 * 60),
)
def test_a_date_that_the_standard_library_wrote_is_read_back(moment: int, zone: int) -> None:
    local = datetime.fromtimestamp(moment, timezone(timedelta(minutes=zone)))
    sent = parse_date(format_datetime(local))
    assert sent.utc == local.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert sent.zone == zone


@pytest.mark.parametrize(
    ("raw", "name", "value"),
    [
        # RFC 2231, sections 3 and 4
        (
            b'message/external-body; access-type=URL; URL*0="ftp://"; URL*1="cs.utk.edu/pub"',
            "url",
            "ftp://cs.utk.edu/pub",
        ),
        (b"application/x-stuff; title*=us-ascii'en-us'This%20is%20%2A%2A%2Afun%2A%2A%2A", "title", "This is ***fun***"),
        (
            b"a/b; t*0*=us-ascii'en'This%20is%20even%20more%20; t*1*=%2A%2A%2Afun%2A%2A%2A%20; t*2=\"isn't it!\"",
            "t",
            "This is even more ***fun*** isn't it!",
        ),
        (b'a/b; name="=?utf-8?B?w6QucGRm?="', "name", "ä.pdf"),
        (b'a/b; name="quoted \\"name\\".pdf"', "name", 'quoted "name".pdf'),
        (b"a/b; name=no quotes at all.pdf; x=y", "name", "no quotes at all.pdf"),
        ("a/b; name=ä.pdf".encode("latin-1"), "name", "ä.pdf"),
        (b'a/b; name="a;b.pdf"', "name", "a;b.pdf"),
        (b'a/b; name="never closed', "name", "never closed"),
    ],
)
def test_a_parameter_is_found_however_it_is_written(raw: bytes, name: str, value: str) -> None:
    assert parse_value(raw)[1][name] == value


def test_a_huge_header_is_cut_and_costs_little() -> None:
    words = b"=?utf-8?B?" + base64.b64encode(b"x" * 30) + b"?= "
    assert len(header_text(words * 6_000)) < 65_536
    assert len(addresses(raw_text(b"a@b.example, " * 6_000))) < 65_536 / 13 + 1
    assert addresses("(" * 60_000 + "a@b.example") == [("", "a@b.example")]
    assert addresses('"' * 60_000) == []
    assert addresses("<" * 60_000) == []


def test_what_is_done_to_the_parameters_of_one_part_is_not_done_to_the_same_of_another() -> None:
    raw = b"text/plain; charset=us-ascii"
    parse_value(raw)[1]["charset"] = "koi8-r"
    assert parse_value(raw) == ("text/plain", {"charset": "us-ascii"})
