"""The operating system's keyring: a convenience copy of a case's key on this laptop, never the only one.

Only back ends that are known to encrypt are used, chosen by platform and made directly. The keyring package's own
search is never run: ``keyringrc.cfg`` and its environment variables may name any code, and plug-ins such as
``keyrings.alt`` write plain text without a word.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Protocol

from reviewer.errors import KnownError

SERVICE = "reviewer"
"""The service under which keys are kept; the user is the salt of the case file in hex, the value its raw key in hex."""

_ALLOWED = {
    "win32": (("keyring.backends.Windows", "WinVaultKeyring"),),
    "darwin": (("keyring.backends.macOS", "Keyring"),),
    "linux": (("keyring.backends.SecretService", "Keyring"), ("keyring.backends.kwallet", "DBusKeyring")),
}
_NAMES = {
    "WinVaultKeyring": "Windows Credential Manager",
    "Keyring": "macOS Keychain" if sys.platform == "darwin" else "Secret Service",
    "DBusKeyring": "KWallet",
}


class KeyringError(KnownError):
    """The keyring of this laptop cannot be used."""

    exit_code = 3


class Backend(Protocol):
    """What we need of a keyring."""

    def get_password(self, service: str, username: str) -> str | None:
        """The value kept, or None."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a value."""

    def delete_password(self, service: str, username: str) -> None:
        """Forget a value."""


class Keyring:
    """The keys remembered on this laptop. Without a usable back end it remembers nothing and says why."""

    def __init__(self, backend: Backend | None = None) -> None:
        self._backend = _choose() if backend is None else backend

    @property
    def name(self) -> str:
        """What keeps the keys, in words; empty where nothing can."""
        if self._backend is None:
            return ""
        return _NAMES.get(type(self._backend).__name__, type(self._backend).__name__)

    def recall(self, salt: bytes) -> bytes | None:
        """The raw key remembered for a case, or None; a keyring that fails counts as one that has nothing."""
        if self._backend is None:
            return None
        try:
            with _in_words():
                kept = self._backend.get_password(SERVICE, salt.hex())
        except KeyringError:
            return None
        try:
            raw = bytes.fromhex(kept or "")
        except ValueError:
            return None
        return raw if len(raw) == 32 else None

    def remember(self, salt: bytes, raw: bytes) -> None:
        """Keep the raw key of a case; KeyringError where that cannot be done safely."""
        if self._backend is None:
            raise KeyringError(
                "this laptop has no keyring that keeps keys encrypted",
                "Windows Credential Manager, the macOS Keychain, the Secret Service (GNOME) and KWallet are used, "
                "others are not. The case opens by its passphrase as before.",
            )
        with _in_words():
            self._backend.set_password(SERVICE, salt.hex(), raw.hex())
        if self.recall(salt) != raw:
            raise KeyringError(
                f"{self.name} did not keep the key", "Unlock it and try again; the passphrase opens the case as before."
            )

    def forget(self, salt: bytes) -> bool:
        """Remove the key of a case; whether there was one."""
        if self._backend is None or self.recall(salt) is None:
            return False
        with _in_words():
            self._backend.delete_password(SERVICE, salt.hex())
        return True


def _choose() -> Backend | None:
    for module, name in _ALLOWED.get(sys.platform, _ALLOWED["linux"]):
        try:
            kind = getattr(import_module(module), name)
            # Reading the priority is how the package asks a back end whether it works here.
            if kind.priority > 0:
                backend: Backend = kind()
                return backend
        except (ImportError, RuntimeError, OSError, AttributeError):
            continue
    return None


@contextmanager
def _in_words() -> Iterator[None]:
    from keyring.errors import KeyringError as Refused  # noqa: PLC0415 - loaded only when a keyring is used

    failures: tuple[type[Exception], ...] = (Refused, OSError, RuntimeError)
    storage = sys.modules.get("secretstorage.exceptions")
    if storage is not None:
        failures = (*failures, storage.SecretStorageException)
    try:
        yield
    except failures as error:
        raise KeyringError(
            f"the keyring refused: {error}", "Unlock it and try again; the passphrase opens the case as before."
        ) from error
