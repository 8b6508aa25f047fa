"""Sixty queries with their meaning, each against a plain reading of the same texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest

from reviewer.casefile import query_found
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.opening import open_case
from reviewer.isolation.workers import Workers
from reviewer.usecases import search
from reviewer.usecases.analysis import saved_searches
from reviewer.usecases.evidence import intake, items
from reviewer.usecases.pages import notes
from tests.evidence import folder, mail
from tests.kept import Kept
from tests.usecases.plain_reading import (
    Meaning,
    Texts,
    amounts,
    before,
    begins,
    both,
    either,
    exactly,
    like,
    matches,
    near,
    no,
    only,
    phrase,
    plain_,
    said,
    word,
)

PEOPLE = "Zed <zed@z.example>"
TEXTS = {  # name: subject, body, note
    "a": ("Free camera", "The camera for you. It costs $50.00, or 10% less.\n", ""),
    "b": ("Camera code", "Your CODE is PORCH25; colour: grey. Call 713-853 or write pat@shop.example.\n", ""),
    "c": ("Colours", "The color of the cameras; the colors of a camel. P&L is 5-10% down.\n", "camera for Łukasz"),
    "d": ("Łukasz in der Straße", "Lukasz wohnt in der Strasse 5. Müller, ΜΈΓΑΣ, Ёлка.\n", ""),
    "e": ("Müller's note", "He accepted the offer and is accepting more: $1,000 and 99 dollars.\n", "code of 14 uses"),
    "f": ("accept", "I accept. US$75 or €80, he said. See http://shop.example/a?b=1 for it.\n", ""),
    "g": ("Officer", "camera camera\nfor you and for me: e-mail or e mail\n", ""),
    "h": ("An officer", "code, then a lot of other words stand here before the camera comes\n", ""),
    "i": ("officers", "you get a camera code. Exact words, exact Words. Resumé and resume\n", ""),
    "j": ("Nothing", "$5k off! 24/7 at 10 % or 110%, U.S. No 713 853, $50.001, P & L\n", "Exact"),
    "k": ("Ünder", "the code\n\n  of the camera; camaro, camra, cmaera, kamera\n", ""),
    "m": ("Pay", "50USD today. cæsar; Ærø\n", ""),
    "n": ("Pay", "USD50 now, or $700each\n", ""),
    "o": ("Pay", "$0.5k for the ﬁrst, £240MM for all, $2B, $3 billion; GBP 7 mil\n", ""),
    "p": ("Pay", "a) $5 b) €6 k. room 223; a .223 and e\u0301 in the straße\n", ""),
    "l": ("Señor", "libre, libres; la cámara habla, hablamos\n", ""),
}

TABLE: dict[str, Meaning] = {
    "camera": word("camera"),
    "CAMERA code": both(word("camera"), word("code")),
    "camera AND code": both(word("camera"), word("code")),
    "camera OR code": either(word("camera"), word("code")),
    "camera NOT code": both(word("camera"), no(word("code"))),
    "-camera": no(word("camera")),
    "(camera AND code) OR officer": either(both(word("camera"), word("code")), word("officer")),
    "officer (camera OR code)": both(word("officer"), either(word("camera"), word("code"))),
    "NOT (camera OR code)": no(either(word("camera"), word("code"))),
    '"camera code"': phrase("camera", "code"),
    '"code of the"': phrase("code", "of", "the"),
    "camera w/2 you": near(["camera"], ["you"], 2),
    "camera w/1 you": near(["camera"], ["you"], 1),
    "you NEAR/3 camera": near(["camera"], ["you"], 3),
    "camera pre/2 you": before(["camera"], ["you"], 2),
    "you pre/3 camera": before(["you"], ["camera"], 3),
    "code pre/4 camera": before(["code"], ["camera"], 4),
    "camera w/1 camera": near(["camera"], ["camera"], 1),
    "camera w/4 camera": near(["camera"], ["camera"], 4),
    "(camera OR cameras) w/5 (color OR code)": near(["camera", "cameras"], ["color", "code"], 5),
    "cam* w/3 colo*": near(["camera", "cameras", "camel"], ["color", "colors", "colour", "colours"], 3),
    "c?de pre/4 camer?": before(["code"], ["camera"], 4),
    "$50.00 w/6 camera": lambda texts: any("costs $50.00" in each for each in texts),
    "camera NOT (camera w/2 you)": both(word("camera"), no(near(["camera"], ["you"], 2))),
    "cam*": begins("cam"),
    "cam?ra": word(lambda each: re.fullmatch("cam.ra", each) is not None),
    "*mera": word(lambda each: each.endswith("mera")),
    "c*r?": word(lambda each: re.fullmatch("c.*r.", each) is not None),
    "offic??": word(lambda each: re.fullmatch("offic..", each) is not None),
    "m?ller": word("muller"),
    "str*sse": word("strasse"),
    "colour~1": like("colour", 1),
    "camera~1": like("camera", 1),
    "camera~2": like("camera", 2),
    "lukas~1": like("lukas", 1),
    "accept~en": word(lambda each: each in {"accept", "accepted", "accepting", "accepts"}),
    "colors~en": word(lambda each: each in {"color", "colors"}),
    "libre~es": word(lambda each: each in {"libre", "libres"}),
    "lukasz": word("lukasz"),
    "Łukasz": word("lukasz"),
    "straße": word("strasse"),
    '"in der strasse"': phrase("in", "der", "strasse"),
    "μέγας": word("μεγας"),
    "елка": word("елка"),
    "muller": word("muller"),
    "camara": word("camara"),
    "luka*": begins("luka"),
    "=Exact": exactly("Exact"),
    "=exact": exactly("exact"),
    "=Resumé": exactly("Resumé"),
    '="exact Words"': exactly("exact Words"),
    "$50.00": said("$50.00"),
    "10%": said("10%"),
    "713-853": said("713-853"),
    "P&L": said("P&L"),
    "pat@shop.example": said("pat@shop.example"),
    "http://shop.example/a": said("http://shop.example/a"),
    "24/7": said("24/7"),
    '"$1,000 and"': said("$1,000 and"),
    "e-mail": phrase("e", "mail"),
    r"/cam[ae]r[ao]s?\b/": matches(r"cam[ae]r[ao]s?\b"),
    r"/\b\d{3}-\d{3}\b/": matches(r"\b\d{3}-\d{3}\b"),
    "/(color|colour)s/": matches("(color|colour)s"),
    r"/a*\b/": matches(r"(?a)a\b"),
    r"/code\s+of/": matches(r"code\s+of"),
    "/^free camera$/": matches(r"\Afree camera\Z"),
    r"/\Acode/": matches(r"\Acode"),
    "/^code,|officers$/": either(matches(r"\Acode,"), matches(r"officers\Z")),
    r"/\$[0-9]/": matches(r"\$[0-9]"),
    r"/[0-9]%/": matches("[0-9]%"),
    "/€ ?[0-9]/": matches("€ ?[0-9]"),
    r"/& L$|\$5k/": matches(r"& L\Z|\$5k"),
    r"body:/l&l|.%/": only(1, matches("l&l|.%")),
    r"/^zed zed@z\.example\nzed/": word(lambda _: True),
    "note:/14 use/": only(2, matches("14 use")),
    "amount:50..100": amounts("costs $50.00", "99 dollars", "US$75", "€80", "50USD", "USD50"),
    "amount:$50..$80": amounts("costs $50.00", "US$75", "50USD", "USD50"),
    "amount:50": amounts("costs $50.00", "50USD", "USD50"),
    "amount:75": amounts("US$75"),
    "amount:700": amounts("$700each"),
    "amount:500": amounts("$0.5k"),
    "amount:5": amounts("$5 b)"),
    "amount:1000..": amounts("$1,000", "$5k", "£240MM", "€6 k"),
    "amount:£240000000": amounts("£240MM"),
    "amount:£7000000": amounts("GBP 7 mil"),
    "amount:$2000000000": amounts("$2B"),
    "amount:$3000000000": amounts("$3 billion"),
    ".223": amounts(".223"),
    "«in der strasse»": phrase("in", "der", "strasse"),
    "subject:camera": only(0, word("camera")),
    "body:camera": only(1, word("camera")),
    "note:camera": only(2, word("camera")),
    "note:=Exact": only(2, exactly("Exact")),
    "subject:(accept OR /nothing/)": only(0, either(word("accept"), matches("nothing"))),
    "body:(camera w/2 you)": only(1, near(["camera"], ["you"], 2)),
    "camera -note:camera": both(word("camera"), no(only(2, word("camera")))),
    "saved:Cameras": either(word("camera"), word("cameras")),
    "saved:cameras code": both(either(word("camera"), word("cameras")), word("code")),
    "NOT saved:Cameras": no(either(word("camera"), word("cameras"))),
    'code -saved:"Near you"': both(word("code"), no(near(["camera"], ["you"], 2))),
    'saved:("Near you" OR Codes)': either(near(["camera"], ["you"], 2), word("code"), begins("colo")),
    "saved:Codes": either(word("code"), begins("colo")),
    "saved:Both": both(either(word("camera"), word("cameras")), either(word("code"), begins("colo"))),
    "saved:Both OR $50.00": either(
        both(either(word("camera"), word("cameras")), either(word("code"), begins("colo"))), said("$50.00")
    ),
    "code camera -$50.00": both(word("code"), word("camera"), no(said("$50.00"))),
}


SAVED = {
    "Cameras": "camera OR cameras",
    "Near you": "camera w/2 you",
    "Codes": "(code)\nOR (colo*)",  # as a list of two terms is kept
    "Both": "saved:Cameras saved:codes",
}


@pytest.fixture(scope="module")
def reading(
    kept_cases: Kept, key: Key, workers: Workers, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Case, dict[int, Texts]]]:
    where = tmp_path_factory.mktemp("table")
    files = {f"{name}.eml": mail(told[0], told[1], sender=PEOPLE, to=PEOPLE) for name, told in TEXTS.items()}
    with open_case(kept_cases.copy("empty", where / "case.evcase", title="A case", reference="TST 1"), key) as case:
        intake.add(case, workers, [folder(where / "mail", files)], reviewer="Ada")
        known: dict[int, Texts] = {}
        for item in items.many(case, search.ids(case, "")):
            known[int(item.id)] = told = TEXTS[item.name.removesuffix(".eml")]
            if told[2]:
                notes.on_item(case, item.id, told[2], reviewer="Ada")
        for name, query in SAVED.items():
            saved_searches.add(case, name, query, reviewer="Ada")
        yield case, known


def test_each_of_sixty_queries_finds_what_one_would_find_by_reading(reading: tuple[Case, dict[int, Texts]]) -> None:
    case, known = reading
    assert len(TABLE) >= 60
    wrong = {}
    for query, meaning in TABLE.items():
        expected = [item for item, texts in known.items() if meaning(texts)]
        found = search.ids(case, query)
        results = search.find(case, query, limit=100)
        if found != expected or results.total != len(expected) or {hit.item.id for hit in results.hits} != set(found):
            wrong[query] = (found, expected)
        assert expected or query == "camera w/1 you", query
    assert not wrong


def test_a_pattern_whose_letters_stand_in_too_many_words_finds_the_same(
    reading: tuple[Case, dict[int, Texts]], monkeypatch: pytest.MonkeyPatch
) -> None:
    case, known = reading
    monkeypatch.setattr(query_found, "MOST_HOLDING", 0)
    patterns = [query for query in TABLE if query.startswith("/")]
    with case.reader() as beside:  # which has kept nothing of what was found before
        found = {query: search.ids(beside, query) for query in patterns}
    assert found == {query: [item for item, texts in known.items() if TABLE[query](texts)] for query in patterns}


def test_a_longer_beginning_never_finds_more_than_a_shorter(reading: tuple[Case, dict[int, Texts]]) -> None:
    case, known = reading
    for sought in ("strasse", "straße", "caesar", "ærø", "aero", "first", "łukasz"):
        found = [search.ids(case, f"{sought[:end]}*") for end in range(1, len(sought) + 1)]
        for shorter, longer in pairwise(found):
            assert set(longer) <= set(shorter), sought
        for end, items_ in enumerate(found, 1):
            assert set(items_) == {item for item, texts in known.items() if begins(plain_(sought[:end]))(texts)}


def test_a_beginning_is_marked_where_it_ends_within_a_letter(reading: tuple[Case, dict[int, Texts]]) -> None:
    case, _ = reading
    for typed, meant in (("stras*", "«straße»"), ("body:ca*", "«cæsar»"), ("fi*", "«ﬁrst»")):
        snippets = [hit.snippet for hit in search.find(case, typed, limit=100).hits]
        marked = [each.replace(search.START, "«").replace(search.STOP, "»") for each in snippets]
        assert any(meant in each for each in marked), (typed, marked)


def test_a_phrase_that_is_spelled_in_many_ways_is_found(
    reading: tuple[Case, dict[int, Texts]], monkeypatch: pytest.MonkeyPatch
) -> None:
    case, _ = reading
    queries = ('"in der strasse"', "lukasz w/9 müller", '"lukasz wohnt" w/9 "μεγας elka"', '"lukasz wohnt" w/9 μεγας')
    found = [search.ids(case, each) for each in queries]
    monkeypatch.setattr(query_found, "MOST_WAYS", 0)
    assert [search.ids(case, each + " camera*") for each in queries] == [[]] * 4
    assert [search.ids(case, f"{each} -nowhere") for each in queries] == found
    assert found[0]
    assert not found[2]


def test_words_of_many_letters_with_other_spellings_end(reading: tuple[Case, dict[int, Texts]]) -> None:
    case, _ = reading
    assert not search.ids(case, "ο" * 1_000)
    greek = "αυτο ειναι ενα μικρο κειμενο που εχει δεκα τεσσερις λεξεις και μια ακομα φραση"
    assert not search.ids(case, f'"{greek}"')


def test_many_people_can_be_asked_for_at_once(reading: tuple[Case, dict[int, Texts]]) -> None:
    case, known = reading
    nobody = ";".join(f"a{number}" for number in range(200))
    assert not search.ids(case, f'from:"{nobody}"')
    assert search.ids(case, f'from:"{nobody};=zed@z.example"') == sorted(known)


def test_a_pattern_that_matches_no_letters_finds_nothing(reading: tuple[Case, dict[int, Texts]]) -> None:
    assert search.ids(reading[0], r"/\b/") == []


def test_what_a_query_finds_is_marked_in_its_snippets(reading: tuple[Case, dict[int, Texts]]) -> None:
    case, _ = reading
    unmarked = [
        (query, hit.snippet)
        for query in TABLE
        if search.marked(case, query) and " OR " not in query
        for hit in search.find(case, query, limit=100).hits
        if search.START not in hit.snippet
    ]
    assert not unmarked
