"""Why a finding has to be looked at again is said in the language of the report, by its code."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from reviewer.desktop.resources import resource
from reviewer.domain.ids import ItemId, OfficerId
from reviewer.domain.policy.allegation import (
    Allegation,
    AllegationId,
    Confirmation,
    Ground,
    GroundId,
    GroundKind,
    MatrixRow,
    Period,
)
from reviewer.domain.policy.basis import basis, changes
from reviewer.domain.policy.basis_changes import differences
from reviewer.domain.policy.clause import Clause, ClauseId, Element, ElementId, Topic
from reviewer.domain.policy.element_searches import Rerun, Search, Side
from reviewer.domain.policy.finding import Outcome, missing
from reviewer.domain.policy.look_again import LookAgain
from reviewer.export.texts import texts
from reviewer.usecases.exports.report_sections import look_again

NARROW, WIDE = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"
THEN = {"value_low": 19900, "currency": "USD", "officer": 1, "limits": "$50", "paid": None, "words": "for one, “free”"}
NOW = THEN | {"value_low": 9900, "officer": 2, "limits": "$25 a day", "paid": 500, "words": ""}


def french(line: LookAgain) -> str:
    """As the report says it in French, with plain blanks."""
    return look_again.told(texts(resource("report"), "fr"), line).replace(NARROW, " ").replace(WIDE, " ")


def test_how_something_differs_from_what_was_relied_on_is_said_in_french() -> None:
    all_of_it = (*differences(THEN, None), *differences(THEN, NOW))
    said = [french(what.because_of("basis.ground", number=2, ground="benefit 3")) for what in all_of_it]
    before = "élément 2 : avantage 3"
    assert said == [
        f"{before} n’existe plus",
        f"{before} a changé : valeur inférieure « $99.00 », auparavant : « $199.00 »",
        f"{before} a changé : agent",
        f"{before} se mesure à une autre limite : « $25 a day », auparavant : « $50 »",
        f"{before} a changé : payé « $5.00 », auparavant : rien",
        f"{before} a changé : termes rien, auparavant : « for one, “free” »",
    ]
    assert french(differences({"act": "A"}, {"act": "B"})[0].because_of("basis.allegation")) == (
        "le grief a changé : acte « B », auparavant : « A »"
    )


@pytest.mark.parametrize(
    ("rerun", "said"),
    [
        (Rerun("x", 1, refused="no tag “x”"), "“x” n’est plus comprise : no tag “x”"),
        (Rerun("x", 1, changed=True), "“x” désigne maintenant une autre recherche"),
        (
            Rerun("x", 1, (ItemId(1),), ("A-1",), changed=True),
            "“x” désigne maintenant une autre recherche ; elle trouve 1 document de plus : A-1",
        ),
        (Rerun("x", 1, tuple(map(ItemId, range(1200))), ("A-1",)), "“x” trouve 1 200 documents de plus : A-1"),
        (Rerun("x", 1, more=2), "“x” trouve 2 documents de plus"),
    ],
)
def test_what_a_search_finds_by_now_is_said_in_french(rerun: Rerun, said: str) -> None:
    assert rerun.stale is not None
    outer = rerun.stale.because_of("basis.search", number=1, side="against")
    assert outer == f"element 1: the search against it: {rerun.stale}"
    assert french(outer) == f"élément 1 : la recherche contre lui : {said}"
    assert french(rerun.stale) == said


def ground(side: Side, number: int) -> Ground:
    facts = {"words": "said"}
    return Ground(GroundId(number), side, GroundKind.BENEFIT, number, facts, facts, "said", "", "Ada")


def matrix(*lines: tuple[Ground | Confirmation | str, ...]) -> Allegation:
    """An allegation with these lines: what each element rests on, was looked for, and how it is explained."""
    elements = tuple(Element(ElementId(number), "Gift") for number in range(1, len(lines) + 1))
    rows = tuple(
        MatrixRow(
            number,
            element,
            tuple(each for each in line if isinstance(each, Ground)),
            tuple(each for each in line if isinstance(each, Confirmation)),
            "".join(each for each in line if isinstance(each, str)),
        )
        for number, (element, line) in enumerate(zip(elements, lines, strict=True), 1)
    )
    clause = Clause(ClauseId(1), "3.14", "Gifts", Topic.OTHER, "No gifts.", elements, ())
    return Allegation(
        AllegationId(1), OfficerId(1), "1001", "Pat", clause, "took", Period("2016", "2016"), "", "Ada", "", rows
    )


def test_each_sentence_that_the_case_can_say_has_its_words_in_french() -> None:
    looked = Confirmation(Side.AGAINST, "", "Ada", "", (Search("x", 0, 1, "Ada", ""), Search("y", 0, 1, "Ada", "")))
    less = replace(looked, searches=looked.searches[:1])
    before = matrix((ground(Side.FOR, 1), looked), (looked,), ("as is",))
    after = matrix((ground(Side.AGAINST, 2), less), (), ("otherwise",), ())
    after = replace(after, act="kept", clause=replace(after.clause, text="Nothing."))
    kinds = (before, after, matrix((ground(Side.FOR, 1),)), matrix((less,)))
    lacks = [
        line for outcome in Outcome for each in kinds for exempt in (False, True)
        for line in missing(outcome, each, exempt=exempt)
    ]  # fmt: skip
    changed = list(changes(basis(before), after))
    assert (len(changed), len({re.sub("[0-9]", "", line) for line in lacks})) == (10, 8), "one of each kind"
    english = {"the", "was", "it", "of", "no", "speaks", "nothing", "before", "and"}
    said = [french(line) for line in (*changed, *lacks)]
    assert [line for line in said if english & set(line.replace("’", " ").split())] == []


def test_words_of_a_sentence_that_look_like_another_are_told_as_they_are() -> None:
    """They were read back from the English, by which a note could pass for what it is not."""
    (odd,) = differences({"act": "A"}, {"act": "B”, before: “C"})
    outer = odd.because_of("basis.allegation")
    assert look_again.told(texts(resource("report"), "en"), outer) == outer
    assert french(outer) == "le grief a changé : acte « B”, before: “C », auparavant : « A »"
    (told,) = look_again.may_tell([Rerun("x", 1, more=2).stale or outer], {"x": "a search"})
    assert told == "a search finds 2 documents more"
