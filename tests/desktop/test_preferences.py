"""What is preferred on a laptop is kept, refused where it cannot be meant, and by default where it is spoiled."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.desktop import preferences, settings
from reviewer.desktop.preferences import DEFAULTS, Look, QuotedLook
from reviewer.domain.exports.report_options import Language
from reviewer.errors import InputError, StorageError, UsageError


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("REVIEWER_CONFIG", str(tmp_path / "config"))
    return tmp_path / "config"


def test_what_was_chosen_is_kept_and_default_takes_it_back(tmp_path: Path) -> None:
    chosen = {
        "text_size": "150",
        "look": "dark",
        "quoted_text": "plain",
        "ocr_language": "eng+fra",
        "report_language": "fr",
        "lock_after": "0",
        "case_folder": str(tmp_path),
    }
    for name, value in chosen.items():
        preferences.choose(name, value)
    now = preferences.current()
    assert (now.text_size, now.look, now.quoted_text, now.lock_after) == (150, Look.DARK, QuotedLook.PLAIN, 0)
    assert (now.report_language, now.ocr_language) == (Language.FRENCH, "eng+fra")
    assert now.folder == tmp_path
    for name in chosen:
        preferences.choose(name, "default")
    assert preferences.current() == DEFAULTS


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("text_size", "99"),
        ("text_size", "201"),
        ("text_size", "150%"),
        ("look", "Dark"),
        ("quoted_text", "grey"),
        ("ocr_language", "English!"),
        ("report_language", "de"),
        ("lock_after", "-1"),
        ("lock_after", "241"),
        ("case_folder", "cases"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_advice_and_changes_nothing(name: str, value: str) -> None:
    with pytest.raises(InputError) as refused:
        preferences.choose(name, value)
    assert value in str(refused.value)
    assert refused.value.advice
    assert preferences.current() == DEFAULTS


def test_there_is_no_other_setting_and_the_names_are_told() -> None:
    with pytest.raises(UsageError) as refused:
        preferences.choose("reviewer", "Ada")
    assert "lock_after" in refused.value.advice


def test_spoiled_values_are_as_by_default_and_the_others_hold() -> None:
    settings.save({"text_size": "large", "look": 7, "lock_after": True, "report_language": "fr", "case_folder": []})
    now = preferences.current()
    assert now.report_language is Language.FRENCH
    assert (now.text_size, now.look, now.lock_after, now.case_folder) == (100, Look.SYSTEM, 30, "")


def test_once_anything_is_set_the_first_start_asks_nothing() -> None:
    assert not preferences.asked_before()
    preferences.choose("lock_after", "0")
    assert preferences.asked_before()


def test_a_folder_that_is_gone_is_not_offered(tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    preferences.choose("case_folder", str(stick))
    stick.rmdir()
    assert preferences.current().folder != stick
    stick.mkdir()
    assert preferences.current().folder == stick


def test_without_a_folder_of_documents_cases_are_looked_for_at_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(tmp_path / "Documents"))
    assert preferences.current().folder == tmp_path
    (tmp_path / "Documents").mkdir()
    assert preferences.current().folder == tmp_path / "Documents"


def test_a_laptop_that_keeps_nothing_says_so(folder: Path) -> None:
    folder.write_text("no folder")
    with pytest.raises(StorageError):
        preferences.choose("look", "dark")
