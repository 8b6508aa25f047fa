"""Which folder of language data is in use, where there are several."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from reviewer.desktop import tessdata


def with_languages(folder: Path, *names: str) -> Path:
    folder.mkdir(parents=True)
    for name in names:
        (folder / f"{name}.traineddata").write_bytes(b"data")
    return folder


@pytest.fixture(autouse=True)
def own_prefix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An interpreter's folder of the test's own; what this machine has besides is English at least."""
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "prefix"))
    for name in ("REVIEWER_TESSDATA", "TESSDATA_PREFIX"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


def test_what_came_with_the_program_is_used_where_the_system_has_less(tmp_path: Path) -> None:
    names = [f"{letter}{other}a" for letter in "abcdefghijklm" for other in "abcdefghijklm"]  # more than there are
    own = with_languages(tmp_path / "prefix" / "share" / "tessdata", *names)
    assert tessdata.folder() == own
    assert tessdata.folder_for("aaa+mma") == own


def test_a_folder_that_somebody_named_comes_first_whatever_it_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_languages(tmp_path / "prefix" / "share" / "tessdata", "eng", "fra", "spa")
    named = with_languages(tmp_path / "named", "deu")
    monkeypatch.setenv("REVIEWER_TESSDATA", str(named))
    assert tessdata.folder() == named
    assert tessdata.languages() == ("deu",)


def test_a_language_that_one_place_lacks_is_taken_from_another_that_has_it(tmp_path: Path) -> None:
    """Somebody with the packages' three languages installs a fourth."""
    with_languages(
        tmp_path / "prefix" / "share" / "tessdata", *(f"a{letter}a" for letter in "abcdefghijklmnopqrstuvwxyz")
    )
    system = with_languages(tmp_path / "prefix" / "system" / "usr/share/tesseract-ocr/5/tessdata", "zzz")
    assert tessdata.folder_for("zzz") == system
    assert {"aaa", "zzz"} <= set(tessdata.languages())
