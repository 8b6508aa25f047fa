"""Cases since format 11 as they are kept: their pages without encryption, each case packed by the one before it.

``python -P -m tests.casefile.formats.kept_case FOLDER FORMAT`` packs ``format_<n>.evcase``, left there by ``make.py``,
into ``format_<n>.pages.zst``. Nothing of a page gets lost but its IV: unpacked, it is encrypted with another one, by
the same key and salt. An encrypted page cannot be packed.
"""

from __future__ import annotations

import hmac
import json
import struct
import sys
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import zstandard
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from reviewer.casefile.engine.credential import SALT_BYTES, Key
from reviewer.casefile.engine.page_one import IV_BYTES, PAGE, RESERVE, page_mac_key

HERE = Path(__file__).parent
FIRST = 11
"""The first format whose case is kept so."""
_HELD = PAGE - RESERVE
_LEVEL = 19
_LARGEST = 2**26


def decrypted(case: bytes, key: bytes) -> bytes:
    """What the pages of a case file hold; in place of SQLite's name at the start stands the salt."""
    made = []
    for at in range(0, len(case), PAGE):
        page, start = case[at : at + PAGE], 0 if at else SALT_BYTES
        cipher = Cipher(algorithms.AES(key), modes.CBC(page[_HELD : _HELD + IV_BYTES])).decryptor()
        made += [page[:start], cipher.update(page[start:_HELD])]
    return b"".join(made)


def encrypted(pages: bytes, key: bytes) -> bytes:
    """The case file whose pages hold that, as SQLCipher 4 lays it out (see ``page_one``)."""
    mac_key = page_mac_key(Key(key, pages[:SALT_BYTES]))
    made = []
    for at in range(0, len(pages), _HELD):
        number, start = at // _HELD + 1, 0 if at else SALT_BYTES
        page, iv = pages[at : at + _HELD], sha256(struct.pack("<I", at)).digest()[:IV_BYTES]
        signed = Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor().update(page[start:]) + iv
        made += [page[:start], signed, hmac.digest(mac_key, signed + struct.pack("<I", number), "sha512")]
    return b"".join(made)


def packed(pages: bytes, before: bytes) -> bytes:
    """Pages of a case, packed by those of the case before it."""
    parameters = zstandard.ZstdCompressionParameters.from_level(_LEVEL, window_log=23, enable_ldm=True)
    dictionary = zstandard.ZstdCompressionDict(before, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    return zstandard.ZstdCompressor(compression_params=parameters, dict_data=dictionary).compress(pages)


@lru_cache(maxsize=2)
def pages_of(number: int, folder: Path = HERE) -> bytes:
    """What the pages of the case of a format hold."""
    if number < FIRST:
        return b""
    dictionary = zstandard.ZstdCompressionDict(pages_of(number - 1, folder), dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    data = (folder / f"format_{number}.pages.zst").read_bytes()
    return zstandard.ZstdDecompressor(dict_data=dictionary).decompress(data, max_output_size=_LARGEST)


def key_of(number: int, folder: Path = HERE) -> bytes:
    """The raw key of the case of a format."""
    return bytes.fromhex(json.loads((folder / f"format_{number}.json").read_text(encoding="utf-8"))["key"])


def case_file(number: int) -> bytes:
    """The case of a format, as its program left it."""
    if number < FIRST:
        return (HERE / f"format_{number}.evcase").read_bytes()
    return encrypted(pages_of(number), key_of(number))


if __name__ == "__main__":
    where, now = Path(sys.argv[1]), int(sys.argv[2])
    held = decrypted((where / f"format_{now}.evcase").read_bytes(), key_of(now, where))
    (where / f"format_{now}.pages.zst").write_bytes(packed(held, pages_of(now - 1, where)))
