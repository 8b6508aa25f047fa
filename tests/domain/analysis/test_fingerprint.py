from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.analysis.fingerprint import (
    Message,
    attachment_of,
    fingerprint,
    originals,
    same_readers,
    text_attachment,
)

WORDS = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=12)
LINES = st.lists(st.lists(WORDS, min_size=1, max_size=6).map(" ".join), min_size=1, max_size=8)
PLAIN = Message((("Ada Lune", "ada@agency.example"),), "2016-05-03T16:15:00Z", "Cameras", "They are here.\n")


@given(LINES, st.sampled_from(["\n", "\r\n", "\r", "  \r\n", "\n\n", "\t\n "]))
def test_line_ends_and_white_space_do_not_matter(lines: list[str], end: str) -> None:
    one = replace(PLAIN, body="\n".join(lines) + "\n", subject=" ".join(lines))
    other = replace(PLAIN, body=end.join(lines), subject="\r\n\t".join(lines))
    assert fingerprint(one) == fingerprint(other)


@given(LINES, st.data())
def test_any_other_word_is_another_message(lines: list[str], data: st.DataObject) -> None:
    words = " ".join(lines).split()
    at = data.draw(st.integers(0, len(words) - 1))
    changed = [*words[:at], words[at] + "x", *words[at + 1 :]]
    one, other = replace(PLAIN, body=" ".join(words)), replace(PLAIN, body=" ".join(changed))
    assert fingerprint(one) != fingerprint(other)


@given(st.permutations([attachment_of(bytes([n]) * 32) for n in range(5)]))
def test_the_order_of_attachments_does_not_matter(attachments: list[str]) -> None:
    one, other = replace(PLAIN, attachments=tuple(attachments)), replace(PLAIN, attachments=tuple(sorted(attachments)))
    assert fingerprint(one) == fingerprint(other)
    assert fingerprint(replace(one, attachments=one.attachments[1:])) != fingerprint(one)


@pytest.mark.parametrize(
    "changed",
    [
        replace(PLAIN, date="2016-05-03T16:15:01Z"),
        replace(PLAIN, date=""),
        replace(PLAIN, subject="Re: Cameras"),
        replace(PLAIN, subject="cameras"),
        replace(PLAIN, senders=(("Ada Lune", "ada@home.example"),)),
        replace(PLAIN, attachments=(attachment_of(bytes(32)),)),
        replace(PLAIN, body="They are here. Cameras"),
    ],
)
def test_what_mail_systems_never_change_makes_another_message(changed: Message) -> None:
    assert fingerprint(changed) != fingerprint(PLAIN)


def test_the_name_and_case_of_an_address_do_not_matter() -> None:
    assert fingerprint(replace(PLAIN, senders=(("", "ADA@Agency.example"),))) == fingerprint(PLAIN)


@pytest.mark.parametrize(
    "little", [Message((), "", "Hello", "Hello"), Message((("", "a@b.example"),), "2016-05-03T16:15:00Z", " ", "\n")]
)
def test_messages_that_say_too_little_are_no_copies_of_each_other(little: Message) -> None:
    assert fingerprint(little) is None


@given(LINES, st.integers(1, 40))
def test_an_attached_text_is_the_same_with_other_line_ends_however_it_is_stored(lines: list[str], size: int) -> None:
    unix, windows = ("\n".join(lines) + "\n").encode(), "\r\n".join(lines).encode()
    chunks = [windows[at : at + size] for at in range(0, len(windows), size)]
    assert text_attachment(chunks) == text_attachment([unix])
    assert text_attachment([unix + b"more\n"]) != text_attachment([unix])


def test_a_letter_to_many_in_one_second_is_many_messages() -> None:
    kim, lee = frozenset({"kim@a.example"}), frozenset({"lee@a.example"})
    assert not same_readers(kim, lee)
    assert originals([(1, kim), (2, lee), (3, kim), (4, frozenset()), (5, kim | {"bo@a.example"})]) == {
        3: 1,
        4: 1,
        5: 1,
    }
