"""What a Word document says anywhere, an investigator finds: also what its pages do not show."""

from __future__ import annotations

import struct
import tracemalloc
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

import pytest

from reviewer.domain.evidence.reading import Hidden, Kind, Reading, State
from reviewer.domain.reasons.reason import Reason, unpack
from reviewer.workers.office import package
from reviewer.workers.office.layout import lay_out_office
from reviewer.workers.office.reading import read_office
from reviewer.workers.outlook.compound import rebuild
from reviewer.workers.reading import identify
from tests.workers.office.documents import docx, paragraph, word_part


def read(data: bytes) -> Reading:
    reading, blobs = read_office(data, ())
    assert len(blobs) == len(reading.children)
    return reading


def test_headers_footers_notes_and_comments_are_found_with_who_wrote_them() -> None:
    asked = paragraph("Is this so?")
    parts = {
        "word/header1.xml": word_part("hdr", paragraph("Northgate Station")),
        "word/footer1.xml": word_part("ftr", paragraph("Page of a memo")),
        "word/footnotes.xml": word_part(
            "footnotes", f'<w:footnote w:id="2">{paragraph("See the invoice")}</w:footnote>'
        ),
        "word/comments.xml": word_part(
            "comments",
            f'<w:comment w:id="0" w:author="Ada Lune" w:date="2016-05-03T09:15:00Z">{asked}</w:comment>',
        ),
    }
    body = (
        '<w:p><w:r><w:t>Two cameras came.</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>'
        '<w:r><w:commentReference w:id="0"/></w:r></w:p>'
    )
    roles = [("r1", "header", "header1.xml"), ("r2", "footer", "footer1.xml")]
    roles += [("r3", "footnotes", "footnotes.xml"), ("r4", "comments", "comments.xml")]
    reading = read(docx(body, parts, *roles))
    assert (reading.kind, reading.state) == (Kind.DOCUMENT, State.OK)
    order = [
        reading.text.index(words)
        for words in (
            "Northgate Station",
            "Two cameras came.",
            "See the invoice",
            "Comment by Ada Lune, 2016-05-03 09:15",
            "Is this so?",
            "Page of a memo",
        )
    ]
    assert order == sorted(order)


def test_what_was_inserted_and_deleted_is_told_apart_and_by_whom() -> None:
    change = 'w:id="1" w:author="Bo Reef" w:date="2016-05-04T10:00:00Z"'
    body = (
        f"<w:p><w:r><w:t>We paid </w:t></w:r><w:del {change}><w:r><w:delText>nothing</w:delText></w:r></w:del>"
        f"<w:ins {change}><w:r><w:t>200 dollars</w:t></w:r></w:ins></w:p>"
    )
    text = read(docx(body)).text
    assert "We paid [deleted: nothing]200 dollars" in text
    assert "Deleted by Bo Reef, 2016-05-04 10:00: “nothing”" in text
    assert "Inserted by Bo Reef, 2016-05-04 10:00: “200 dollars”" in text


def test_hidden_words_are_found_and_listed_as_hidden() -> None:
    styles = word_part(
        "styles",
        '<w:style w:styleId="Veiled"><w:name w:val="Veiled"/><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:styleId="Child"><w:name w:val="Child"/><w:basedOn w:val="Veiled"/></w:style>',
    )
    body = (
        paragraph("For all to see.")
        + paragraph("delete after reading", "<w:vanish/>")
        + paragraph("not hidden after all", '<w:vanish w:val="0"/>')
        + '<w:p><w:pPr><w:pStyle w:val="Child"/></w:pPr><w:r><w:t>veiled by its style</w:t></w:r>'
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t> but not this</w:t></w:r></w:p>'
    )
    reading = read(docx(body, {"word/styles.xml": styles}, ("r1", "styles", "styles.xml")))
    assert reading.hidden == (
        Hidden("delete after reading", Reason("hidden.formatted")),
        Hidden("veiled by its style", Reason("hidden.formatted")),
    )
    assert "[hidden: delete after reading]" in reading.text


def test_white_words_on_white_and_tiny_ones_are_listed_as_unseen() -> None:
    white = '<w:color w:val="FFFFFF"/>'
    body = (
        paragraph("seen by nobody", white)
        + paragraph("too small", '<w:sz w:val="2"/>')
        + paragraph("on black", f'{white}<w:shd w:fill="000000"/>')
        + f"<w:tbl><w:tr><w:tc>{paragraph('in a coloured head', white)}</w:tc></w:tr></w:tbl>"
    )
    how = Reason("hidden.white_or_tiny")
    reading = read(docx(body))
    assert reading.hidden == (Hidden("seen by nobody", how), Hidden("too small", how))
    assert "[white or tiny: seen by nobody]" in reading.text


def test_links_show_where_they_lead_and_fetching_fields_are_named() -> None:
    body = (
        '<w:p><w:hyperlink r:id="r9"><w:r><w:t>our offer</w:t></w:r></w:hyperlink></w:p>'
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DDEAUTO cmd "/c calc"</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>shown</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    reading = read(
        docx(
            body,
            {},
            ("r9", "hyperlink", "https://vendor.example/offer"),
            ("r8", "attachedTemplate", "http://e.example/t"),
        )
    )
    assert "Link: our offer → https://vendor.example/offer" in reading.text
    assert 'DDEAUTO cmd "/c calc"' in reading.text
    assert "shown" in reading.text
    assert unpack(reading.metadata["outside"]) == (
        Reason("office.would_fetch", target="http://e.example/t", role="attachedTemplate"),
    )


def field(instruction: str, shown: str | None, ends: str = "") -> str:
    """Runs of a field; ``ends`` goes between its instruction and what comes then."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    told = escape(instruction)
    result = "" if shown is None else f"{mark('separate')}<w:r><w:t>{shown}</w:t></w:r>"
    return f"{mark('begin')}<w:r><w:instrText>{told}</w:instrText></w:r>{ends}{result}{mark('end')}"


def test_words_of_fields_that_no_page_shows_are_found_and_called_hidden() -> None:
    simple = """<w:fldSimple w:instr='IF "a" = "b" "seen" "kept back"'><w:r><w:t>seen</w:t></w:r></w:fldSimple>"""
    body = "".join(
        f"<w:p>{each}</w:p>"
        for each in (
            field('IF 1 = 1 "the camera is free" "the camera is paid for"', "the camera is free"),
            field('QUOTE "fourteen uses"', "no uses"),
            field('SET promise "eleven more"', None),
            field('SET later "at the station"', "hidden by Word"),
            field("QUOTE “all of it”", "all of it"),
            field("REF promise", "shown from elsewhere"),
            simple,
            # An instruction that goes on in the next paragraph, as the branches of an IF may.
            field('IF 1 = 2 "one', "two", '</w:p><w:p><w:r><w:instrText> branch" "two"</w:instrText></w:r>'),
        )
    )
    reading = read(docx(body))
    hidden = [each.text for each in reading.hidden]
    assert hidden == [
        '[Field: IF 1 = 1 "the camera is free" "the camera is paid for"]',
        '[Field: QUOTE "fourteen uses"]',
        '[Field: SET promise "eleven more"]',
        '[Field: SET later "at the station"]',
        '[Field: IF "a" = "b" "seen" "kept back"]',
        '[Field: IF 1 = 2 "one]',
        '[Field: branch" "two"]',
    ]
    assert all(each in reading.text for each in hidden)


@pytest.mark.parametrize(
    ("instruction", "shown", "told"),
    [
        ('IF 1 = 2 fourteen "I know it"', "I know it", True),
        ('IF "it" = "it" "I know" "no"', "I know it", True),
        ('QUOTE"fourteen uses"', "no uses", True),
        ('QUOTE "free", fourteen', "free,", True),
        ('QUOTE "free" \\* fourteen', "free", True),
        ('QUOTE "free', "free", False),
        ('QUOTE "all of it" \\* MERGEFORMAT', "all of it", False),
        ("QUOTE station \\* Upper", "STATION", False),
        ('IF = "I know" ""', "I know it", False),
    ],
)
def test_each_word_of_a_field_counts_as_shown_only_where_it_is_shown_whole(
    instruction: str, shown: str, *, told: bool
) -> None:
    reading = read(docx(f"<w:p>{field(instruction, shown)}</w:p>"))
    assert [each.text for each in reading.hidden] == ([f"[Field: {instruction}]"] if told else [])


def test_fields_that_end_within_each_other_lose_no_words() -> None:
    within = '<w:fldSimple w:instr="REF a"><w:fldSimple w:instr="REF a"><w:r><w:t>x</w:t></w:r></w:fldSimple>y'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    body = (
        f"<w:p>{within}</w:fldSimple></w:p>"
        f"""<w:p><w:fldSimple w:instr='QUOTE "kept back"'><w:r><w:t>seen</w:t></w:r>{end}</w:fldSimple></w:p>"""
        + paragraph("evidence")
    )
    reading = read(docx(body))
    assert reading.state is State.OK
    assert reading.text.split() == ["x", "seen[hidden:", "[Field:", "QUOTE", '"kept', 'back"]]', "evidence"]


def test_fields_within_each_other_hold_their_words_once() -> None:
    opened = '<w:r><w:fldChar w:fldCharType="begin"/><w:fldChar w:fldCharType="separate"/></w:r>' * 500
    run = f"<w:r><w:t>{'camera ' * 100}</w:t></w:r>"
    body = f"<w:p>{opened}{run * 100}</w:p>"
    data = docx(body)
    tracemalloc.start()
    try:
        assert read(data).text.split() == ["camera"] * 10_000
        assert tracemalloc.get_traced_memory()[1] < 100 * len(body)  # a copy for each field takes 500 times its words
    finally:
        tracemalloc.stop()


def test_words_above_others_that_are_hidden_or_deleted_are_told_as_such() -> None:
    def ruby(above: str) -> str:
        base = "<w:rubyBase><w:r><w:t>officer</w:t></w:r></w:rubyBase>"
        return f"<w:p><w:r><w:ruby>{above}{base}</w:ruby></w:r></w:p>"

    veiled = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>fourteen uses</w:t></w:r>"
    gone = '<w:del w:author="Bo Reef"><w:r><w:delText>eleven more</w:delText></w:r></w:del>'
    inner = "<w:ruby><w:rt><w:r><w:t>once</w:t></w:r></w:rt></w:ruby>"
    reading = read(
        docx(
            ruby(f"<w:rt>{veiled}</w:rt>")
            + ruby(f"<w:rt>{gone}</w:rt>")
            + ruby(f"<w:r><w:t>amid </w:t>{inner}</w:r><w:rt><w:r><w:t>seen</w:t></w:r></w:rt>")
        )
    )
    assert [each.text for each in reading.hidden] == ["fourteen uses"]
    assert "officer [Above: [deleted: eleven more]]" in reading.text
    assert "Deleted by Bo Reef: “eleven more”" in reading.text
    assert "amid officer [Above: " in reading.text
    assert [reading.text.count(each) for each in ("once", "seen")] == [1, 1]


def test_words_below_ruby_stay_together_and_those_above_too() -> None:
    ruby = "<w:ruby><w:rt><w:r><w:t>{}</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>{}</w:t></w:r></w:rubyBase></w:ruby>"
    pairs = (("とう", "東"), ("きょう", "京"))
    body = "".join(f"<w:r>{ruby.format(*pair)}</w:r>" for pair in pairs)
    text = read(docx(f"<w:p><w:r><w:t>In </w:t></w:r>{body}<w:r><w:t>駅</w:t></w:r></w:p>")).text
    assert "In 東京駅" in text
    assert "とうきょう" in text


def test_tables_text_boxes_and_form_fields_keep_their_words() -> None:
    cell = "<w:tc>{}</w:tc>"
    table = f"<w:tbl><w:tr>{cell.format(paragraph('Officer'))}{cell.format(paragraph('Device'))}</w:tr></w:tbl>"
    box = f"<w:p><w:r><w:pict><w:txbxContent>{paragraph('In a box')}</w:txbxContent></w:pict></w:r></w:p>"
    tick = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData>'
        "</w:fldChar></w:r><w:r><w:t>accepted</w:t></w:r></w:p>"
    )
    text = read(docx(table + box + tick)).text
    assert "Officer\tDevice" in text
    assert "In a box" in text
    assert "☒accepted" in text


def test_numbered_items_carry_the_numbers_that_a_reader_sees() -> None:
    levels = '<w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="(%1)"/></w:lvl>'
    numbering = word_part(
        "numbering",
        f'<w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>',
    )
    item = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'
    )
    data = docx(
        item.format("gifts") + item.format("codes"),
        {"word/numbering.xml": numbering},
        ("r1", "numbering", "numbering.xml"),
    )
    assert read(data).text.splitlines() == ["(iii) gifts", "(iv) codes"]


def test_a_file_inside_becomes_an_item_of_its_own() -> None:
    inner = docx(paragraph("inner"))
    data = docx(paragraph("outer"), {"word/embeddings/inner.docx": inner}, ("r1", "package", "embeddings/inner.docx"))
    reading, blobs = read_office(data, ())
    assert [child.name for child in reading.children] == ["inner.docx"]
    assert blobs == [inner]


def test_macros_are_told_of_and_not_read_as_text() -> None:
    reading = read(docx(paragraph("calm"), {"word/vbaProject.bin": b"Sub AutoOpen()"}))
    assert unpack(reading.metadata["macros"]) == (Reason("office.macros"),)
    assert "AutoOpen" not in reading.text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_left_out_and_the_rest_is_read(encoding: str) -> None:
    body = word_part("document", f"<w:body>{paragraph('before &amp; after &b; &#65; &file;')}</w:body>")
    listed = '<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY file SYSTEM "file:///etc/hostname"><!-- ]> -->'
    bomb = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE w:document [{listed}]>{body.partition("?>")[2] or body}'
    )
    reading = read(docx("", {"word/document.xml": bomb.encode(encoding)}))
    assert reading.text.strip() == "before & after [&b;] A [&file;]"
    assert (reading.state, reading.reasons) == (
        State.PARTIAL,
        (Reason("office.part_entities", part="word/document.xml"),),
    )


def test_a_list_of_entities_without_end_is_refused_in_words() -> None:
    reading = read(docx("", {"word/document.xml": "<!DOCTYPE a [<!ENTITY a 'ha'>"}))
    assert (reading.state, reading.reasons) == (State.FAILED, (Reason("office.entities"),))


def test_a_body_nested_beyond_reason_is_read_in_part() -> None:
    depth = 120
    body = "<w:sdt><w:sdtContent>" * depth + paragraph("at the bottom") + "</w:sdtContent></w:sdt>" * depth
    reading = read(docx(body))
    assert reading.state is State.PARTIAL
    assert "at the bottom" in reading.text


def test_a_part_that_unpacks_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MOST_PART", 2**20)  # the usual: zeros.docx of tests/holding/hostile.py
    reading = read(docx("", {"word/document.xml": b" " * (2**20 + 1)}))
    assert reading.state is State.FAILED
    assert "unpacks to more than the limit" in reading.reason


def test_a_file_cut_off_is_read_as_far_as_it_goes() -> None:
    whole = docx(paragraph("still here"), {"word/zz.xml": bytes(range(256)) * 40})
    reading = read(whole[: whole.rindex(b"PK\x01\x02") - 3000 if len(whole) > 9000 else whole.index(b"PK\x01\x02")])
    assert reading.state is State.PARTIAL
    assert "still here" in reading.text
    assert "missing or damaged" in reading.reason


def test_the_pages_say_all_that_can_be_searched() -> None:
    body = paragraph("Dear &lt;all&gt; &amp; sundry") + paragraph("veiled", "<w:vanish/>")
    laid = lay_out_office(docx(body), "TST-000007", ())
    assert "Dear &lt;all&gt; &amp; sundry" in laid.html
    assert "[hidden: veiled]" in laid.html
    assert "TST-000007" in laid.html
    assert "Dear <all> & sundry" in laid.text


def test_faults_in_the_xml_are_told_because_words_may_be_missing() -> None:
    reading = read(docx(paragraph("Dear <all> & sundry")))
    assert reading.state is State.PARTIAL
    assert "word/document.xml is damaged" in reading.reason


@pytest.mark.parametrize("script", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_words_that_look_like_markup_stay_words(script: str) -> None:
    escaped = script.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    laid = lay_out_office(docx(paragraph(escaped)), "TST-000007", ())
    assert script not in laid.html
    assert "default-src 'none'" in laid.html


def before_97(
    text: bytes,
    count: int,
    *,
    language: int = 0x0409,
    fonts: Sequence[int] = (0,),
    version: int = 0x68,
    mark: int = 0xA5DC,
) -> bytes:
    """The main stream of a Word file of version 2 to 95: a file information block, the text, the table of fonts."""
    table = b"".join(bytes((5 + 5, 0, 0, 0, charset, 0)) + b"Face\0" for charset in fonts)
    head = bytearray(0x300)
    struct.pack_into("<HHHH", head, 0, mark, version, 0, language)
    struct.pack_into("<II", head, 0x18, len(head), len(head) + len(text))
    struct.pack_into("<I", head, 0x34, count)
    struct.pack_into("<II", head, 0xD0, len(head) + len(text), len(table) + 2)
    return bytes(head) + text + struct.pack("<H", len(table) + 2) + table


def in_file(main: bytes) -> bytes:
    return rebuild(bytes(16), [(("WordDocument",), main.ljust(4096, b"\0"))])


RUSSIAN = "Сегодня утром мы получили три камеры для участка.\r"
JAPANESE = "今朝、署に三台のカメラが届きました。 OK\r"


@pytest.mark.parametrize(
    ("said", "remarked"),
    [
        ({"language": 0x0419}, False),
        ({"fonts": (0, 204)}, False),
        ({}, True),  # nothing but the letters tells
    ],
)
def test_a_document_of_word_95_is_read_in_its_character_set(said: dict[str, Any], remarked: object) -> None:
    reading = read(in_file(before_97(RUSSIAN.encode("cp1251"), len(RUSSIAN), **said)))
    assert reading.text.strip() == RUSSIAN.strip()
    assert (Reason("office.charset_guessed", charset="cp1251") in reading.reasons) is remarked


@pytest.mark.parametrize(
    ("language", "codec", "text"), [(0x0411, "cp932", JAPANESE), (0x0404, "cp950", "三台攝影機 OK\r")]
)
def test_letters_of_two_bytes_are_read_in_word_95_of_east_asia(language: int, codec: str, text: str) -> None:
    coded = [letter.encode(codec) for letter in text]
    pairs = b"".join(bytes((each[1], each[0])) if len(each) == 2 else each + b"\0" for each in coded)
    reading = read(in_file(before_97(pairs, len(text), language=language)))
    assert reading.text.strip() == text.strip()


def test_words_of_fields_that_no_page_shows_are_found_in_older_documents() -> None:
    fields = (
        '\x13IF 1 = 1 "seen" "kept back"\x14seen\x15\r'
        '\x13QUOTE "all of it"\x14all of it\x15\r\x13SET promise "eleven more"\x15\r\x13QUOTE "to the end"\x14no\r'
    )
    reading = read(in_file(before_97(fields.encode("cp1252"), len(fields))))
    told = ['IF 1 = 1 "seen" "kept back"', 'SET promise "eleven more"', 'QUOTE "to the end"']
    assert [each.text for each in reading.hidden] == [f"[Field: {each}]" for each in told]
    assert reading.text.count("all of it") == 1


def test_a_field_that_nothing_closes_keeps_no_words_from_who_reads_an_older_document() -> None:
    text = "before \x13PAGE \rofficers got free cameras\x07station by station\r"
    reading = read(in_file(before_97(text.encode("cp1252"), len(text))))
    taken = "[Field: PAGE officers got free cameras station by station]"
    assert [each.text for each in reading.hidden] == [taken]
    assert "before" in reading.text
    assert Reason("office.field_open") in reading.reasons


def test_quotation_marks_alone_are_western_in_word_95() -> None:
    text = "“Three cameras”, he said – it’s free…\r"
    reading = read(in_file(before_97(text.encode("cp1252"), len(text), fonts=(0, 204))))
    assert reading.text.strip() == text.strip()
    assert [each.code for each in reading.reasons] == ["office.word_95"]


def test_a_document_of_word_2_is_read() -> None:
    text = "Three cameras for the station.\rNo charge.\r"
    data = before_97(text.encode(), len(text), version=0x2D, mark=0xA5DB)
    assert identify("old.doc", data) is Kind.DOCUMENT
    reading = read(data)
    assert reading.text.split() == text.split()
    assert reading.metadata["format"] == "Word 2 document"
