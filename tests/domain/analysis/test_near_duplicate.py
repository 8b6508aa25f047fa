from __future__ import annotations

import random
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.analysis.connected import groups
from reviewer.domain.analysis.near_duplicate import Signatures, candidates, estimate, shingle_set, similarity
from reviewer.domain.analysis.shingles import runs, shared_run, words
from reviewer.workers.features import minhash as signature

WORDS = st.lists(st.sampled_from([f"w{n}" for n in range(30)]), min_size=8, max_size=60)


@given(WORDS, WORDS)
def test_the_similarity_is_the_jaccard_index_of_runs_of_five_words(one: list[str], other: list[str]) -> None:
    first, second = set(runs(one, 5)), set(runs(other, 5))
    assert similarity(shingle_set(one), shingle_set(other)) == len(first & second) / len(first | second)
    assert similarity(shingle_set(one), shingle_set(one)) == 1


def test_one_word_of_a_hundred_leaves_ninety_hundredths() -> None:
    text = [f"w{n}" for n in range(100)]
    changed = [*text[:50], "else", *text[51:]]
    assert similarity(shingle_set(text), shingle_set(changed)) == 91 / 101


def test_pairs_that_are_much_alike_are_all_found() -> None:
    """Against all pairs measured, in texts of which some were made from others."""
    rng = random.Random(7)
    texts: dict[int, list[str]] = {}
    for number in range(200):
        if number and rng.random() < 0.5:
            made = list(texts[rng.randrange(number)])
            for _ in range(rng.randrange(6)):
                made[rng.randrange(len(made))] = f"x{rng.randrange(1000)}"
        else:
            made = [f"w{rng.randrange(400)}" for _ in range(120)]
        texts[number] = made
    sets = {number: shingle_set(text) for number, text in texts.items()}
    every = [pair for pair in combinations(texts, 2) if similarity(sets[pair[0]], sets[pair[1]]) >= 0.8]
    signed = [(number, signature(text)) for number, text in texts.items()]
    assert len(every) > 20
    for split in (0, 100, 197):  # all at once, half of them later, and so few that most are not looked at again
        before, after = Signatures(signed[:split]), Signatures(signed[split:])
        found = candidates(Signatures([]), before) | candidates(before, after)
        measured = [
            (one, other)
            for one, others in found.items()
            for other in others
            if similarity(sets[one], sets[other]) >= 0.8
        ]
        assert groups(measured) == groups(every)


def test_an_estimate_is_near_the_truth() -> None:
    text = [f"w{n}" for n in range(1000)]
    other = [*text[:750], *(f"v{n}" for n in range(250))]
    truth = similarity(shingle_set(text), shingle_set(other))
    one, two = (memoryview(signature(each)).cast("H") for each in (text, other))
    assert abs(estimate(one, two) - truth) < 0.2
    assert estimate(one, one) == 1


def test_groups_hold_together_by_pairs() -> None:
    assert groups([(3, 4), (1, 2), (2, 9), (4, 3)]) == [[1, 2, 9], [3, 4]]
    assert groups([]) == []


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12))))
def test_whoever_is_like_by_way_of_others_is_in_the_same_group(pairs: list[tuple[int, int]]) -> None:
    """Against what one gets by walking from one to the next."""
    reached: dict[int, set[int]] = {}
    for start in {end for pair in pairs for end in pair}:
        there, latest = {start}, {start}
        while latest:
            latest = {end for pair in pairs if latest.intersection(pair) for end in pair} - there
            there |= latest
        reached[start] = there
    assert {frozenset(group) for group in groups(pairs)} == {frozenset(there) for there in reached.values()}


def test_the_words_that_two_texts_share_are_told() -> None:
    one, other = words("He said: the cameras are here, and you may have one of them!"), words("x " * 5)
    assert shared_run(one, words("“The CAMERAS are here and you may have one” of many")) == (
        "the cameras are here and you may have one of"
    )
    assert shared_run(one, other) == ""
