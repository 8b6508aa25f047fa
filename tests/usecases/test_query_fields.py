"""What each field of a query narrows to, in one case that has some of everything."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer.casefile import query_conditions
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.opening import open_case
from reviewer.domain.ids import ItemId
from reviewer.domain.people.officer import Role
from reviewer.domain.policy.allegation import AllegationId
from reviewer.domain.query import CONDITIONS, Condition
from reviewer.domain.query_completion import MOST, PEOPLE
from reviewer.errors import QueryError
from reviewer.isolation.workers import Workers
from reviewer.usecases import query_completion, search, undo
from reviewer.usecases.analysis import analysis, bulk_coding, saved_searches
from reviewer.usecases.evidence import intake, items
from reviewer.usecases.exports import productions
from reviewer.usecases.exports.productions import ProductionPlan
from reviewer.usecases.pages import notes, passages, tags
from reviewer.usecases.pages.passages import Concern
from reviewer.usecases.people import officers
from reviewer.usecases.policy import allegations, clauses
from tests.evidence import folder, mail, pdf
from tests.kept import Kept
from tests.usecases.policy.policy import GIFTS

LONG = " ".join(f"word{number}" for number in range(300))


def with_headers(message: bytes, **headers: str) -> bytes:
    return b"".join(f"{name.replace('_', '-')}: {value}\n".encode() for name, value in headers.items()) + message


@pytest.fixture(scope="module")
def filled(kept_cases: Kept, key: Key, workers: Workers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    where = tmp_path_factory.mktemp("fields")
    first = mail("Offer", "One camera.\n", attachments=[("Flyer.PDF", pdf(["Lanterns"]), "application/pdf")])
    first = first.replace(b"Message-ID: <", b"Message-ID: <first@z.example>\nX-Was: <")
    files = {
        "offer.eml": with_headers(first, Cc="Cy <cy@agency.example>", Bcc="Di <di@agency.example>"),
        "answer.eml": with_headers(
            mail("Re: Offer", "Yes.\n", date="Wed, 01 Jun 2016 12:00:00 -0700"), In_Reply_To="<first@z.example>"
        ),
        "long.eml": mail("Long", LONG, date="Thu, 02 Mar 2017 12:00:00 +0000"),
        "longer.eml": mail("Long", f"{LONG} more", date="Fri, 03 Mar 2017 12:00:00 +0000"),
        "notes.txt": b"x" * 4998 + b" \xe9",  # which character set that is has to be guessed
    }
    with open_case(kept_cases.copy("empty", where / "case.evcase", title="A case", reference="TST 1"), key) as case:
        intake.add(case, workers, [folder(where / "mail", files)], custodian="Lee Moore", reviewer="Ada")
        analysis.arrange(case, reviewer="Ada")
        offer, flyer = of(case, "subject:Offer -subject:re"), of(case, "kind:pdf")
        passages.add_quote(
            case,
            flyer,
            "Lanterns",
            tag_ids=[tags.add(case, "Gift", reviewer="Bea").id],
            concerns=[Concern(officers.add(case, "4711", "Bo Quill", reviewer="Ada").id, Role.WITNESS)],
            reviewer="Bea",
        )
        clauses.add(case, GIFTS, reviewer="Zoe")
        allegations.add(case, "4711", "3.14", "Took a camera", "2016-05-03", reviewer="Zoe")
        allegations.weigh(case, AllegationId(1), 1, supporting=["1"], reviewer="Zoe")
        tags.add(case, "Item", reviewer="Ada")
        bulk_coding.tag(case, [offer], "Item", reviewer="Ada")
        bulk_coding.mark(case, [offer], relevance="relevant", reviewer="Ada")
        bulk_coding.mark(case, [of(case, "subject:re")], relevance="not relevant", privileged=True, reviewer="Ada")
        notes.on_item(case, offer, "Look here", reviewer="Ada")
        family = f"family:{items.get(case, offer).control}"
        productions.create(case, workers, ProductionPlan("First", "Counsel", family, "PM"), reviewer="Ada")
        saved_searches.add(case, "Lanterns", "kind:pdf", reviewer="Ada")
        yield case


def of(case: Case, query: str) -> ItemId:
    (found,) = search.ids(case, query)
    return found


FIELDS = {
    "cc:cy": "offer.eml",
    "cc:di": "",
    "bcc:di": "offer.eml",
    "to:di": "offer.eml",
    "cc:bo": "",
    "ext:pdf": "Flyer.PDF",
    "ext:.eml -subject:long": "offer.eml answer.eml",
    "ext:df": "",
    "filename:flyer": "offer.eml Flyer.PDF",
    "attachment:flyer kind:email": "offer.eml",
    "size:5000": "notes.txt",
    "size:4.8kb..4.9kb": "notes.txt",
    "size:5001..5100": "",
    "date:2016": "offer.eml answer.eml",
    "date:2016-06": "answer.eml",
    "date:2016-05-03": "offer.eml",
    "date:2016-06-01..2017-03-02": "answer.eml long.eml",
    "date:..2016-05": "offer.eml",
    "date:2017-03-03..": "longer.eml",
    "mark:relevant": "offer.eml",
    "mark:not-relevant": "answer.eml",
    "mark:privileged": "answer.eml",
    "mark:none": "Flyer.PDF long.eml longer.eml notes.txt",
    "role:witness": "Flyer.PDF",
    "role:author": "",
    "by:bea": "Flyer.PDF",
    "by:ada": "offer.eml answer.eml",
    "tag:gift": "Flyer.PDF",
    "tag:item": "offer.eml",
    "production:first": "offer.eml Flyer.PDF",
    "officer:4711": "Flyer.PDF",
    "officer:quill": "Flyer.PDF",
    'officer:"=Bo Quill"': "Flyer.PDF",
    "allegation:1": "Flyer.PDF",
    "saved:Lanterns": "Flyer.PDF",
}


def names(case: Case, query: str) -> list[str]:
    return sorted(each.name for each in items.many(case, search.ids(case, query)))


def test_each_field_narrows_to_what_it_says(filled: Case) -> None:
    expected = {query: sorted(said.split()) for query, said in FIELDS.items()}
    assert {query: names(filled, query) for query in FIELDS} == expected


@pytest.mark.parametrize(("field", "name"), [("officer", "quill"), ("officer", "=4711"), ("tag", "gift")])
def test_whom_a_condition_names_is_looked_up_once(filled: Case, field: str, name: str) -> None:
    values: dict[str, object] = {}
    sql = query_conditions.test_of(Condition(field, name), "asked", values)
    plan = [str(step[3]) for step in filled.tuples(f"EXPLAIN QUERY PLAN SELECT item.id FROM item WHERE {sql}", values)]
    assert len([step for step in plan if re.match(rf"(SCAN|SEARCH) {field}\b", step)]) == 1, plan


def test_a_thread_a_family_and_what_is_near_are_found_by_any_of_them(filled: Case) -> None:
    control = {each.name: each.control for each in items.many(filled, search.ids(filled, ""))}
    for name in ("offer.eml", "answer.eml"):
        assert names(filled, f"thread:{control[name]}") == ["answer.eml", "offer.eml"]
        assert names(filled, f"thread:{int(control[name][-6:])}") == ["answer.eml", "offer.eml"]
    for name in ("offer.eml", "Flyer.PDF"):
        assert names(filled, f"family:{control[name]}") == ["Flyer.PDF", "offer.eml"]
    for name in ("long.eml", "longer.eml"):
        assert names(filled, f"near:{control[name]}") == ["long.eml", "longer.eml"]
    assert names(filled, f"NOT (family:{control['Flyer.PDF']} OR near:{control['long.eml']})") == [
        "answer.eml",
        "notes.txt",
    ]


@pytest.mark.parametrize(
    ("query", "there", "nearest"),
    [
        ("thread:REV-000999", "REV-000999", ""),
        ("family:REV-000999", "REV-000999", ""),
        ("near:REV-000999", "REV-000999", ""),
        ("thread:XYZ-000001", "XYZ-000001", "TST1-000001"),
        ("family:XYZ-1", "XYZ-1", "TST1-000001"),
        ("near:999", "999", ""),
        ("in:XYZ-000001/Inbox", "XYZ-000001/Inbox", '"TST1-000001/Inbox"'),
        ("in:XYZ-1", "XYZ-1", "TST1-000001"),
        ("production:frist", "frist", "First"),
        ("by:beo", "beo", "Bea"),
        ("saved:lantrens", "lantrens", "Lanterns"),
        ("camera OR -saved:nosuch", "nosuch", ""),
        ("allegation:12", "12", ""),
        ("allegation:quill", "quill", ""),
    ],
)
def test_names_of_nothing_are_refused_with_their_place(filled: Case, query: str, there: str, nearest: str) -> None:
    with pytest.raises(QueryError) as told:
        search.ids(filled, query)
    start, end = told.value.place
    assert (query[start:end], told.value.nearest) == (there, nearest)


OFFERED = {
    "fr": ["from:"],
    "camera -cu": ["custodian:"],
    "tag:": ["Gift", "Item"],
    "tag:GI": ["Gift"],
    "tag:=gi": ["=Gift"],
    "tag:(gift OR it": ["Item"],
    "officer:qu": ["4711"],
    "officer:47": ["4711"],
    "custodian:moo": ['"Lee Moore"'],
    "production:": ["First"],
    "by:b": ["Bea"],
    "allegation:": ["1"],
    "saved:": ["Lanterns"],
    "saved:ter": ["Lanterns"],
    "saved:(lan": ["Lanterns"],
    "is:un": ["unseen"],
    "has:att": ["attachment"],
    "mark:": ["relevant", "not-relevant", "privileged", "none"],
    "role:w": ["witness"],
    "kind:em": ["email"],
    "kind:application/": ["application/pdf"],
    "date:20": ["2016", "2017"],
    "date:2016": ["2016-05", "2016-06"],
    "date:2016-06..2017-0": ["2016-06..2017-03"],
    "after:2017-03": ["2017-03-02", "2017-03-03"],
    "before:2017-03-02": [],
    "cc:c": ["cy@agency.example"],
    'to:"cy; d': ['"cy; di@agency.example"'],
    "bcc:@ag": ["@agency.example"],
    "near:2": ["TST1-000002"],
    "family:TST1-00000": [f"TST1-00000{number}" for number in range(1, 7)],
    "from:": [],
    "thread:XYZ-": [],
    "to:lun": ['"Ada Lune"'],
    "reason:plain.": ["plain.charset_guessed"],
    "tag:nosuch": [],
    "subject:ca": [],
    "ext:": ["eml", "pdf", "txt"],
    "ext:.P": ["pdf"],
    "size:1": ["10kb..1mb", "1mb..", "10mb.."],
    "amount:$": ["$500.."],
    "camera AN": ["AND"],
    "camera o": ["officer:"],
    "camera O": ["OR", "officer:"],
    "camera w/": ["w/5", "w/10"],
    "camera PRE/1": ["pre/10"],
    "(camera) OR": ["OR"],
    '"a camera" NO': ["NOT", "note:"],
    "camera AND NO": ["NOT", "note:"],
    "camera AND AN": [],
    "AN": [],
    "(OR": [],
    "tag:Gift w": ["w/5", "w/10"],
    "camera w/5 w": [],
}


def offered(case: Case, query: str) -> list[str]:
    made = query_completion.completions(case, query)
    return [] if made is None else [each.text for each in made.found]


def test_what_the_case_has_is_offered_as_far_as_it_is_typed(filled: Case) -> None:
    assert {query: offered(filled, query) for query in OFFERED} == OFFERED


def test_folders_of_a_container_are_offered_by_no_number_of_another_case(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("Inbox/one.txt", "One camera.\n")
    intake.add(case, workers, [folder(tmp_path / "disk", {"a.zip": packed.getvalue()})], reviewer="Ada")
    container = items.get(case, of(case, "kind:archive")).control
    assert offered(case, f"in:{container}/") == [f"{container}/Inbox"]
    assert offered(case, f"in:XYZ-{container.partition('-')[2]}/") == []


def test_what_is_offered_says_what_it_means(filled: Case) -> None:
    for query, means in {
        "officer:47": "Bo Quill",
        "allegation:": "Bo Quill, 3.14",
        "cc:cy@": "Cy",
        "near:1": "Re: Offer",
        "fr": "who wrote it",
    }.items():
        made = query_completion.completions(filled, query)
        assert made is not None
        assert made.found[0].means == means


@pytest.mark.parametrize("field", sorted(CONDITIONS - {"between"}))
def test_all_that_is_offered_for_a_field_is_understood_in_the_case(filled: Case, field: str) -> None:
    typed = f"{field}:c" if field in PEOPLE else f"{field}:"
    made = query_completion.completions(filled, typed)
    assert made is not None
    assert made.found
    for each in made.found:
        search.ids(filled, made.taken(typed, each), reviewer="Ada")


def test_no_more_is_offered_than_can_be_looked_at(filled: Case) -> None:
    with filled.act("Ada", "tag add") as act:
        for number in range(50):
            act.insert("tag", {"name": f"Many {number:02}", "color": "#000000"})
    made = query_completion.completions(filled, "tag:many")
    assert made is not None
    assert ([each.name for each in made.found], made.more) == ([f"Many {number:02}" for number in range(MOST)], True)
    undo.undo(filled, reviewer="Ada")
