"""A case is closed whose file is another by now, or which another program opens meanwhile."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from reviewer.casefile.engine import opening
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.credential import Key
from reviewer.desktop.keyring import Keyring
from reviewer.errors import LockedError, StorageError
from reviewer.usecases import cases
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
