"""Keys are remembered only where they are kept encrypted; without a keyring everything still works."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

from reviewer.desktop import keyring as module
from reviewer.desktop.keyring import Keyring, KeyringError

SALT, RAW = bytes(range(16)), bytes(range(32))


class Memory(KeyringBackend):
    """A keyring that keeps values for as long as it lives."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.kept:
            raise PasswordDeleteError
        del self.kept[service, username]


class Locked(Memory):
    """A keyring that its owner has not unlocked."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked(f"{service}: the collection is locked ({username})")

    def set_password(self, service: str, username: str, password: str) -> None:  # noqa: ARG002
        raise KeyringLocked(f"{service}: the collection is locked ({username})")


class Forgetful(Memory):
    """A keyring that says yes and keeps nothing, as the null back end does."""

    def set_password(self, service: str, username: str, password: str) -> None:
        pass


def test_a_key_is_kept_under_the_salt_until_forgotten() -> None:
    backend = Memory()
    keyring = Keyring(backend)
    assert keyring.recall(SALT) is None
    keyring.remember(SALT, RAW)
    assert backend.kept == {("reviewer", SALT.hex()): RAW.hex()}
    assert keyring.recall(SALT) == RAW
    assert keyring.forget(SALT)
    assert not keyring.forget(SALT)
    assert backend.kept == {}


def test_a_keyring_that_keeps_nothing_is_found_out() -> None:
    with pytest.raises(KeyringError, match="did not keep"):
        Keyring(Forgetful()).remember(SALT, RAW)


def test_a_locked_keyring_says_so_when_asked_to_remember_and_is_passed_over_otherwise() -> None:
    keyring = Keyring(Locked())
    with pytest.raises(KeyringError, match="locked") as told:
        keyring.remember(SALT, RAW)
    assert "passphrase" in told.value.advice
    assert keyring.recall(SALT) is None
    assert not keyring.forget(SALT)


def test_a_value_that_is_no_key_counts_as_none() -> None:
    backend = Memory()
    for value in ("", "zz", "00" * 31, "ü"):
        backend.kept["reviewer", SALT.hex()] = value
        assert Keyring(backend).recall(SALT) is None


def test_only_back_ends_that_encrypt_are_ever_made() -> None:
    modules = {name for backends in module._ALLOWED.values() for name, _ in backends}
    assert modules == {
        "keyring.backends.Windows",
        "keyring.backends.macOS",
        "keyring.backends.SecretService",
        "keyring.backends.kwallet",
    }


def test_a_keyring_configured_by_file_or_environment_loads_no_code(tmp_path: Path) -> None:
    """`keyringrc.cfg` may name any module on any path; here one that would leave a trace."""
    (tmp_path / "evil.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\nclass Keyring: priority = 99\n")
    for folder in (tmp_path / "python_keyring", tmp_path / ".config" / "python_keyring"):
        folder.mkdir(parents=True)
        (folder / "keyringrc.cfg").write_text(
            f"[backend]\ndefault-keyring=evil.Keyring\nkeyring-path={tmp_path}\n", encoding="utf-8"
        )
    script = """
from reviewer.desktop.keyring import Keyring, KeyringError
try:
    Keyring().remember(bytes(16), bytes(32))
except KeyringError as error:
    print(error, error.exit_code)
"""
    environment = {
        **os.environ,
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path),
        "PYTHON_KEYRING_BACKEND": "evil.Keyring",
        "PYTHONPATH": str(tmp_path),
        "DBUS_SESSION_BUS_ADDRESS": f"unix:path={tmp_path}/nobody",
    }
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    if sys.platform == "linux":
        assert done.stdout == "this laptop has no keyring that keeps keys encrypted 3\n"
    assert not (tmp_path / "ran").exists()
