"""From a passphrase to a key."""

from __future__ import annotations

import subprocess
import sys
import unicodedata

import pytest

from reviewer.casefile.engine.credential import Key, check_new_passphrase, derive, new_salt
from reviewer.errors import CredentialError, DamagedError
from tests.passphrases import SALT as CHEAP

SALT = bytes([1]) + bytes(range(15))


DERIVE = """
import sys
from reviewer.casefile.engine.credential import derive, new_salt
print(derive(sys.argv[2], bytes.fromhex(sys.argv[1])).raw.hex(), new_salt()[0])
"""
ARGON2 = """
import sys
from argon2.low_level import Type, hash_secret_raw
salt, secret = bytes.fromhex(sys.argv[1]), sys.argv[2].encode()
print(hash_secret_raw(secret, salt, time_cost=3, memory_cost=2**18, parallelism=4, hash_len=32, type=Type.ID).hex())
"""


def printed(script: str, passphrase: str) -> list[str]:
    """What a process of its own prints: each key takes 256 MiB, which the process of the tests would keep."""
    command = [sys.executable, "-X", "utf8", "-c", script, SALT.hex(), passphrase]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    return done.stdout.split()


def test_a_key_is_argon2id_of_the_passphrase_and_the_salt() -> None:
    (wanted,) = printed(ARGON2, "correct horse")
    assert printed(DERIVE, "correct horse") == [wanted, "1"], "and new cases are of that profile"


def test_however_the_keyboard_composes_an_accent_the_key_is_the_same() -> None:
    composed = "caf\u00e9 cr\u00e8me"
    apart = unicodedata.normalize("NFD", composed)
    assert apart != composed
    assert derive(composed, CHEAP) == derive(apart, CHEAP)


def test_a_salt_of_an_unknown_profile_is_refused() -> None:
    with pytest.raises(DamagedError):
        derive("correct horse", b"\x00" * 16)


def test_a_key_shows_itself_to_nobody() -> None:
    key = Key(b"\xaa" * 32, SALT)
    shown = repr(key) + str(key)  # the address of an object is in it, which may hold any two digits
    assert "aa" * 4 not in shown
    assert SALT.hex() not in shown
    assert key.literal() == f"x'{'aa' * 32}{SALT.hex()}'"


@pytest.mark.parametrize(("raw", "salt"), [(31, 16), (32, 15), (33, 16), (0, 0)])
def test_a_key_of_a_wrong_length_never_reaches_the_cipher(raw: int, salt: int) -> None:
    """With fewer than 96 digits SQLCipher would silently take the literal for a passphrase."""
    with pytest.raises(ValueError, match="32 bytes"):
        Key(bytes(raw), bytes(salt)).literal()


@pytest.mark.parametrize("passphrase", ["", "   ", "seven77"])
def test_an_empty_or_very_short_passphrase_is_refused(passphrase: str) -> None:
    with pytest.raises(CredentialError) as told:
        check_new_passphrase(passphrase)
    assert "words" in told.value.advice


def test_new_salts_are_new() -> None:
    assert len({new_salt() for _ in range(64)}) == 64
