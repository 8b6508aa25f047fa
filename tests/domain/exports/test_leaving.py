"""Every reason for holding something back has words, and an option that is the only one to let it leave."""

from __future__ import annotations

import pytest

from reviewer.domain.exports.leaving import Held, StayReason, Terms, Thing, in_words

OPTIONS = {
    "--include-privileged": Terms(privileged=True),
    "--include-compelled": Terms(compelled=True),
    "--with-private-notes": Terms(private_notes=True),
    "--include-sources": Terms(sources=True, receiver="Chief of Detectives"),
}


@pytest.mark.parametrize("reason", StayReason)
def test_only_its_own_option_lets_a_thing_leave(reason: StayReason) -> None:
    assert not Terms().let_go(reason)
    let_go = [option for option, terms in OPTIONS.items() if terms.let_go(reason)]
    assert let_go == ([reason.option] if reason.option else [])


def test_nobody_sees_a_confidential_source_who_is_not_named() -> None:
    assert not Terms(sources=True, receiver=" ").let_go(StayReason.NAMES_SOURCE)
    assert Terms(sources=True).codes == []
    assert OPTIONS["--include-sources"].codes == ["confidential sources"]


def test_nothing_lets_a_redaction_or_an_internal_tag_leave() -> None:
    assert [reason for reason in StayReason if not reason.option] == [
        StayReason.INTERNAL,
        StayReason.REDACTED,
        StayReason.HOLDS_REDACTED,
        StayReason.REPEATS_REDACTED,
        StayReason.UNDECIDED,
        StayReason.UNSEARCHED,
    ]


def test_what_stays_is_named_by_number_and_reason_and_many_are_counted() -> None:
    held = [Held(Thing.NOTE, str(number), StayReason.PRIVATE) for number in range(1, 13)]
    assert in_words([Held(Thing.ITEM, "GIFTS-000012", StayReason.PRIVILEGED)]) == "GIFTS-000012 (marked privileged)"
    assert in_words(held).endswith("note 10 (a private note), and 2 more")
