from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.casefile.query_conditions import _TRUTHS
from reviewer.domain.query import (
    TRUTHS,
    And,
    Condition,
    How,
    Like,
    Money,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Term,
    Written,
)
from reviewer.domain.query_grammar import MOST_NESTED, meant_otherwise, parse, terms_of
from reviewer.domain.query_matching import find_terms, near_spans
from reviewer.errors import QueryError

CAMERA, CODE, GIFT = Term(("camera",)), Term(("code",)), Term(("gift",))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("camera", CAMERA),
        ("camera code", And((CAMERA, CODE))),
        ("camera AND code gift", And((CAMERA, CODE, GIFT))),
        ("camera OR code", Or((CAMERA, CODE))),
        ("gift OR camera code", And((Or((GIFT, CAMERA)), CODE))),
        ("(camera AND code) OR gift", Or((And((CAMERA, CODE)), GIFT))),
        ("camera NOT code", And((CAMERA, Not(CODE)))),
        ("camera -(code OR gift)", And((CAMERA, Not(Or((CODE, GIFT)))))),
        ('"free device" promo*', And((Term(("free", "device")), Term(("promo",), prefix=True)))),
        ("“free device”", Term(("free", "device"))),
        ('subject:"your code"', Term(("your", "code"), "subject")),
        ("subject:(camera OR code)", Or((Term(("camera",), "subject"), Term(("code",), "subject")))),
        ("from:(pat OR sam)", Or((Condition("from", "pat"), Condition("from", "sam")))),
        ("-has:attachments", Not(Condition("has", "attachments"))),
        ("camera w/5 code", Near((CAMERA,), (CODE,), 5)),
        ("gift NEAR/3 (camera OR code)", Near((GIFT,), (CAMERA, CODE), 3)),
        ("camera pre/2 camera", Near((CAMERA,), (CAMERA,), 2, ordered=True)),
        ("cam* w/5 (camera OR $50)", Near((Term(("cam",), prefix=True),), (CAMERA, Written("$50")), 5)),
        ('"and" "w/5"', And((Term(("and",)), Written("w/5")))),
        ("e-mai*", Term(("e", "mai"), prefix=True)),
        ("http://shop.example", Written("http://shop.example")),
        ("e-mail shop.example,", And((Term(("e", "mail")), Term(("shop", "example"))))),
        ("$50.00, -713-853", And((Written("$50.00"), Not(Written("713-853"))))),
        ('"for 10%  off"', Written("for 10% off")),
        ("P&L", Written("P&L")),
        (".223 ...camera", And((Written(".223"), CAMERA))),
        ('".223 camera"', Written(".223 camera")),
        ("«free device» „free device“ „free device”", And((Term(("free", "device")),) * 3)),
        ("from:«pat quill»", Condition("from", "pat quill")),
        ('="Free*" =«Free?»', And((Written("Free*", exact=True), Written("Free?", exact=True)))),
        ("'camera' don't cameras'", And((CAMERA, Term(("don", "t")), Term(("cameras",))))),
        ('"+camera" +1-713-853', And((Written("+camera"), Written("+1-713-853")))),
        ("near Near5 c|", And((Term(("near",)), Term(("Near5",)), Written("c|")))),
        ("pat@vendor.example", Written("pat@vendor.example")),
        ("subject:=Camera", Written("Camera", "subject", exact=True)),
        ('="Free Device"', Written("Free Device", exact=True)),
        ("c*de *miss cod?", And(tuple(Like(each, How.WILD) for each in ("c*de", "*miss", "cod?")))),
        ("colour~1 body:accept~EN", And((Like("colour", How.EDIT, "1"), Like("accept", How.FORMS, "en", "body")))),
        (r"/no\/yes (a|b)+/ note:/x y/", And((Pattern(r"no\/yes (a|b)+"), Pattern("x y", "notes")))),
        ("filename:flyer attachment:flyer", And((Term(("flyer",), "attachments"), Term(("flyer",), "attachments")))),
        (
            "date:2016-03..2016-05 size:..10kb",
            And((Condition("date", "2016-03..2016-05"), Condition("size", "..10kb"))),
        ),
        ("amount:50..100", Money(5000, 10000)),
        ("amount:€9.50", Money(950, 950, "EUR")),
        ("amount:..$1,000", Money(None, 100_000, "USD")),
        ("android orchid notice", And((Term(("android",)), Term(("orchid",)), Term(("notice",))))),
        ("before:2016 after:2016-02-29", And((Condition("before", "2016"), Condition("after", "2016-02-29")))),
        ("", None),
    ],
)
def test_what_is_typed_means_what_people_of_the_field_mean_by_it(typed: str, meant: Node | None) -> None:
    query = parse(typed)
    assert query.root == meant
    assert parse(str(query)).root == meant


REFUSED = {
    "camera form:pat": ("form", "from"),
    "filname:flyer": ("filname", "filename"),
    "Re: cameras": ("Re", ""),
    "extension:pdf": ("extension", "ext"),
    "date:2016-13": ("2016-13", ""),
    "date:2016-03..2016-02-30": ("2016-02-30", ""),
    "date:2016-05..2016-03": ("2016-05..2016-03", ""),
    "date:..": ("..", ""),
    "size:big": ("big", ""),
    "size:2mb..1mb": ("2mb..1mb", ""),
    "mark:relevent": ("relevent", "relevant"),
    "role:witnes": ("witnes", "witness"),
    "thread:lunch": ("lunch", ""),
    "cc:*": ("*", ""),
    "camera from:": ("from:", ""),
    "from:-pat": ("from:-", "-from:"),
    "from: pat": ("from:", ""),
    "subject:(camera from:pat)": ("from:", ""),
    "before:2016-13-01": ("2016-13-01", ""),
    "after:2015-02-29": ("2015-02-29", ""),
    "before:5/1/2016": ("5/1/2016", ""),
    "before:2016-05-01T25:00": ("2016-05-01T25:00", ""),
    "is:unred": ("unred", "unseen"),
    "is:unsen": ("unsen", "unseen"),
    "has:attatchment": ("attatchment", "attachment"),
    "is:nonsense": ("nonsense", ""),
    "tag:gift*": ("gift*", "gift"),
    "between:quill": ("quill", ""),
    'between:"a|b|c"': ("a|b|c", ""),
    "camera and code": ("and", "AND"),
    "camera Or code": ("Or", "OR"),
    "camera not code": ("not", "NOT"),
    "camera AND": ("AND", ""),
    "OR camera": ("OR", ""),
    "NOT": ("NOT", ""),
    "(camera OR)": ("OR", ""),
    "camera AND OR code": ("AND OR", "OR"),
    "camera AND code OR gift": ("OR", ""),
    "NOT NOT camera": ("NOT NOT", ""),
    "--camera": ("--camera", "-camera"),
    "camera –code": ("–code", "-code"),
    "camera !code": ("!code", "-code"),
    "camera | code": ("|", "OR"),
    "camera && code": ("&&", "AND"),
    "(camera code": ("(", ""),
    "camera) code": (")", ""),
    "camera ()": ("()", ""),
    'camera "free device': ('"', ""),
    'camera"free"': ('"free"', ""),
    "in:/media/disk(1)": ("(", ""),
    "app%ly": ("app%ly", "apply~1"),
    "colour~": ("~", "~1"),
    "colour~9": ("~9", "~1"),
    "colour~de": ("~de", "~1"),
    "co~1": ("co~1", ""),
    "free-device~1": ("~", ""),
    "free-dev*ce": ("*", ""),
    "?": ("?", ""),
    "=": ("=", ""),
    "=%": ("=%", ""),
    "/(free/": ("/(free/", ""),
    r"/(a)\1/": (r"/(a)\1/", ""),
    "/x*/": ("/x*/", ""),
    "from:/pat/": ("/pat/", ""),
    "amount:": ("amount:", ""),
    "amount:lots": ("lots", ""),
    "amount:100..50": ("100..50", ""),
    "amount:$5..€9": ("$5..€9", ""),
    "amount:..": ("..", ""),
    "camera adj/5 code": ("adj/5", "w/5"),
    "camera /5 code": ("/5", "w/5"),
    "camera /s code": ("/s", "w/5"),
    "camera /p code": ("/p", "w/5"),
    "camera +7 code": ("+7", "w/7"),
    "camera NEAR code": ("NEAR", "w/5"),
    "camera NEAR12 code": ("NEAR12", "w/12"),
    "camera ADJ3 code": ("ADJ3", "w/3"),
    "camera WITHIN code": ("WITHIN", "w/5"),
    "camera ANDNOT code": ("ANDNOT", "NOT"),
    "camera BUT NOT code": ("BUT NOT", "NOT"),
    "+camera code": ("+camera", "camera"),
    "camera body:free|gift": ("free|gift", "(free OR gift)"),
    "camera^2 code": ("camera^2", "camera"),
    "=Free*": ("*", ""),
    "body:=Fr?e": ("?", ""),
    "camera =Free~1": ("~1", ""),
    "$50*": ("*", ""),
    "body:at&t* camera": ("*", ""),
    "camera 'free device' code": ("'free device'", '"free device"'),
    "‘free device’": ("‘free device’", '"free device"'),
    "camera «free": ("«", ""),
    "size:999999999999g": ("999999999999g", ""),
    '"free dev*"': ("*", ""),
    "camera w/ code": ("w/", "w/5"),
    "camera w/ 8 code": ("w/ 8", "w/8"),
    "camera w/ 8pm code": ("w/", "w/5"),
    "camera w/o code": ("w/o", "w/5"),
    "camera w/0 code": ("w/0", "w/5"),
    "w/5 camera": ("w/5", ""),
    "camera w/5 (code AND gift)": ("(code AND gift)", ""),
    "camera w/5 -code": ("-", ""),
    "camera w/5 from:pat": ("from:pat", ""),
    "subject:camera w/5 code": ("w/5", ""),
    "camera %": ("%", ""),
    'from:""': ('""', ""),
}


@pytest.mark.parametrize("typed", REFUSED)
def test_what_is_not_understood_is_refused_with_its_place_and_the_nearest_thing(typed: str) -> None:
    there, nearest = REFUSED[typed]
    with pytest.raises(QueryError) as told:
        parse(typed)
    start, end = told.value.place
    assert (typed[start:end], told.value.nearest) == (there, nearest)
    assert told.value.suggestion == (typed[:start] + nearest + typed[end:] if nearest else "")
    assert terms_of(typed) == ()


@pytest.mark.parametrize("typed", [typed for typed, (_, nearest) in REFUSED.items() if nearest])
def test_a_suggestion_is_understood(typed: str) -> None:
    with pytest.raises(QueryError) as told:
        parse(typed)
    assert parse(told.value.suggestion).root is not None


def test_a_word_without_end_is_refused_at_its_place() -> None:
    parse(f'camera {"a" * 1_000} ="{"b" * 1_000}"')
    for typed in ("camera body:{}", '"free {}"', "=the{}", "{}~1", "{}*"):
        long = "é" * 1_001
        with pytest.raises(QueryError, match="1,000 letters") as told:
            parse(typed.format(long))
        start, end = told.value.place
        assert long in typed.format(long)[start:end]


def test_brackets_without_end_are_refused_and_not_gone_into() -> None:
    parse("(" * MOST_NESTED + "camera" + ")" * MOST_NESTED)
    with pytest.raises(QueryError, match="brackets within brackets"):
        parse("(" * 10_000 + "camera" + ")" * 10_000)


WORDS = st.sampled_from(["camera", "code", "gift", "e"])
TERMS = st.builds(
    Term,
    st.lists(WORDS, min_size=1, max_size=2).map(tuple),
    st.sampled_from(["", "subject", "notes", "attachments"]),
    st.booleans(),
)
CONDITIONS = st.builds(
    Condition, st.sampled_from(["from", "custodian", "saved"]), st.sampled_from(["pat", "a b; c", "and"])
)
NEAR = st.builds(
    Near,
    st.lists(st.sampled_from([CAMERA, CODE]), min_size=1, max_size=2, unique=True).map(tuple),
    st.lists(st.sampled_from([GIFT, Term(("free", "x"))]), min_size=1, max_size=2, unique=True).map(tuple),
    st.integers(1, 20),
    st.booleans(),
)
OTHERS = st.one_of(
    st.builds(Written, st.sampled_from(["$50.00", "10% off", "a@b.example"]), st.sampled_from(["", "body"])),
    st.builds(Written, st.sampled_from(["Exact", "Two Words", "$5"]), st.sampled_from(["", "hidden"]), st.just(True)),
    st.builds(Like, st.sampled_from(["c?de", "*miss", "c*d*"]), st.just(How.WILD), st.just(""), st.just("subject")),
    st.builds(Like, st.just("colour"), st.just(How.EDIT), st.sampled_from("12")),
    st.builds(Like, st.just("accept"), st.just(How.FORMS), st.sampled_from(["en", "fr", "es"])),
    st.builds(Pattern, st.sampled_from(["a b", r"x\/y", "(a|b)"]), st.sampled_from(["", "notes"])),
    st.builds(
        Money, st.one_of(st.none(), st.integers(0, 9999)), st.integers(9999, 10**9), st.sampled_from(["", "USD", "GBP"])
    ),
)


def joined(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """Trees as the parser makes them: nothing within its own kind, and nothing twice not."""
    several = st.lists(parts, min_size=2, max_size=3)
    return st.one_of(
        several.map(lambda found: And(tuple(Not(each) if isinstance(each, And) else each for each in found))),
        several.map(lambda found: Or(tuple(Not(each) if isinstance(each, Or) else each for each in found))),
        parts.map(lambda part: part if isinstance(part, Not) else Not(part)),
    )


@given(st.recursive(st.one_of(TERMS, CONDITIONS, NEAR, OTHERS), joined, max_leaves=8))
def test_a_query_printed_and_parsed_again_is_the_same(node: Node) -> None:
    assert parse(str(node)).root == node


@given(st.text(alphabet="ab\":*-() ORANDT/w5?'\\\n“”"))
def test_whatever_is_typed_is_understood_or_refused_within_it(text: str) -> None:
    try:
        parse(text)
    except QueryError as error:
        start, end = error.place
        assert 0 <= start < end <= len(text)


@pytest.mark.parametrize(
    ("typed", "otherwise"),
    [
        ("camera code", False),
        ("gift OR -camera from:pat", False),
        ('"a AND b"', False),
        ("sandoval w/10 (retired OR resigned)", True),
        ("camera NOT code", True),
        ("“free device”", True),
        ("c*de", True),
        ("«free device»", True),
        ("subject:camera has:attachment hidden:free", False),
        *((f"{field}:pat camera", True) for field in ("cc", "by", "filename", "production")),
        ("date:2016 camera", True),
        ("mark:relevant", True),
        ("size:1mb..", True),
    ],
)
def test_a_query_that_was_read_in_another_way_before_is_told_from_others(typed: str, *, otherwise: bool) -> None:
    assert meant_otherwise(typed) == otherwise


def test_hits_are_found_whatever_case_and_accents() -> None:
    text = "Müller got the CAMERA. Camcorder: no."
    spans = list(find_terms(text, parse("muller camera -camcorder").wanted))
    assert [text[start:end] for start, end in spans] == ["Müller", "CAMERA"]


def test_hits_count_code_points_beyond_the_basic_plane() -> None:
    text = "🎥🎥 camera"
    assert list(find_terms(text, parse("camera").wanted)) == [(3, 9)]


def test_words_that_stand_near_are_found_from_the_first_to_the_last_of_them() -> None:
    text = "Free for all. A gift, and it is free. The offer of a friend is, as all say, free"
    (near,) = parse("free w/5 (gift OR offer) -camera").near
    assert [text[start:end] for start, end in near_spans(text, near)] == [
        "Free for all. A gift",
        "gift, and it is free",
        "free. The offer",
    ]
    (before,) = parse("gift pre/5 free").near
    assert [text[start:end] for start, end in near_spans(text, before)] == ["gift, and it is free"]
    assert near_spans(text, parse("friend w/2 gift").near[0]) == []
    assert parse("camera NOT (free w/5 gift)").near == ()


def test_what_can_be_asked_of_an_item_is_what_the_case_file_can_tell() -> None:
    assert set(TRUTHS) == set(_TRUTHS)
