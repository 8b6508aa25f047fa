from __future__ import annotations

from dataclasses import replace

from reviewer.domain.ids import OfficerId
from reviewer.domain.people.officer import Assignment, Officer, Role
from reviewer.domain.people.same_officer import Met, signs

PAT = Officer(OfficerId(1), "1001", "Pat Quill", addresses=("pquill@agency.example",))
OTHER = Officer(OfficerId(2), "U-1", "P. Quill", addresses=("pquill@home.example",), unidentified=True)


def said(one: Officer, other: Officer, met: Met | None = None) -> list[tuple[bool, str]]:
    return [(sign.speaks_for, sign.text) for sign in signs(one, other, met)]


def test_an_initial_and_the_same_letters_before_the_at_speak_for_it() -> None:
    assert said(PAT, OTHER) == [
        (True, "Pat Quill and P. Quill have a surname and an initial in common"),
        (True, "pquill@agency.example and pquill@home.example differ only behind the @"),
    ]


def test_two_first_names_say_nothing_and_two_serial_numbers_speak_against_it() -> None:
    other = Officer(OfficerId(2), "1002", "Paul Quill")
    assert said(PAT, other) == [(False, "the roster has two serial numbers, 1001 and 1002")]


def test_a_name_that_is_the_others_alias_and_one_address_speak_for_it() -> None:
    other = replace(OTHER, name="the chief", aliases=("PAT QUILL",), addresses=PAT.addresses)
    assert said(PAT, other) == [(True, "both are called Pat Quill"), (True, "both write from pquill@agency.example")]


def test_the_same_station_at_the_same_time_speaks_for_it_and_another_against_it() -> None:
    pat = replace(PAT, addresses=(), assignments=(Assignment("Harbour", "2014-01-01"),))
    same = replace(OTHER, name="?", addresses=(), assignments=(Assignment("harbour", "2016-01-01", "2016-12-31"),))
    assert said(pat, same) == [(True, "both were at Harbour from 2016-01-01 to 2016-12-31")]
    apart = replace(same, assignments=(Assignment("Canal", "", "2014-06-30"),))
    assert said(pat, apart) == [(False, "1001 was at Harbour while U-1 was at Canal from 2014-01-01 to 2014-06-30")]
    earlier = replace(same, assignments=(Assignment("Canal", "", "2013-12-31"),))
    assert said(pat, earlier) == []


def test_roles_in_the_same_passages_and_letters_between_them_count() -> None:
    writes, reads = frozenset({Role.AUTHOR}), frozenset({Role.RECIPIENT})
    met = Met({7: (writes, writes), 8: (reads, reads), 9: (writes, reads)}, letters=2)
    assert said(replace(PAT, addresses=()), replace(OTHER, name="?", addresses=()), met) == [
        (True, "passage 7 has both in the same role"),
        (False, "passage 9 has one as author and the other as recipient"),
        (False, "2 messages went from one to the other"),
    ]
