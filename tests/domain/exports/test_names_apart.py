"""A name in columns apart is found where one record has all of it, and not where two records have it together."""

from __future__ import annotations

import json

import pytest

from reviewer.domain.exports.confidential_source import ConfidentialSource, ConfidentialSourceId
from reviewer.domain.exports.redaction import masker, spans_by_word
from reviewer.domain.exports.source_places import followed_places

LUNE = ConfidentialSource(ConfidentialSourceId(1), "Ada Lune", (), "Ada", "")
PAT = {"given": "Pat", "city": "Oslo", "family": "Doe"}
ADA = {"given": "Ada", "city": "Rome", "family": "Lune"}
PERSON = "<p2><given>{}</given><city>{}</city><family>{}</family></p2>"


def found(text: str, source: ConfidentialSource = LUNE) -> list[str]:
    return list(dict.fromkeys(text[start:end] for start, end, _ in spans_by_word([text], source.sought)))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("given,city,family\nPat,Oslo,Doe\nAda,Rome,Lune\n", "Ada,Rome,Lune"),
        ("Last,Unit,First\nLune,Patrol East,Ada\n", "Lune,Patrol East,Ada"),
        ("Last;Rank;First\nLune;Detective;Ada\n", "Lune;Detective;Ada"),
        ("given\tmiddle\tfamily\r\nAda\tMarie\tLune\r\n", "Ada\tMarie\tLune"),
        ("1|Ada M.|Rome|Lune|4711", "Ada M.|Rome|Lune"),
        ("Ada Marie,Rome,Lune", "Ada Marie,Rome,Lune"), ("Det. Lune, Rome, Àda", "Det. Lune, Rome, Àda"),
        ('"Ada","Rome, Italy","Lune",7', 'Ada","Rome, Italy","Lune'),
        ('7,"Lune","said\nmuch, on\nlines","Ada"', 'Lune","said\nmuch, on\nlines","Ada'),
        ("INSERT INTO t VALUES (1,'Pat','Oslo','Doe'),(2,'Ada','Rome','Lune')", "Ada','Rome','Lune"),
        ("7,Ada Marie Lune,Rome", "Ada Marie Lune"), ("N:Lune;;Ada;Dr;", "Lune;;Ada"),
        ("N:Lune;Marie;Ada;Dr;", "Lune;Marie;Ada"),
        ("Version: 3\nName in parts: Dr Ada Marie Lune", "Dr Ada Marie Lune"),
        ("A new entry:\n\nFirst name: Ada\n\nCity: Rome\nLast name: Lune\n", "Ada\n\nCity: Rome\nLast name: Lune"),
        ("- a: Pat\n  b: Doe\n- a: Ada\n  tel:\n    home: 7\n  b: Lune", "Ada\n  tel:\n    home: 7\n  b: Lune"),
        ("> Vorname = Ada\n> Ort = Rom\n> Nachname = Lune", "Ada\n> Ort = Rom\n> Nachname = Lune"),
        (json.dumps({"first": "Ada", "last": "Lune"}), 'Ada", "last": "Lune'),
        (json.dumps([PAT, ADA]), 'Ada", "city": "Rome", "family": "Lune'),
        (json.dumps([["Pat", "Oslo", "Doe"], ["Ada", "Rome", "Lune"]]), 'Ada", "Rome", "Lune'),
        ('{"a": "Ada", "at": {"city": "Rome"}, "b": {"c": "Lune"}}', 'Ada", "at": {"city": "Rome"}, "b": {"c": "Lune'),
        ('{"name": {"given": "Ada", "sex": "f"}, "family": "Lune"}', 'Ada", "sex": "f"}, "family": "Lune'),
        (
            f"<all>{PERSON.format('Pat', 'Oslo', 'Doe')}{PERSON.format('Ada', 'Rome', 'Lune')}</all>",
            "Ada</given><city>Rome</city><family>Lune",
        ),
        ("<all><one given='Ada' city='Rome' family='Lune'/></all>", "Ada' city='Rome' family='Lune"),
        ("<r><c><v>Ada</v></c><c>7</c><c><![CDATA[Lune]]></c></r>", "Ada</v></c><c>7</c><c><![CDATA[Lune"),
    ],
)  # fmt: skip
def test_all_words_of_a_name_in_fields_of_one_record_are_found_in_any_order(text: str, place: str) -> None:
    assert found(text) == [place]


@pytest.mark.parametrize(
    "text",
    [
        "given,city,family\nAda,Rome,Doe\nPat,Oslo,Lune\n", "boss,member\nAda Smith,John Lune\n",
        "Ada came on Monday, and so did Mr Doe. Later, Lune called.\n", "Ada\nPat\nAl\nLune\n",
        "To: Lune, Pat; Doe, Ada", "From: Ada\nTo: Lune\nSubject: Bell\n", "Ada, Rome\nPat, Oslo\nDoe, Lune",
        "First: Ada\nLast: Doe\nFirst: Pat\nLast: Lune\n",
        "First: Ada\nLast: Doe\n\n\n\n\n\nName: Pat\nFamily: Lune\n",
        "(1,'Ada','Oslo','Doe'),(2,'Pat','Rome','Lune')",
        json.dumps([{"a": "Ada", "b": "Doe"}, {"a": "Pat", "b": "Lune"}]),
        json.dumps([["Ada", "Oslo", "Doe"], ["Pat", "Rome", "Lune"]]),
        json.dumps({"7": {"a": "Ada", "b": "Doe"}, "8": {"a": "Pat", "b": "Lune"}}),
        f"<all>{PERSON.format('Ada', 'Oslo', 'Doe')}{PERSON.format('Pat', 'Rome', 'Lune')}</all>",
        "<all><one a='Ada' b='Doe'/><one a='Pat' b='Lune'/></all>", ",".join(["Ada", *["x"] * 400, "Lune"]),
        "Adalbert,Rome,Lune", "Ada,Rome,Lunenburg", "Ada likes cameras,Rome,Lune",
    ],
)  # fmt: skip
def test_words_of_two_records_are_no_name(text: str) -> None:
    """Nor are those of a field that says something else."""
    assert found(text) == []


def test_of_a_name_with_an_initial_or_an_apostrophe_the_words_are_looked_for() -> None:
    for name, text in (
        ("Ada Q. Lune", "Ada,Q,Rome,Lune"),
        ("Ada O’Lune", "O'Lune,Rome,Ada"),
        ("Ada van Lune", "van Lune,,Rome,Ada"),
    ):
        assert found(text, ConfidentialSource(ConfidentialSourceId(2), name, (), "Ada", ""))
    assert found("A,Rome,Lune", ConfidentialSource(ConfidentialSourceId(2), "A. Lune", (), "Ada", "")) == []


def test_a_code_stands_for_the_name_and_the_fields_between() -> None:
    mask = masker(dict.fromkeys(LUNE.sought, "INF"))
    assert mask("1,Ada,Rome,Lune,7\n2,Pat,Rome,Doe,8") == "1,[INF],7\n2,Pat,Rome,Doe,8"


@pytest.mark.parametrize(
    "page",
    ["2 Ada Rome, Italy\nLune", "A1 Ada · B1 Rome,\nItaly · C1 Lune", "Ada\n\nRome Italy\n\nLune\n"],
)
def test_a_row_is_found_on_pages_that_show_no_cells(page: str) -> None:
    assert [
        page[start:end].rsplit(maxsplit=1)[-1]
        for start, end, _ in followed_places("Ada\tRome, Italy\tLune", page, LUNE.sought[:1])
    ] == ["Lune"]
    assert not list(followed_places("Ada\tRome, Italy\tLune", "Ada Lune Oslo Rome", LUNE.sought))


@pytest.mark.endurance
@pytest.mark.parametrize(
    "piece",
    [
        '"',
        '\\"',
        "<a ",
        "<!--",
        '<a b="',
        "<a>",
        "{",
        '{"Ada":',
        '["Ada",',
        '""Ada,',
        "Ada: Lune:\n",
        "Ada,",
        "Ada\tLune\n",
        '"Ada\n',
        "(Ada),(",
        "Ada=\n",
    ],
)
def test_what_is_hostile_costs_no_more_than_its_length(piece: str) -> None:
    """Both words are there, so that nothing is passed over; what went by the square would take days."""
    text = f"Ada x,Lune y\n{piece * 200_000}"
    assert len(text) > len(found(f"{text}\n\n\n\n\nAda,Rome,Lune")[-1])
