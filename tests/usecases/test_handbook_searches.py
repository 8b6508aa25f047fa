"""The handbook's searches find what a plain reading of the same mails finds, and its wrong ones are refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC
from email.utils import parseaddr, parsedate_to_datetime

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.opening import open_case
from reviewer.desktop.resources import resource
from reviewer.errors import QueryError
from reviewer.isolation.workers import Workers
from reviewer.usecases import search
from reviewer.usecases.analysis import saved_searches
from reviewer.usecases.evidence import intake, items
from reviewer.usecases.pages import tags
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
    phrase,
    said,
    word,
    words,
)

SEARCHES, REFUSED = 60, 40
"""As many as there have to be at least."""


@dataclass(frozen=True)
class Letter:
    """A mail, as the handbook quotes one: its text, or lines of its head."""

    subject: str = "Greetings"
    sender: str = "Zed <zed@z.example>"
    to: str = "Zed <zed@z.example>"
    date: str = "Mon, 04 Jan 2016 12:00:00 +0000"
    body: str = "Hello."

    @property
    def texts(self) -> Texts:
        return self.subject, self.body, f"{self.sender}\n{self.to}".replace("<", "").replace(">", "")

    @property
    def day(self) -> str:
        return parsedate_to_datetime(self.date).astimezone(UTC).date().isoformat()


Wanted = Callable[[Letter], bool]


def anywhere(meaning: Meaning) -> Wanted:
    return lambda letter: meaning(letter.texts)


def subject(meaning: Meaning) -> Wanted:
    return lambda letter: meaning([letter.subject])


def sent_by(*sought: str) -> Wanted:
    return lambda letter: any(each in letter.sender.lower() for each in sought)


def got_by(*sought: str) -> Wanted:
    return lambda letter: any(each in letter.to.lower() for each in sought)


def either_way(one: str, other: str) -> Wanted:
    return lambda letter: (
        (sent_by(one)(letter) and got_by(other)(letter)) or (sent_by(other)(letter) and got_by(one)(letter))
    )


def spans(said_: list[str], *sought: str) -> list[int]:
    return [at for at in range(len(said_)) if said_[at : at + len(sought)] == list(sought)]


def near_phrase(one: str, other: str, word_: str, most: int) -> Meaning:
    """A word before the first word of a phrase of two, or behind its last, so many positions away at most."""
    return lambda texts: any(
        0 < at - to <= most or 0 < to - (at + 1) <= most
        for text in texts
        for at in spans(words(text), one, other)
        for to in spans(words(text), word_)
    )


CAMERA, CODE, GIFT, OFFICER, FREE = (word(each) for each in ("camera", "code", "gift", "officer", "free"))

MEANINGS: Mapping[str, Meaning] = {
    "camera": CAMERA,
    "camera code": both(CAMERA, CODE),
    "camera AND code": both(CAMERA, CODE),
    "camera OR doorbell": either(CAMERA, word("doorbell")),
    "camera NOT code": both(CAMERA, no(CODE)),
    "camera -code": both(CAMERA, no(CODE)),
    "-camera": no(CAMERA),
    "NOT (camera OR code)": both(no(CAMERA), no(CODE)),
    "(camera AND code) OR gift": either(both(CAMERA, CODE), GIFT),
    "officer (camera OR code)": both(OFFICER, either(CAMERA, CODE)),
    "gift OR code free": both(either(GIFT, CODE), FREE),
    '"free camera"': phrase("free", "camera"),
    "“free camera”": phrase("free", "camera"),
    '"code of the"': phrase("code", "of", "the"),
    '"wohnt in der strasse"': phrase("wohnt", "in", "der", "strasse"),
    "e-mail": phrase("e", "mail"),
    "camera w/5 code": near(["camera"], ["code"], 5),
    "camera w/2 you": near(["camera"], ["you"], 2),
    "you NEAR/3 camera": near(["camera"], ["you"], 3),
    "free pre/3 device": before(["free"], ["device"], 3),
    "gift w/3 (device OR code)": near(["gift"], ["device", "code"], 3),
    "cam* w/3 colo*": near(
        ["camera", "cameras", "camra", "camara", "camcorder", "cameramen"], ["color", "colors", "colour", "colours"], 3
    ),
    '"discount code" w/4 neighbors': near_phrase("discount", "code", "neighbors", 4),
    "camera NOT (camera w/2 you)": both(CAMERA, no(near(["camera"], ["you"], 2))),
    "promot*": begins("promot"),
    "c?de": word(lambda each: re.fullmatch("c.de", each) is not None),
    "cam*ra": word(lambda each: re.fullmatch("cam.*ra", each) is not None),
    "*phone": word(lambda each: each.endswith("phone")),
    "offic??": word(lambda each: re.fullmatch("offic..", each) is not None),
    "colour~1": like("colour", 1),
    "camera~2": like("camera", 2),
    "accept~en": word(lambda each: each in {"accepting", "acceptable", "accepte"}),
    "libre~es": word(lambda each: each in {"libre", "libres"}),
    "accepter~fr": word(lambda each: each in {"accepte", "acceptable"}),
    "lukasz": word("lukasz"),
    "straße": word("strasse"),
    "senor": word("senor"),
    "=Lantern": exactly("Lantern"),
    '="Free Camera"': exactly("Free Camera"),
    "=résumé": exactly("résumé"),
    "$50.00": said("$50.00"),
    "10%": said("10%"),
    "713-853": said("713-853"),
    "P&L": said("P&L"),
    "24/7": said("24/7"),
    "pat@shop.example": said("pat@shop.example"),
    "http://shop.example/a": said("http://shop.example/a"),
    '"5:30 p.m."': said("5:30 p.m."),
    r"/cam[ae]ras?\b/": matches(r"cam[ae]ras?\b"),
    r"/\b[a-z]{4,}50\b/": matches(r"\b[a-z]{4,}50\b"),
    r"/code\s+of/": matches(r"code\s+of"),
    "amount:50..100": amounts("$50.00", "99 dollars", "US$75"),
    "amount:$1000..": amounts("$5k"),
    "amount:75": amounts("US$75"),
    "saved:Codes camera": both(either(CODE, GIFT), CAMERA),
    "-saved:Codes": no(either(CODE, GIFT)),
    "amount:..20EUR": amounts("€12.50"),
}

OF_FIELDS: Mapping[str, Wanted] = {
    "subject:(code w/3 month)": subject(near(["code"], ["month"], 3)),
    "subject:camera": subject(CAMERA),
    "subject:(doorbell OR lantern)": subject(either(word("doorbell"), word("lantern"))),
    "body:camera": lambda letter: CAMERA([letter.body]),
    "from:vale": sent_by("vale"),
    'from:"=dana@firm.example"': lambda letter: parseaddr(letter.sender)[1] == "dana@firm.example",
    'from:"=@firm.example"': lambda letter: parseaddr(letter.sender)[1].split("@")[1] == "firm.example",
    'to:"moore; ortega"': got_by("moore", "ortega"),
    'between:"dana@firm.example|moore"': either_way("dana@firm.example", "moore"),
    "date:2016-05": lambda letter: letter.day[:7] == "2016-05",
    "after:2016-06-01 before:2016-07": lambda letter: "2016-06-01" <= letter.day < "2016-07-01",
}

WANTED = {**{query: anywhere(meaning) for query, meaning in MEANINGS.items()}, **OF_FIELDS}

HEADS = {"Subject": "subject", "From": "sender", "To": "to", "Date": "date"}


def rows(title: str) -> list[list[str]]:
    """The cells of a table of the chapter, as they are written there."""
    chapter = resource("handbook", "searching.md").read_text(encoding="utf-8")
    (part,) = [each for each in chapter.split("\n## ") if each.startswith(title)]
    lines = [line for line in part.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


def typed(cell: str) -> str:
    """What a cell shows as typed."""
    return re.sub(r"^`(.*)`$", r"\1", cell).replace(r"\|", "|")


FOUND = {typed(query): (typed(finds), typed(leaves)) for query, _, finds, leaves in rows("What a search means")}

WRONG = {
    typed(query): (re.sub(r"\\([*|])", r"\1", answer), typed(fault), typed(offered))
    for query, answer, fault, offered in rows("What is refused, and why")
}


def letter(quoted: str) -> Letter:
    """The mail that the handbook quotes."""
    heads = re.findall(r"(Subject|From|To|Date): ([^;]*)", quoted)
    return Letter(**{HEADS[name]: value for name, value in heads}) if heads else Letter(body=quoted)


@pytest.fixture(scope="module")
def read(
    kept_cases: Kept, key: Key, workers: Workers, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Case, dict[int, str]]]:
    """A case of all mails that the handbook quotes, and which item each of them is."""
    where = tmp_path_factory.mktemp("handbook")
    quoted = list(dict.fromkeys(each for both_ in FOUND.values() for each in both_))
    files = {}
    for number, each in enumerate(quoted):
        made = letter(each)
        files[f"{number}.eml"] = mail(made.subject, f"{made.body}\n", sender=made.sender, to=made.to, date=made.date)
    with open_case(kept_cases.copy("empty", where / "case.evcase", title="A case", reference="TST 1"), key) as case:
        intake.add(case, workers, [folder(where / "mail", files)], reviewer="Ada")
        tags.add(case, "Gratuity", reviewer="Ada")
        saved_searches.add(case, "Codes", "code OR gift", reviewer="Ada")
        yield (
            case,
            {int(item.id): quoted[int(item.name.split(".")[0])] for item in items.many(case, search.ids(case, ""))},
        )


@pytest.fixture(scope="module")
def found(read: tuple[Case, dict[int, str]]) -> Mapping[str, set[str]]:
    """What each search of the handbook finds of the mails that it quotes."""
    case, known = read
    return {query: {known[item] for item in search.ids(case, query)} for query in FOUND}


def test_each_search_of_the_handbook_finds_what_one_finds_by_reading(
    read: tuple[Case, dict[int, str]], found: Mapping[str, set[str]]
) -> None:
    assert WANTED.keys() == FOUND.keys()
    assert len(FOUND) >= SEARCHES
    mails = {quoted: letter(quoted) for quoted in read[1].values()}
    expected = {query: {quoted for quoted, each in mails.items() if wanted(each)} for query, wanted in WANTED.items()}
    assert {query: found[query] ^ expected[query] for query in FOUND if found[query] != expected[query]} == {}


def test_each_search_finds_the_words_that_the_handbook_shows_and_leaves_the_others(
    found: Mapping[str, set[str]],
) -> None:
    assert [query for query, (finds, _) in FOUND.items() if finds not in found[query]] == []
    assert [query for query, (_, leaves) in FOUND.items() if leaves in found[query]] == []


def test_each_wrong_search_of_the_handbook_is_refused_in_its_words_at_its_place(
    read: tuple[Case, dict[int, str]],
) -> None:
    case, _ = read
    assert len(WRONG) >= REFUSED
    told = {}
    for query in WRONG:
        with pytest.raises(QueryError) as refused:
            search.find(case, query)
        start, end = refused.value.place
        told[query] = (str(refused.value), query[start:end], refused.value.suggestion)
    assert told == WRONG


def test_what_is_offered_instead_is_understood(read: tuple[Case, dict[int, str]]) -> None:
    offers = [offered for _, _, offered in WRONG.values() if offered]
    assert offers
    for offered in offers:
        search.find(read[0], offered)
