"""A mailbox is split where its messages stand, whatever their bodies say."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import bench_mailboxes
from reviewer.domain.reasons.reason import Reason
from reviewer.workers.email.mbox import Splitter, split
from reviewer.workers.email.message import read_mail

FIRST = b"From: a@example.com\nSubject: one\n\nFirst body\n"
SECOND = b"From: b@example.com\nSubject: two\n\nSecond body\n"
ENVELOPE = b"From a@example.com Mon Mar  7 10:11:12 2016\n"


def messages(mailbox: bytes) -> list[bytes]:
    return [mailbox[start:end] for start, end in split(mailbox)]


def test_a_message_is_cut_out_as_the_file_it_would_be_by_itself() -> None:
    mailbox = ENVELOPE + FIRST + b"\n" + ENVELOPE + SECOND + b"\n"
    assert messages(mailbox) == [FIRST, SECOND]


def test_line_ends_of_dos_make_no_difference() -> None:
    mailbox = (ENVELOPE + FIRST + b"\n" + ENVELOPE + SECOND + b"\n").replace(b"\n", b"\r\n")
    assert messages(mailbox) == [FIRST.replace(b"\n", b"\r\n"), SECOND.replace(b"\n", b"\r\n")]


def test_a_mailbox_may_end_without_a_blank_line_or_a_line_end() -> None:
    assert messages(ENVELOPE + FIRST) == [FIRST]
    assert messages(ENVELOPE + FIRST + b"cut off") == [FIRST + b"cut off"]


def test_words_that_begin_with_from_are_no_message() -> None:
    body = (
        b"Hello\n\nFrom what I hear on Mon Mar  7 10:11:12 2016\nSubject: no\n"
        b"\nFrom here to there\nTo: nowhere\n\n>From a@example.com Mon Mar  7 10:11:12 2016\nSubject: quoted\n"
        b"\nFrom a@example.com Mon Mar  7 10:11:12 2016\nand so on, without a header\n"
    )
    assert messages(ENVELOPE + FIRST + body + b"\n" + ENVELOPE + SECOND) == [FIRST + body, SECOND]


def test_envelopes_come_in_many_forms() -> None:
    forms = [
        b"From - Mon Mar 07 10:11:12 2016",
        b"From ???@??? Mon Mar 07 10:11:12 2016",
        b"From MAILER-DAEMON Fri Jul  8 12:08:34 2011",
        b"From a@b.example Mon Mar  7 10:11 2016",
        b"From a@b.example Mon Mar  7 10:11:12 PST 2016",
        b"From a@b.example Mon Mar  7 10:11:12 2016 -0500",
        b"From a@b.example Mon Mar  7 10:11:12 -0500 2016",
        b"From a@b.example Mon, 7 Mar 2016 10:11:12 +0000 (UTC)",
        b"From a@b.example Mon Mar  7 10:11:12 2016 remote from gate",
        b"From 1844347792267117879@xxx Sun Sep 30 09:00:00 +0000 2018",
        b'From "John Doe"@b.example Mon Mar  7 10:11:12 2016',
        b"From ann at b.example  Mon Mar  7 10:11:12 2016",
        b"From Mon Mar  7 10:11:12 2016",
        b"From -",
        b"From Ann Bell <ann@b.example>  Tue Apr  1 10:11:12 1997",
        b'From "Bell, Ann" <ann@b.example>  Tue Apr  1 10:11:12 1997',
        b"From ann @end|ng |rom b.example  Thu Apr  4 10:11:12 2019",
        b"From Ann Bell at the station (ann at b.example)  Thu Apr  4 10:11:12 2019",
    ]
    mailbox = b"".join(form + b"\n" + FIRST + b"\n" for form in forms)
    assert messages(mailbox) == [FIRST] * len(forms)


def test_a_sentence_with_an_address_and_a_date_is_none_unless_a_header_of_mail_follows() -> None:
    said = b"\nFrom ann@b.example I heard on Mon Mar  7 10:11:12 2016\nthat cameras were free: two of them\n"
    assert messages(ENVELOPE + FIRST + said + b"\n" + ENVELOPE + SECOND) == [FIRST + said, SECOND]


def test_a_message_may_have_no_header() -> None:
    assert messages(ENVELOPE + b"\nfirst\n\n" + ENVELOPE + b"\nsecond\n") == [b"\nfirst\n", b"\nsecond\n"]


def test_a_missing_blank_line_does_not_swallow_a_message() -> None:
    assert messages(ENVELOPE + FIRST + ENVELOPE + SECOND) == [FIRST, SECOND]


def test_content_length_is_not_believed() -> None:
    lying = b"Content-Length: 5000\n" + FIRST
    assert messages(ENVELOPE + lying + b"\n" + ENVELOPE + SECOND) == [lying, SECOND]


def test_what_is_no_mailbox_has_no_messages() -> None:
    for data in (b"", b"\n", b"From ", b"Dear all,\n\nFrom now on\n", FIRST, ENVELOPE):
        assert split(data) == []


def test_a_line_without_end_costs_no_memory() -> None:
    splitter = Splitter()
    splitter.feed(ENVELOPE + FIRST)
    for _ in range(200):
        assert splitter.feed(b"x" * 100_000) == []
        assert len(splitter._rest) < 2_000
    assert splitter.feed(b"", last=True) == [(len(ENVELOPE), len(ENVELOPE) + len(FIRST) + 20_000_000)]


PIECES = st.sampled_from(
    [
        *(ENVELOPE, b"From - Mon Mar 07 10:11:12 2016\r\n", b"From -\n", b"From nobody\n", b">" + ENVELOPE),
        *(
            b"Subject: x\n",
            b"X-A: b\r\n",
            b"\n",
            b"\r\n",
            b"text\n",
            b"From ",
            b"\r",
            b"\nFrom",
            b"a" * 1200,
            b"\xef\xbb\xbf",
        ),
    ]
)


@given(st.lists(PIECES, max_size=40), st.lists(st.integers(1, 400), min_size=1, max_size=30))
def test_messages_are_the_same_however_the_mailbox_streams_by(pieces: list[bytes], sizes: list[int]) -> None:
    mailbox = b"".join(pieces)
    splitter = Splitter()
    found: list[tuple[int, int]] = []
    at = turn = 0
    while at < len(mailbox):
        size = sizes[turn % len(sizes)]
        found += splitter.feed(mailbox[at : at + size])
        at, turn = at + size, turn + 1
    found += splitter.feed(b"", last=True)
    assert found == split(mailbox)
    assert all(0 <= start <= end <= len(mailbox) for start, end in found)
    assert all(first[1] <= second[0] for first, second in pairwise(found))


@pytest.mark.parametrize("style", bench_mailboxes.STYLES)
def test_no_message_is_lost_or_made_up_in_any_style_of_envelope(style: str) -> None:
    for dos in (False, True):
        written = bench_mailboxes.mailbox_of(style, dos=dos, count=40)
        found = bench_mailboxes.count(written, bench_mailboxes.ours(written))
        assert (found.there, found.found, found.invented) == (40, 40, 0), dos


def test_what_could_be_an_envelope_and_was_not_taken_for_one_is_remarked() -> None:
    glued = FIRST + b"\nFrom nobody knows -> Mon Mar  7 10:11:12 2016 via gate 7\n" + SECOND
    assert messages(ENVELOPE + glued) == [glued]
    reading, _ = read_mail(glued, from_mbox=True)
    assert reading.mail is not None
    assert reading.mail.defects[-1] == Reason(
        "email.envelope_passed_over", count=1, line="From nobody knows -> Mon Mar  7 10:11:12 2016 via gate 7"
    )
    quoted = FIRST + b"\n>From a@example.com Mon Mar  7 10:11:12 2016\nFrom me to you, in March 2016\n"
    reading, _ = read_mail(quoted, from_mbox=True)
    assert reading.mail is not None
    assert not any(each.code == "email.envelope_passed_over" for each in reading.mail.defects)
