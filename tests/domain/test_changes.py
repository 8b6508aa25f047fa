"""A view learns from changes whether it shows something else now."""

from __future__ import annotations

from reviewer.domain.changes import EVERYTHING, Changes, Noun, Touched
from reviewer.domain.ids import ItemId

ONE, TWO = ItemId(1), ItemId(2)


def test_changes_of_one_item_concern_that_item_and_whoever_shows_them_all() -> None:
    tagged = Changes(frozenset({Touched(Noun.PASSAGES, ONE)}))
    assert tagged.concern({Noun.PASSAGES, Noun.TAGS}, ONE)
    assert not tagged.concern({Noun.PASSAGES}, TWO)
    assert tagged.concern({Noun.PASSAGES})
    assert not tagged.concern({Noun.NOTES}, ONE)


def test_changes_of_no_item_in_particular_concern_every_item() -> None:
    assert Changes.of([Noun.TAGS]).concern({Noun.TAGS}, TWO)


def test_changes_add_up() -> None:
    both = Changes.of([Noun.TAGS]) | Changes(frozenset({Touched(Noun.MARKS, ONE)}))
    assert both.nouns == {Noun.TAGS, Noun.MARKS}
    assert both | Changes() == both
    assert not Changes()
    assert all(EVERYTHING.concern({noun}, ONE) for noun in Noun)
