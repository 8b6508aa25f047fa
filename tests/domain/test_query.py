from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.query import Condition, Term, find_terms, parse


def test_words_phrases_and_conditions_are_told_apart() -> None:
    query = parse('camera "free device" from:pat -newsletter has:attachment promo*')
    assert query.terms == (
        Term(("camera",)),
        Term(("free", "device")),
        Term(("newsletter",), negative=True),
        Term(("promo",), prefix=True),
    )
    assert query.conditions == (Condition("from", "pat"), Condition("has", "attachment"))


def test_or_joins_a_word_to_the_one_before() -> None:
    assert [term.either for term in parse("gift OR gratuity code").terms] == [False, True, False]


def test_a_field_narrows_words_to_a_column_and_an_unknown_one_is_words() -> None:
    assert parse('subject:"your code"').terms == (Term(("your", "code"), column="subject"),)
    assert parse("re:cameras").terms == (Term(("re", "cameras")),)


@given(st.text(alphabet="ab\":*-() OR'\\\n"))
def test_nothing_that_is_typed_is_an_error(text: str) -> None:
    for term in parse(text).terms:
        assert term.words


def test_hits_are_found_whatever_case_and_accents() -> None:
    text = "Müller got the CAMERA. Camcorder: no."
    spans = list(find_terms(text, parse("muller camera").wanted))
    assert [text[start:end] for start, end in spans] == ["Müller", "CAMERA"]


def test_hits_count_code_points_beyond_the_basic_plane() -> None:
    text = "🎥🎥 camera"
    assert list(find_terms(text, parse("camera").wanted)) == [(3, 9)]
