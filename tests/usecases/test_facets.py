"""What a facet counts is what its condition finds, of senders as they are found in real mailboxes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.opening import open_case
from reviewer.domain.query import Query
from reviewer.domain.query_grammar import parse
from reviewer.errors import QueryError
from reviewer.isolation.workers import Workers
from reviewer.usecases import facets, search
from reviewer.usecases.analysis import bulk_coding
from reviewer.usecases.evidence import intake
from reviewer.usecases.pages import passages, tags
from reviewer.usecases.people import officers
from tests.evidence import folder, pdf
from tests.kept import Kept

SENDERS = (
    '"paypal@paypal.com" <x@evil.example>',
    "Pat Quill <pat@shop.example>",
    "PAT QUILL <Pat@Shop.example>",
    "pat@shop.example",
    '"Quill, Pat (Sales)" <pat@shop.example.org>',
    "<notpat@shop.example>",
    '"Pat <pat@shop.example>" <other@shop.example>',
    "a_b@under.example",
    "axb@under.example",
    '"odd;one"@semi.example',
    "=?utf-8?q?J=C3=BCrgen?= <j@m=FCnchen.example>",
    "Undisclosed",
    "What? *Sale*",
    "",
)
TAGS = ("Gift", "Gift card", "Gift*", 'The "big" one', "=Gift", "What?")


def message(number: int, sender: str) -> bytes:
    head = f"From: {sender}\n" if sender else ""
    return f"{head}To: bo@agency.example\nDate: Tue, 3 May 201{number % 3} 09:15 +0000\n\nIt is {number}.\n".encode()


@pytest.fixture(scope="module")
def case(kept_cases: Kept, key: Key, workers: Workers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    where = tmp_path_factory.mktemp("facets")
    files = {f"{number}.eml": message(number, sender) for number, sender in enumerate(SENDERS)}
    with open_case(kept_cases.copy("empty", where / "case.evcase", title="A case", reference="TST 1"), key) as case:
        intake.add(case, workers, [folder(where / "mail", files)], custodian="Ada", reviewer="Ada")
        paper = folder(where / "paper", {"a.pdf": pdf(["Two free cameras"]), "b.pdf": pdf(["Two free lamps"])})
        intake.add(case, workers, [paper], custodian="Ada Lune", reviewer="Ada")
        everything = search.ids(case, "")
        for at, name in enumerate(TAGS):
            tags.add(case, name, reviewer="Ada")
            bulk_coding.tag(case, everything[at : at + 3], name, reviewer="Ada")
        bulk_coding.mark(case, everything[:2], relevance="relevant", reviewer="Ada")
        bulk_coding.mark(case, everything[2:5], relevance="not relevant", privileged=True, reviewer="Ada")
        officers.add(case, "47", "Pat Quill", reviewer="Ada")
        officers.add(case, "4711 (old)", "Pat Quill", reviewer="Ada")
        for item, serial in zip(search.ids(case, "kind:pdf"), ("47", "4711 (old)"), strict=True):
            marked = passages.add_quote(case, item, "Two free", reviewer="Ada")
            passages.link(case, marked.passage.id, passages.concern(case, f"{serial}:recipient"), reviewer="Ada")
        yield case


def test_every_condition_finds_just_what_was_counted(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed = list[str]()

    def noted(query: str) -> Query:
        parsed.append(query)
        return parse(query)

    monkeypatch.setattr(facets, "parse", noted)
    told = facets.of_query(case, "is:ok", reviewer="Ada")
    assert parsed == ["is:ok"], "to count takes a hundredth of what conditions take that nobody has asked for"
    told = facets.of_query(case, "", reviewer="Ada")
    unsaid = [each.value for values in told.values() for each in values if not each.narrows]
    assert all(";" in each for each in unsaid)
    wrong = {
        each.narrows: (each.items, found)
        for values in told.values()
        for each in values
        if each.narrows and (found := len(search.ids(case, each.narrows))) != each.items
    }
    assert not wrong
    assert {each.value for each in told["tag"]} == set(TAGS)
    assert len(told["officer"]) == 2
    assert all(told.values())
    for values in told.values():
        assert [str(parse(each.narrows)) for each in values] == [each.narrows for each in values]


def test_an_address_in_a_name_is_not_taken_for_the_sender(case: Case) -> None:
    told = facets.of_query(case, "", reviewer="Ada")
    domains = {each.value: each.items for each in told["domain"]}
    assert (domains["evil.example"], domains["shop.example"], domains["shop.example.org"]) == (1, 5, 1)
    assert "paypal.com" not in domains
    senders = {each.value: each.items for each in told["sender"]}
    assert (senders["x@evil.example"], senders["pat@shop.example"], senders["undisclosed"]) == (1, 3, 1)


def test_what_is_asked_with_an_equals_sign_is_no_longer_name_that_holds_it(case: Case) -> None:
    assert len(search.ids(case, 'custodian:"=Ada"')) == len(SENDERS)
    assert len(search.ids(case, 'custodian:"Ada"')) == len(SENDERS) + 2
    assert len(search.ids(case, 'tag:"=Gift"')) == 3
    with pytest.raises(QueryError, match="no tag “Gif”") as told:
        search.ids(case, "tag:=Gif")
    assert told.value.suggestion == "tag:=Gift"
    with pytest.raises(QueryError, match="is not understood"):
        search.ids(case, "tag:Gift*")


def test_who_is_named_twice_in_a_message_counts_once(
    kept_cases: Kept, key: Key, workers: Workers, tmp_path: Path
) -> None:
    heads = (
        "From: Pat <pat@shop.example>\nSender: Pat Quill <pat@shop.example>",
        "From: Pat <pat@shop.example>, Kim <kim@shop.example>",
        "From: kim@shop.example\nSender: office@other.example",
        "From: Nobody",
    )
    files = {f"{number}.eml": f"{head}\nTo: bo@b.example\n\nIt is {number}.\n" for number, head in enumerate(heads)}
    with open_case(kept_cases.copy("empty", tmp_path / "case.evcase", title="A", reference="TST 2"), key) as case:
        mails = folder(tmp_path / "mail", {name: data.encode() for name, data in files.items()})
        intake.add(case, workers, [mails], reviewer="Ada")
        told = facets.of_query(case, "", reviewer="Ada")
        some = facets.of_query(case, "It", reviewer="Ada")
        fewer = facets.of_query(case, "-body:2", reviewer="Ada")
    senders = {each.value: each.items for each in told["sender"]}
    assert senders == {"pat@shop.example": 2, "kim@shop.example": 2, "office@other.example": 1, "nobody": 1}
    assert {each.value: each.items for each in told["domain"]} == {"shop.example": 3, "other.example": 1}
    assert some == told
    assert {each.value: each.items for each in fewer["domain"]} == {"shop.example": 2}
