"""A load file is read back as it was written, and says what it could not carry."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.export.load_files import FIELDS, Image, carried, dat, dates, extension, opt, read_dat, read_opt

ROW = {"BEGBATES": "PMPD-000001", "SUBJECT": "Þórr’s Ring® þing\r\nsecond line", "FROM": "a\x14b"}


def test_signs_of_the_format_are_replaced_and_each_is_told() -> None:
    values, told = carried(ROW)
    assert values["SUBJECT"] == "Þórr’s Ring(R) thing\nsecond line"
    assert values["FROM"] == "a b"
    assert [(each.number, each.field, each.sign, each.by) for each in told] == [
        ("PMPD-000001", "FROM", "U+0014", " "),
        ("PMPD-000001", "SUBJECT", "U+00FE", "th"),
        ("PMPD-000001", "SUBJECT", "U+00AE", "(R)"),
    ]
    data = dat([values])
    line = data.decode("utf-8-sig").split("\r\n")[1]
    assert data.startswith(b"\xef\xbb\xbf")
    assert line.split("\x14")[FIELDS.index("SUBJECT")] == "þÞórr’s Ring(R) thing®second lineþ"
    assert line.count("\x14") == len(FIELDS) - 1


def test_a_line_ends_in_a_load_file_where_it_ends_in_the_evidence_by_whatever_sign() -> None:
    values, told = carried({"BEGBATES": "PMPD-000001", "SUBJECT": "one\rtwo\u2028three\r\nfour\x85five"})
    assert (values["SUBJECT"], told) == ("one\ntwo\nthree\nfour\nfive", [])


@given(st.text(), st.text())
def test_a_load_file_is_read_back_field_by_field_whatever_evidence_says(subject: str, name: str) -> None:
    values, _ = carried({"BEGBATES": "PMPD-000001", "SUBJECT": subject, "FILENAME": name})
    other, _ = carried({"BEGBATES": "PMPD-000002"})
    assert read_dat(dat([values, other])) == [values, other]


@pytest.mark.parametrize(
    "broken", [b"", "þAþ\r\n".encode(), "\ufeffþAþ\x14þBþ\r\nþ1þ\r\n".encode(), "\ufeffA\r\n".encode()]
)
def test_what_is_no_load_file_is_refused(broken: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_dat(broken)


def test_a_page_is_a_line_and_the_first_of_a_document_says_how_many_there_are() -> None:
    pages = [Image("PMPD-000001", "images/001/PMPD-000001.pdf", 2), Image("PMPD-000002", "images/001/PMPD-000002.pdf")]
    assert opt(pages) == (
        b"PMPD-000001,VOL001,images/001/PMPD-000001.pdf,Y,,,2\r\nPMPD-000002,VOL001,images/001/PMPD-000002.pdf,,,,\r\n"
    )
    assert read_opt(opt(pages)) == pages


def test_dates_are_written_as_platforms_take_them_and_unknown_ones_are_empty() -> None:
    assert dates("2016-05-03T16:15:00Z")["DATETIMESENT"] == "05/03/2016 16:15:00"
    assert dates("") == {}


@pytest.mark.parametrize(
    ("name", "ending"),
    [("a.XLSX", "xlsx"), ("a.tar.gz", "gz"), ("a", "bin"), ("a.b/../c", "bin"), ("a.é", "bin"), ("a.p\u202edf", "bin")],
)
def test_the_ending_of_a_name_of_ours_is_letters_and_digits(name: str, ending: str) -> None:
    assert extension(name) == ending
