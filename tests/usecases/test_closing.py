"""A case is closed whose file is another by now, or which another program opens meanwhile."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from reviewer.casefile.engine import audit, connection, opening
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.connection import Connection
from reviewer.casefile.engine.credential import Key, new_salt
from reviewer.desktop import settings
from reviewer.desktop.keyring import Keyring
from reviewer.errors import LockedError, NotReopenedError, StorageError
from reviewer.usecases import cases, passphrase_change
from reviewer.usecases.pages import tags
from tests.desktop.test_keyring import Memory


@pytest.mark.skipif(sys.platform == "win32", reason="a file that is replaced while open")
def test_who_closes_a_case_whose_file_was_replaced_is_told_where_what_was_saved_is(
    case: Case, key: Key, tmp_path: Path
) -> None:
    case.close()
    other = shutil.copy(case.path, tmp_path / "other")
    opened = cases.open_with_key(case.path, key)
    tags.add(opened, "Last", reviewer="Ada")
    Path(other).replace(case.path)
    with pytest.raises(StorageError, match="was moved, removed or replaced") as told:
        cases.close(opened)
    assert "in case.kept.evcase" in told.value.advice
    with opening.open_case(tmp_path / "case.kept.evcase", key, read_only=True) as kept:
        assert [tag.name for tag in tags.listed(kept)] == ["Last"]


def test_a_changed_passphrase_is_remembered_though_another_program_has_the_case_by_then(
    case: Case, key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    case.close()
    keyring, path = Keyring(Memory()), case.path
    keyring.remember(key.salt, key.raw)

    def taken(*_path: object, **_options: object) -> Case:
        raise LockedError("it is open elsewhere")

    with monkeypatch.context() as patched:
        patched.setattr(opening, "open_case", taken)
        cases.change_passphrase(path, key, "a wholly other sentence", reviewer="Ada", keyring=keyring)
    assert keyring.recall(key.salt) is None
    assert cases.remembered_key(path, keyring) == cases.key_for(path, "a wholly other sentence")


def test_a_change_that_holds_is_remembered_and_its_copies_named_though_the_case_cannot_be_opened_again(
    case: Case, key: Key, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("REVIEWER_CONFIG", str(tmp_path / "settings"))
    keyring, new, path = Keyring(Memory()), Key(os.urandom(32), new_salt()), case.path
    keyring.remember(key.salt, key.raw)
    copy = path.with_name("before.evcase")
    with case.snapshot():
        shutil.copy(path, copy)
    uuid, connect = case.value("SELECT uuid FROM case_record"), connection.connect

    def fails(path: Path, key: Key, **options: bool) -> Connection:
        if key == new:
            raise StorageError("the disk failed", "Check it.")
        return connect(path, key, **options)

    with monkeypatch.context() as patched:
        patched.setattr("reviewer.casefile.engine.opening.connect", fails)
        with pytest.raises(NotReopenedError, match="could not be opened again: the disk failed") as told:
            passphrase_change.change_open(case, new, reviewer="Ada", keyring=keyring)
    assert case.closed
    assert told.value.advice.startswith("Open it with the new passphrase.")
    assert copy.name in told.value.advice
    assert (keyring.recall(key.salt), cases.remembered_key(path, keyring)) == (None, new)
    with opening.open_case(path, new, read_only=True) as again:
        assert settings.remembered_head(uuid) == audit.head(again)
