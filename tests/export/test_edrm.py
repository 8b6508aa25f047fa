"""A load file in XML has every field, file and family, and is read back whatever evidence says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from reviewer.export.edrm import EdrmDocument, edrm, fields, read_edrm

MESSAGE = EdrmDocument(
    {
        "BEGBATES": "PMPD-000001",
        "ENDBATES": "PMPD-000002",
        "FROM": "Ada <ada@agency.example>",
        "SUBJECT": "þ Ring®\nsecond & last",
        "CUSTODIAN": "Ada Lune",
        "DATESENT": "05/03/2016",
        "TIMESENT": "16:15:00",
        "DATETIMESENT": "05/03/2016 16:15:00",
        "TIMEZONE": "UTC",
        "PDFLINK": "exhibits/PMPD-000001.pdf",
    },
    {"exhibits/PMPD-000001.pdf": "ab" * 32},
    media_type="message/rfc822",
)


def test_another_reader_finds_the_fields_by_the_names_of_the_format() -> None:
    attached = EdrmDocument({"BEGBATES": "PMPD-000003"}, {}, "PMPD-000001", "application/pdf")
    root = etree.fromstring(edrm([MESSAGE, attached], "First set"))
    assert (root.tag, root.get("MajorVersion"), root.get("MinorVersion")) == ("Root", "1", "2")
    first, second = root.findall("Batch/Documents/Document")
    assert dict(first.attrib) == {"DocID": "PMPD-000001", "DocType": "Message", "MimeType": "message/rfc822"}
    tags = {each.get("TagName"): (each.get("TagDataType"), each.get("TagValue")) for each in first.findall("Tags/Tag")}
    assert tags == {
        "#From": ("Text", "Ada <ada@agency.example>"),
        "#Subject": ("Text", "þ Ring®\nsecond & last"),
        "#DateSent": ("DateTime", "2016-05-03T16:15:00Z"),
        "ENDBATES": ("Text", "PMPD-000002"),
    }
    (file,) = first.findall("Files/File")
    external = file.find("ExternalFile")
    assert external is not None
    assert file.get("FileType") == "Image"
    assert dict(external.attrib) == {"FilePath": "exhibits", "FileName": "PMPD-000001.pdf", "Hash": "ab" * 32}
    assert first.findtext("Locations/Location/Custodian") == "Ada Lune"
    assert second.get("DocType") == "File"
    (family,) = root.findall("Batch/Relationships/Relationship")
    assert dict(family.attrib) == {"Type": "Attachment", "ParentDocId": "PMPD-000001", "ChildDocId": "PMPD-000003"}


@given(st.text(), st.text())
def test_it_is_read_back_field_by_field_whatever_evidence_says(subject: str, custodian: str) -> None:
    row = {"BEGBATES": "PMPD-000001", "SUBJECT": subject, "CUSTODIAN": custodian, "FILENAME": subject}
    one = EdrmDocument(row, {})
    assert read_edrm(edrm([one], subject)) == [EdrmDocument(fields(row), {})]
    assert fields({"SUBJECT": "a\x00b\ud800\rc\r\n"})["SUBJECT"] == "a b \nc\n"


def test_what_it_wrote_comes_back_whole() -> None:
    assert read_edrm(edrm([MESSAGE], "First set")) == [
        EdrmDocument(fields(MESSAGE.row), MESSAGE.hashes, "", "message/rfc822")
    ]


@pytest.mark.parametrize("broken", [b"", b"<Root", b"<Root MajorVersion='1' MinorVersion='1'/>"])
def test_what_is_no_such_file_is_refused(broken: bytes) -> None:
    with pytest.raises(ValueError, match="it is no"):
        read_edrm(broken)
