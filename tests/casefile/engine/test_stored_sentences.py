"""Sentences that earlier versions stored become codes, and nothing that they said is lost."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.casefile.engine import audit
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.migrations import STEPS
from reviewer.casefile.engine.opening import create_case, open_case
from reviewer.casefile.engine.stored_sentences import one_coded, reasons_in
from reviewer.casefile.engine.undo import stacks
from reviewer.casefile.evidence import items
from reviewer.domain.evidence.reading import SAID
from reviewer.domain.ids import ItemId
from reviewer.domain.reasons.catalogue import sentence, sentences
from reviewer.domain.reasons.reason import LEGACY, Reason, unpack
from reviewer.domain.reasons.vocabulary import ARGUMENTS
from tests.domain.reasons.test_reason import made
from tests.wording import words

SINCE = frozenset(
    {"archive.no_reader", "archive.not_read_here", "email.said_in_header", "office.loose_slide_unread"}
    | {"office.nested_deep", "office.part_over_limit", "pages.none", "reader.alone", "reader.no_document"}
    | {"reader.ranks_only", "worker.no_ranker", "reader.encrypts_only", "worker.no_encrypter"}
    | {
        "email.charset_unnamed",
        "email.envelope_passed_over",
        "email.header_charset",
        "email.header_guessed",
        "outlook.charset_guessed",
        "plain.charset_guessed",
    }
    | {"archive.part_begins", "archive.part_copy", "archive.part_joined", "archive.part_missing", "archive.part_twice"}
    | {"archive.part_unread", "archive.parts_end", "archive.too_many_parts"}
    | {"pdf.mended_copy", "pdf.pages_gathered", "pdf.second_reader"}
    | {"office.charset_guessed", "office.edits_broken", "office.entities", "office.entities_left_out"}
    | {"office.field_open", "office.part_entities", "office.saved_fast", "office.sheet_entities"}
    | {"archive.beyond_libarchive", "archive.solid", "email.field_again", "email.type_unreadable", "pdf.not_shown"}
    | {"email.base64_outside", "email.parameter_again", "email.parts_outside", "reader.lookalike", "reader.turned"}
    | {"reader.lookalike_rest"}
    | {"file.other_size", "file.rewritten", "hidden.tooltip", "outlook.hidden"}
    | {"outlook.folder_again", "outlook.holds_itself", "outlook.number_again", "outlook.part_again"}
    | {"libre.small_letters", "plain.attached_many", "office.columns_many", "pages.cut", "pages.large"}
    | {"pages.many", "pages.try_again", "print.memory", "print.mostly_blank"}
    | {"print.one_column", "print.processor_time", "print.too_wide"}
    | {"container.over_ratio", "container.same", "container.too_long"}
    | {"ocr.passage_stands", "ocr.passages_stand", "pages.redacted", "pages.redacted_no_words"}
    | {"pdf.labels_differ", "pdf.not_bound", "pdf.not_encrypted", "pdf.not_redacted", "pdf.redaction_off"}
    | {"pages.processor_time", "reader.slow_items", "pdf.pages_unread", "pdf.hidden_in_time", "pdf.hidden_letters"}
    | {code for code in ARGUMENTS if code.startswith("basis.")}  # made when asked for, and stored nowhere
    | {"reason.legacy", "reason.more", "reason.unknown", "worker.not_usable", "worker.program_not_started"}
)
"""Codes that earlier versions had no sentence for, or another one."""

OF_MORE_FACTS = frozenset(
    {"office.active_parts", "office.macro_sheet", "office.macros", "office.refers_to", "office.signed"}
    | {"office.would_fetch", "picture.facts_damaged"}
    | {"picture.mirrored", "picture.mirrored_down", "picture.mirrored_left", "picture.mirrored_right"}
    | {"picture.turned", "picture.turned_left", "picture.turned_right"}
)
"""Codes of facts that were stored as sentences up to format 33."""

OF_FACTS = frozenset(code for code in ARGUMENTS if code.startswith(("hidden.", "thread."))) - SINCE | {
    "container.apart",
    "outlook.never_sent",
    "pdf.hidden_looked_for",
}
"""Codes of what was stored as sentences up to format 31; what a reviewer said of a thread never was."""
BEFORE = sorted(ARGUMENTS.keys() - SINCE - OF_FACTS - OF_MORE_FACTS)


@pytest.mark.parametrize("code", BEFORE)
def test_each_sentence_becomes_its_code_with_the_arguments(code: str) -> None:
    for number in (1, 7, 1_234_567):
        reason = made(code, "Ünïx, “y” (z)", number)
        assert reasons_in(sentence(reason)) == (reason,)


@pytest.mark.parametrize("code", sorted(OF_FACTS - {"thread.by_hand", "thread.of_answer"}))
def test_each_fact_becomes_its_code_with_the_arguments(code: str) -> None:
    reason = made(code, "EV-000007", 7)
    assert unpack(one_coded(sentence(reason))) == (reason,)


def test_how_a_thread_was_told_by_an_answer_becomes_two_codes() -> None:
    """And words that nothing recognises stay as they were."""
    stored = "T-3, an answer in its thread, has the same subject as T-1, 2 days after it, and both name a@x"
    same = Reason("thread.same_subject", parent="T-1", days=2, person="a@x")
    assert unpack(one_coded(stored)) == (same.because_of("thread.of_answer", message="T-3"),)
    assert sentences(unpack(one_coded("by its looks"))) == "by its looks"


@pytest.mark.parametrize(
    ("stored", "reasons"),
    [
        (
            "this is an ISO image: there is no reader for it on this machine (libarchive)",
            (Reason("archive.no_reader", format="ISO image"),),
        ),
        (
            "what is nested deeper than sixty levels is shown without its order",
            (Reason("office.nested_deep", limit=60),),
        ),
        (
            "its part word/document.xml unpacks to more than the limit of 200 MB",
            (Reason("office.part_over_limit", part="word/document.xml", limit=200 * 2**20),),
        ),
        (
            "LibreOffice could not be started: no such file",
            (Reason("worker.program_not_started", worker="LibreOffice", detail="no such file"),),
        ),
        (
            "set as plain text; 2 characters that no font at hand can show stand as □",
            (Reason("pages.plain_text"), Reason("pages.letters_missing", count=2)),
        ),
        (
            "attached message “x”: attachment “y”: base64 broken off after 1,204 bytes",
            (
                Reason("email.base64_broken", count=1204)
                .because_of("outlook.attachment", name="y")
                .because_of("outlook.attached_message", name="x"),
            ),
        ),
    ],
)
def test_words_of_then_become_the_codes_of_today(stored: str, reasons: tuple[Reason, ...]) -> None:
    assert reasons_in(stored) == reasons


def test_several_reasons_in_one_text_are_told_apart() -> None:
    order = random.Random(7)
    reasons = [made(code, "a b") for code in BEFORE]
    for _ in range(500):
        some = tuple(order.sample(reasons, order.randint(1, 5)))
        assert sentences(reasons_in(sentences(some))) == sentences(some)


@given(st.lists(st.sampled_from(["it went away", "a page is gone", "the PDF needs a password", ""]), max_size=5))
def test_what_nobody_recognises_keeps_its_words(parts: list[str]) -> None:
    text = "; ".join(parts)
    assert sentences(reasons_in(text)) == text


def test_the_upgrade_to_format_32_says_how_much_of_the_facts_it_did_not_recognise(tmp_path: Path, key: Key) -> None:
    path = tmp_path / "old.evcase"
    made_then = create_case(path, key, title="A case", reviewer="Ada", steps=STEPS[:30])
    with made_then as case, case.act("Ada", "intake batch"):
        case.execute("INSERT INTO intake (id, started, state, reviewer, program) VALUES (1, '', 'complete', 'A', '')")
        case.execute(
            "INSERT INTO item (id, intake, family, name, kind, state, metadata) VALUES "
            "(1, 1, 1, 'a.eml', 'email', 'ok', ?)",
            ('{"draft":"nobody knows these words"}',),
        )
    with open_case(path, key) as case:
        assert items.get(case, ItemId(1)).metadata["draft"] == "nobody knows these words"
        (upgrade,) = (each for each in audit.entries(case) if "phrases" in each.facts)
        assert (upgrade.facts["phrases"], upgrade.facts["kept as they were"]) == (1, 1)


FACTS = {
    "format": "Excel workbook",
    "macros": "it carries a macro sheet, which was not run",
    "active parts": "it carries ActiveX controls; they were not run",
    "signed": "it carries a signature, which was not checked",
    "outside": "it would fetch: file:///a; b (1); c.dotm (attachedTemplate); https://e.example/(1) (image)",
    "orientation": "mirrored and turned by 90° left",
    "damaged": "exif data; GPS data; nobody knows these words",
    "character set": "windows-1251 (guessed)",
    "property macros": "it carries macros; they were not run",
}
"""As the readers of format 33 said them; the last is what somebody wrote into a document."""
OTHERS = {"character set": "UTF-8", "outside": "it refers to: a.xls; b.xls"}


def test_the_facts_of_format_33_become_codes_and_the_trail_is_byte_for_byte(tmp_path: Path, key: Key) -> None:
    path = tmp_path / "old.evcase"
    with create_case(path, key, title="A case", reviewer="Ada", steps=STEPS[:32]) as case:
        with case.act("Ada", "intake batch"):
            case.execute(
                "INSERT INTO intake (id, started, state, reviewer, program) VALUES (1, '', 'complete', 'A', '')"
            )
            for number, facts in enumerate((FACTS, OTHERS), 1):
                case.execute(
                    "INSERT INTO item (id, intake, family, name, kind, state, metadata) VALUES "
                    "(?1, 1, ?1, 'a', 'sheet', 'ok', ?2)",
                    (number, json.dumps(facts)),
                )
        before = [tuple(row) for row in case.rows("SELECT * FROM audit ORDER BY id")]
    with open_case(path, key) as case:
        assert items.get(case, ItemId(1)).metadata == {
            name: fact for name, fact in FACTS.items() if name != "character set"
        } | {
            "outside": "it would fetch file:///a; b (1); c.dotm (attachedTemplate); "
            "it would fetch https://e.example/(1) (image)",
            "damaged": "its Exif data are damaged; its GPS data are damaged; nobody knows these words",
            "character set guessed": "windows-1251",
        }
        assert items.get(case, ItemId(2)).metadata == OTHERS | {"outside": "it refers to a.xls; it refers to b.xls"}
        stored = json.loads(case.value("SELECT metadata FROM item WHERE id = 1"))
        codes = {name: [each.code for each in unpack(stored[name])] for name in SAID if name in stored}
        assert codes == {
            "macros": ["office.macro_sheet"],
            "active parts": ["office.active_parts"],
            "signed": ["office.signed"],
            "outside": ["office.would_fetch"] * 2,
            "orientation": ["picture.mirrored_left"],
            "damaged": ["picture.facts_damaged"] * 2 + [LEGACY],
        }
        kept = [tuple(row) for row in case.rows("SELECT * FROM audit ORDER BY id")]
        assert kept[: len(before)] == before
        (upgrade,) = (each for each in audit.entries(case) if "facts" in each.facts)
        assert (upgrade.facts["facts"], upgrade.facts["kept as they were"]) == (2, 1)


def test_a_case_of_the_format_before_tells_the_same_and_its_trail_is_byte_for_byte(tmp_path: Path, key: Key) -> None:
    path = tmp_path / "old.evcase"
    with create_case(path, key, title="A case", reviewer="Ada", steps=STEPS[:12]) as case:
        with case.act("Ada", "intake batch"):
            case.execute(
                "INSERT INTO intake (id, started, state, reviewer, program) VALUES (1, '', 'complete', 'A', '')"
            )
            case.execute(
                "INSERT INTO item (id, intake, family, name, kind, state, reason, flags, metadata) VALUES "
                "(1, 1, 1, 'a.zip', 'archive', 'partial', ?, ?, ?)",
                (
                    "it holds more than 100,000 members, which is the limit; the others were left out; it went away",
                    "its path leads outside the archive\nodd",
                    '{"date":"x","defects":"the message has no date\\nodd","protection":"signed (PGP), not checked"}',
                ),
            )
        with case.act("Ada", "tag add") as act:
            act.insert("tag", {"name": "gift", "color": "#000000"})
        before = [tuple(row) for row in case.rows("SELECT * FROM audit ORDER BY id")]
    with open_case(path, key) as case:
        item = items.get(case, ItemId(1))
        assert item.reasons == (
            Reason("archive.over_members", limit=100_000),
            made(LEGACY, "it went away"),
        )
        assert item.reason.endswith("; the others were left out; it went away")
        assert words(item.flags) == ["its path leads outside the archive", "odd"]
        assert item.metadata == {
            "date": "x", "defects": "the message has no date\nodd", "protection": "signed (PGP), not checked"
        }  # fmt: skip
        assert [each.code for each in item.protection] == ["email.signed"]
        kept = [tuple(row) for row in case.rows("SELECT * FROM audit ORDER BY id")]
        assert kept[: len(before)] == before
        (upgrade,) = (each for each in audit.entries(case) if "sentences" in each.facts)
        assert (upgrade.facts["sentences"], upgrade.facts["kept as they were"]) == (3, 3)
        done, _ = stacks(case, "Ada")
        assert [entry for entry in done if entry <= len(before)] == [len(before)]
        assert audit.check_chain(case) == len(kept)
