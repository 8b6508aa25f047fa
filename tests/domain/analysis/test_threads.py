from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.analysis.subject import base_subject
from reviewer.domain.analysis.threads import Edge, Letter, Ref, ReplyBasis, Threads, descends, without_loops
from reviewer.domain.reasons.reason import Reason

IDS = st.sampled_from([f"<{name}>" for name in "abcdefghij"])


@st.composite
def letters(draw: st.DrawFn) -> list[Letter]:
    """Messages that name each other in every way, forged ones included; each has a Message-ID of its own."""
    names = draw(st.lists(IDS, unique=True, min_size=1, max_size=8))
    return [
        Letter(
            place,
            f"T-{place}",
            (name,),
            tuple(draw(st.lists(IDS, max_size=4))),
            draw(st.one_of(st.just(""), IDS)),
            draw(st.sampled_from(["", "cameras", "codes"])),
            draw(st.booleans()),
            draw(st.sampled_from(["", "2016-05-01T08:00:00Z", "2016-05-02T08:00:00Z", "2016-07-01T08:00:00Z"])),
            frozenset(draw(st.lists(st.sampled_from(["a@x", "b@x", "c@x"]), max_size=2))),
        )
        for place, name in enumerate(names, 1)
    ]


def threaded(given_letters: list[Letter]) -> dict[Ref, Edge]:
    made = Threads(given_letters)
    made.by_ids()
    made.by_subjects()
    return made.edges


@given(letters())
def test_no_message_answers_itself_at_however_many_removes(given_letters: list[Letter]) -> None:
    edges = threaded(given_letters)
    for start in edges:
        seen = {start}
        ref: Ref = start
        while ref in edges:
            ref = edges[ref].parent
            assert ref not in seen
            seen.add(ref)


@given(letters(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_makes_no_difference(given_letters: list[Letter], rng: object) -> None:
    shuffled = list(given_letters)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    later = [replace(letter, place=100 - number) for number, letter in enumerate(shuffled)]
    assert named(given_letters) == named(later)


def named(given_letters: list[Letter]) -> set[tuple[str, str, ReplyBasis]]:
    name = {letter.place: letter.ids[0] for letter in given_letters}
    return {
        (name.get(edge.child, str(edge.child)), name.get(edge.parent, str(edge.parent)), edge.reason)  # type: ignore[arg-type]
        for edge in threaded(given_letters).values()
    }


def test_references_go_before_in_reply_to_and_missing_messages_keep_their_places() -> None:
    one = Letter(1, "T-1", ("<a>",))
    two = Letter(2, "T-2", ("<d>",), ("<a>", "<b>", "<c>"), "<a>")
    three = Letter(3, "T-3", ("<e>",), (), "<b>")
    edges = threaded([one, two, three])
    assert {edge.child: edge.parent for edge in edges.values()} == {2: "<c>", "<c>": "<b>", "<b>": 1, 3: "<b>"}
    assert (edges[2].reason, edges[3].reason) == (ReplyBasis.REFERENCES, ReplyBasis.IN_REPLY_TO)
    assert edges[2].evidence == Reason("thread.references", parent="<c>")


def test_a_subject_alone_needs_re_a_common_person_and_a_month() -> None:
    people = frozenset({"a@x", "b@x"})
    first = Letter(1, "T-1", ("<a>",), subject="cameras", date="2016-05-01T08:00:00Z", people=people)
    answer = Letter(2, "T-2", ("<b>",), subject="cameras", answer=True, date="2016-05-03T08:00:00Z", people=people)
    edges = threaded([first, answer])
    assert (edges[2].parent, edges[2].reason) == (1, ReplyBasis.SUBJECT)
    assert edges[2].evidence == Reason("thread.same_subject", parent="T-1", days=2, person="a@x")
    for changed in (
        replace(answer, answer=False),
        replace(answer, people=frozenset({"c@x"})),
        replace(answer, date="2016-06-03T08:00:00Z"),
        replace(answer, date=""),
        replace(answer, date="2016-04-30T08:00:00Z"),
        replace(answer, subject="codes"),
    ):
        assert threaded([first, changed]) == {}


@pytest.mark.parametrize(
    ("subject", "base", "answer"),
    [
        ("Cameras", "cameras", False),
        ("Re: Cameras", "cameras", True),
        ("RE: re: Fwd: Cameras", "cameras", True),
        ("Re[2]: Cameras", "cameras", True),
        ("[list] Re: [list] Cameras", "cameras", True),
        ("Fw: Cameras (fwd)", "cameras", True),
        ("[Fwd: Re: Cameras]", "cameras", True),
        ("AW: WG: Cameras", "cameras", True),
        ("[list]", "[list]", False),
        ("Report: Cameras", "report: cameras", False),
        ("  Re:\t Cameras  for \n you ", "cameras for you", True),
        ("Re:", "", True),
    ],
)
def test_the_base_subject_is_that_of_rfc_5256(subject: str, base: str, answer: bool) -> None:  # noqa: FBT001
    assert base_subject(subject) == (base, answer)


@given(st.dictionaries(st.integers(1, 8), st.integers(1, 8)), st.sets(st.integers(1, 8)))
def test_corrections_never_leave_a_loop_and_hold_where_they_can(parents: dict[int, int], hands: set[int]) -> None:
    by_hand = {child: parent for child, parent in parents.items() if child in hands}
    kept = without_loops(parents, by_hand)
    for start in kept:
        at, steps = start, 0
        while at in kept:
            at, steps = kept[at], steps + 1
            assert steps <= len(kept)
    if without_loops(by_hand, by_hand) == by_hand:
        assert by_hand.items() <= kept.items()


def test_what_descends_from_what() -> None:
    assert descends({3: 2, 2: 1}, 3, 1)
    assert descends({}, 1, 1)
    assert not descends({3: 2, 2: 1}, 1, 3)
