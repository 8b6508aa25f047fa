"""A case's key as lines that people can copy by hand, each with a check character.

The raw key (32 bytes) and its salt (16) stand between a format byte and the first byte of their SHA-256: 50 bytes, five
lines of ten. A line is its number, four groups of four characters of Crockford's base 32 (no I, L, O or U; those typed
for 1, 1, 0 and V are understood), and a check character: the hybrid system of ISO/IEC 7064 with modulus 32 (MOD 33,32),
taken over the number and the sixteen characters. It finds every single wrong character, nearly every swap of two
neighbours, and lines in the wrong order.
"""

from __future__ import annotations

import hashlib
import re

from reviewer.casefile.engine.credential import KEY_BYTES, SALT_BYTES, Key
from reviewer.errors import CredentialError

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32, https://www.crockford.com/base32.html."""
LINES = 5
_FORMAT = 1
_LINE_BYTES = 10
_LINE_CHARACTERS = 16
_MISREAD = str.maketrans("ILOU", "110V")
_AGAIN = "Compare it with the sheet, character by character."


def lines(key: Key) -> list[str]:
    """The key as five lines, ``1  XXXX XXXX XXXX XXXX  C``."""
    secret = bytes([_FORMAT]) + key.raw + key.salt
    secret += hashlib.sha256(secret).digest()[:1]
    made = []
    for number in range(1, LINES + 1):
        text = _encode(secret[(number - 1) * _LINE_BYTES : number * _LINE_BYTES])
        groups = " ".join(text[at : at + 4] for at in range(0, _LINE_CHARACTERS, 4))
        made.append(f"{number}  {groups}  {check_character(str(number) + text)}")
    return made


def read(text: str) -> Key:
    """The key that lines stand for, in any case and spacing; CredentialError names the line that cannot be right."""
    found = [re.sub(r"[\s-]", "", line).upper().translate(_MISREAD) for line in text.splitlines() if line.strip()]
    if len(found) != LINES:
        raise CredentialError(f"a recovery key has {LINES} lines, this one {len(found)}", _AGAIN)
    secret = b"".join(_decode(number, line) for number, line in enumerate(found, start=1))
    if secret[0] != _FORMAT or hashlib.sha256(secret[:-1]).digest()[:1] != secret[-1:]:
        raise CredentialError("the lines of this recovery key do not belong together", _AGAIN)
    return Key(secret[1 : 1 + KEY_BYTES], secret[1 + KEY_BYTES : 1 + KEY_BYTES + SALT_BYTES])


def check_character(text: str) -> str:
    """The check character of ISO/IEC 7064's hybrid system with modulus 32."""
    size = len(ALPHABET)
    product = size
    for character in text:
        product = (product + ALPHABET.index(character)) % size or size
        product = product * 2 % (size + 1)
    return ALPHABET[(size + 1 - product) % size]


def _encode(data: bytes) -> str:
    number = int.from_bytes(data)
    return "".join(ALPHABET[number >> shift & 31] for shift in range(5 * (_LINE_CHARACTERS - 1), -1, -5))


def _decode(number: int, line: str) -> bytes:
    if len(line) != _LINE_CHARACTERS + 2 or any(character not in ALPHABET for character in line):
        raise CredentialError(f"line {number} of the recovery key is not of the form on the sheet", _AGAIN)
    if line[0] != str(number):
        raise CredentialError(f"line {number} of the recovery key begins with {line[0]}", "Type the lines in order.")
    if check_character(line[:-1]) != line[-1]:
        raise CredentialError(f"line {number} of the recovery key has a wrong character", _AGAIN)
    value = 0
    for character in line[1:-1]:
        value = value << 5 | ALPHABET.index(character)
    return value.to_bytes(_LINE_BYTES)
