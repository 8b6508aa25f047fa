"""Check a bundle: that no file of it was changed, added or taken away since it was made, and who signed it.

    python3 verify_bundle.py [FOLDER] [--json]    (on Windows: py verify_bundle.py)

Needs Python 3.9 or later and nothing else. Without a folder it checks the one that it lies in. It ends with 0 when all
is as it was made, and with 5 otherwise. The program that makes bundles checks them by this same file.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import stat
import sys
from collections.abc import Callable, Collection
from pathlib import Path
from typing import IO, Protocol

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MANIFEST, TAGMANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"
SIGNED, SIGNATURE, KEY = "signed.txt", "signed.sig", "signed.pem"
REQUEST, ANSWER = "timestamp.tsq", "timestamp.tsr"
_UNLISTED = {TAGMANIFEST, SIGNED, SIGNATURE, KEY, REQUEST, ANSWER}
_MOST = dict.fromkeys(("bagit.txt", "bag-info.txt", SIGNED, SIGNATURE, KEY, REQUEST, ANSWER), 2**20)
_MOST[MANIFEST] = _MOST[TAGMANIFEST] = 2**28
"""Bytes of what is read whole, more than it can need: a bundle that comes from elsewhere may be made to fill memory."""
_LARGE = "is larger than such a file can be"
_LONGEST = 2**13
"""Bytes of a line of a manifest."""
_AT_ONCE = 2**16
"""Bytes that are read of a file before they are hashed; most files are smaller."""
_DEEPEST = 8
"""Folders within folders that are looked into; a bundle has three."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*)*")
_LINE = re.compile(rf"([0-9a-f]{{64}})  ({_NAME.pattern})\n")
_PEM = re.compile(rb"-----BEGIN PUBLIC KEY-----\n([A-Za-z0-9+/]{59}=)\n-----END PUBLIC KEY-----\n")
_ED25519 = bytes.fromhex("302a300506032b6570032100")
"""What stands before the 32 bytes of an Ed25519 key in a public key file, RFC 8410."""
_FOR_BUNDLES = b"Evidence Reviewer signature 1\nbundle\n"
"""What is signed under a bundle begins so; what the same key signed for another purpose is no signature of one."""
_SIGNED_WITH = re.compile(rb"^Signed-With: ([0-9A-F-]+)$", re.MULTILINE)
_TRAIL = re.compile(rb"^Audit-Trail-Head: ([0-9]+)(?: |\n  )([0-9a-f]{64})$", re.MULTILINE)
_ASKED = bytes.fromhex("30390201013031300d060960864801650304020105000420"), bytes.fromhex("0101ff")
"""What stands before and after the SHA-256 in a request for a time stamp without a nonce, RFC 3161, section 2.4.1."""
DAMAGED = 5


class BundlePlace(Protocol):
    """Where a bundle is: a folder, or an archive that is not taken apart for it."""

    def files(self) -> tuple[Collection[str], list[tuple[str, str]]]:
        """The names of all files, and what is there that cannot be in a bundle."""

    def size(self, name: str) -> int:
        """The bytes of a file."""

    def open(self, name: str) -> IO[bytes]:
        """A file, to be read."""

    def digest(self, name: str) -> str:
        """The SHA-256 of a file; empty where it cannot be read."""


def verify(
    bundle: Path | BundlePlace, step: Callable[[int, int, str], None] = lambda _done, _of, _name: None
) -> list[tuple[str, str]]:
    """What is wrong with a bundle, as names of files and words; nothing when all is as it was made.

    ``step`` hears of each file before it is read: how many were, of how many, and its name.
    """
    if isinstance(bundle, Path) and not bundle.is_dir():
        return [("", "there is no such folder")]
    place = Folder(bundle) if isinstance(bundle, Path) else bundle
    found, problems = _files(place)
    tags, told = _manifest(place, TAGMANIFEST, found)
    problems += told
    payload, told = _manifest(place, MANIFEST, found)
    problems += told
    problems += _compared(place, tags, payload, found, step)
    problems += _declared(place, payload, found)
    problems += _signature(place, found)[0]
    problems += _stamp(place, found)
    large = {name for name, problem in problems if problem == _LARGE}
    return sorted({each for each in problems if each[1] == _LARGE or each[0] not in large})


def signer(folder: Path) -> str:
    """The fingerprint of the key that signed a bundle; empty where none did, or where the signature does not hold."""
    place = Folder(folder)
    return _signature(place, _files(place)[0])[1]


# -- the files ----------------------------------------------------------------------------------------------------


class Folder:
    """A bundle that lies in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._paths: dict[str, str] = {}

    def files(self) -> tuple[Collection[str], list[tuple[str, str]]]:
        """The names of all files, and what is there that cannot be in a bundle."""
        folder, problems = self._folder, list[tuple[str, str]]()
        for root, folders, files in os.walk(folder, onerror=lambda error: problems.append(_unread(folder, error))):
            within = Path(root).relative_to(folder).as_posix()
            if not folders and not files and within != ".":
                problems.append((within, "is an empty folder, so it was added"))
            for name, is_file in sorted([(name, False) for name in folders] + [(name, True) for name in files]):
                path, told = f"{root}{os.sep}{name}", name if within == "." else f"{within}/{name}"
                kind = _kind(path)
                if stat.S_ISLNK(kind):
                    problems.append((told, "is a link to somewhere else"))
                elif is_file and stat.S_ISREG(kind):
                    self._paths[told] = path
                elif is_file:
                    problems.append((told, "is no file"))
                elif told.count("/") == _DEEPEST:
                    problems.append((told, "lies deeper than anything in a bundle, and was not looked into"))
                    folders.remove(name)
        return list(self._paths), problems

    def size(self, name: str) -> int:
        """The bytes of a file."""
        return os.stat(self._paths[name]).st_size  # noqa: PTH116 - a Path takes as long as most files take

    def open(self, name: str) -> IO[bytes]:
        """A file, to be read."""
        return open(self._paths[name], "rb")  # noqa: PTH123 - whoever asks for it closes it

    def digest(self, name: str) -> str:
        """The SHA-256 of a file; empty where the disk does not give it."""
        try:
            digest = hashlib.sha256()
            with open(self._paths[name], "rb", buffering=0) as file:  # noqa: PTH123 - as above
                while part := file.read(_AT_ONCE):
                    digest.update(part)
        except OSError:
            return ""
        return digest.hexdigest()


def _files(place: BundlePlace) -> tuple[set[str], list[tuple[str, str]]]:
    """All files that may be read, with what is there that cannot be in a bundle."""
    names, problems = place.files()
    found = set(names)
    for name in [name for name, most in _MOST.items() if name in found and place.size(name) > most]:
        problems.append((name, _LARGE))
        found.remove(name)  # it is not read
    if "fetch.txt" in found:
        problems.append(("fetch.txt", "would have files fetched from elsewhere"))
    return found, problems


def _read(place: BundlePlace, name: str) -> bytes:
    with place.open(name) as file:
        return file.read()


def _kind(path: str) -> int:
    """What lies there, as the system says it; 0 for nothing."""
    try:
        return os.lstat(path).st_mode
    except OSError:
        return 0


def _unread(folder: Path, error: OSError) -> tuple[str, str]:
    return Path(str(error.filename)).relative_to(folder).as_posix(), "cannot be looked into"


def _manifest(place: BundlePlace, name: str, found: set[str]) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """The hashes of a manifest by name, and what is wrong with it."""
    if name not in found:
        return {}, [(name, "is missing")]
    listed, problems = {}, []
    with place.open(name) as file:
        for number, line in enumerate(iter(lambda: file.readline(_LONGEST), b""), 1):
            match = _LINE.fullmatch(line.decode("utf-8", "replace"))
            if match is None or match[2] in listed:
                problems.append((name, f"line {number} is not as it was written"))
            else:
                listed[match[2]] = match[1]
            if len(line) == _LONGEST:  # what follows would be taken for lines of their own
                break
    return listed, problems


def _compared(
    place: BundlePlace,
    tags: dict[str, str],
    payload: dict[str, str],
    found: set[str],
    step: Callable[[int, int, str], None],
) -> list[tuple[str, str]]:
    """Files that were changed, that are missing, and that no manifest lists."""
    problems, listed = [], {**tags, **payload}
    for done, (name, written) in enumerate(listed.items()):
        step(done, len(listed), name)
        if name not in found:
            problems.append((name, "is missing"))
        elif (digest := place.digest(name)) != written:
            problems.append((name, "was changed" if digest else "cannot be read"))
    for name in found:
        within = name.startswith("data/")
        if name not in (payload if within else tags) and name not in _UNLISTED:
            problems.append((name, "is in no manifest, so it was added"))
    problems += [
        (name, "is listed as a file about the bundle, and is none") for name in tags if name.startswith("data/")
    ]
    problems += [(name, "is listed as content, and is none") for name in payload if not name.startswith("data/")]
    return problems


def _declared(place: BundlePlace, payload: dict[str, str], found: set[str]) -> list[tuple[str, str]]:
    """What the bundle says of itself, where that does not fit."""
    problems = []
    if "bagit.txt" not in found:
        problems.append(("bagit.txt", "is missing"))
    elif _read(place, "bagit.txt") != DECLARATION:
        problems.append(("bagit.txt", "is not as it was written"))
    if "bag-info.txt" not in found:
        return [*problems, ("bag-info.txt", "is missing")]
    size = sum(place.size(name) for name in payload if name in found)
    line = f"Payload-Oxum: {size}.{len(payload)}\n".encode()
    if line not in _read(place, "bag-info.txt"):
        problems.append(("bag-info.txt", "gives another number or size of files than there are"))
    return problems


# -- the time stamp -----------------------------------------------------------------------------------------------


def _stamp(place: BundlePlace, found: set[str]) -> list[tuple[str, str]]:
    """What is wrong with the request for a time stamp, and with the answer as far as nothing but its words tell it."""
    if TAGMANIFEST not in found:
        return []
    digest, problems = bytes.fromhex(place.digest(TAGMANIFEST)), []
    if REQUEST in found and _read(place, REQUEST) != digest.join(_ASKED):
        problems.append((REQUEST, "is not the request for a time stamp of this bundle"))
    asked = "bag-info.txt" in found and b"\nTimestamp-Request: " in _read(place, "bag-info.txt")
    if REQUEST not in found and asked:
        problems.append((REQUEST, "is missing: the bundle was made with one"))
    if ANSWER in found and digest not in _read(place, ANSWER):
        problems.append((ANSWER, "is a time stamp of something else"))
    return problems


# -- the signature ------------------------------------------------------------------------------------------------


def _signature(place: BundlePlace, found: set[str]) -> tuple[list[tuple[str, str]], str]:
    """What is wrong with the signature, and the fingerprint of the key where it holds."""
    parts = [name for name in (SIGNED, SIGNATURE, KEY) if name in found]
    if not parts:
        signed = "bag-info.txt" in found and b"\nSigned-With: " in _read(place, "bag-info.txt")
        return ([(SIGNED, "is missing: the bundle says that it was signed")] if signed else []), ""
    if len(parts) < 3:
        missing = next(name for name in (SIGNED, SIGNATURE, KEY) if name not in found)
        return [(missing, "is missing, so the signature cannot be checked")], ""
    message, signature, key = (_read(place, name) for name in (SIGNED, SIGNATURE, KEY))
    public = _public(key)
    if public is None:
        return [(KEY, "is no key of the kind that signs bundles")], ""
    if not holds(public, signature, message):
        return [
            (SIGNATURE, "does not fit what was signed: one of signed.txt, signed.sig and signed.pem was changed")
        ], ""
    problem = _signed(place, found, message, fingerprint(public))
    return ([problem], "") if problem else ([], fingerprint(public))


def _signed(place: BundlePlace, found: set[str], message: bytes, key: str) -> tuple[str, str] | None:
    """What is wrong with what was signed, by a key that fits the signature; None when it is this bundle."""
    if not message.startswith(_FOR_BUNDLES):
        return SIGNED, "was signed for something else than a bundle"
    try:
        said = json.loads(message.decode("utf-8").split("\n", 2)[2])
        manifest, trail = said["tagmanifest"], " ".join(map(str, said["trail"]))
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        manifest = trail = ""
    if TAGMANIFEST not in found or manifest != place.digest(TAGMANIFEST):
        return TAGMANIFEST, "is not the one that was signed"
    info = _read(place, "bag-info.txt") if "bag-info.txt" in found else b""
    if _SIGNED_WITH.findall(info) != [key.encode()]:
        return KEY, "is not the key that the bundle says it was signed with"
    if [b" ".join(each).decode("ascii") for each in _TRAIL.findall(info)] != [trail]:
        return SIGNED, "was signed for another audit trail than the one that the bundle names"
    return None


def _public(key: bytes) -> bytes | None:
    """The 32 bytes of an Ed25519 key in a PEM file."""
    match = _PEM.fullmatch(key)
    found = base64.b64decode(match[1]) if match else b""
    return found[len(_ED25519) :] if found.startswith(_ED25519) and len(found) == 44 else None


def fingerprint(public: bytes) -> str:
    """What one compares with the fingerprint that the signer gave on paper."""
    digits = hashlib.sha256(public).hexdigest().upper()
    return "-".join(digits[at : at + 4] for at in range(0, 32, 4))


# Ed25519 after RFC 8032, section 6, for checking alone: nothing here is secret, so nothing has to take the same time.
_P = 2**255 - 19
_Q = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, _P - 2, _P) % _P
_ROOT = pow(2, (_P - 1) // 4, _P)


def holds(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether an Ed25519 signature of a message is that of a public key."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, commitment = _point(public), _point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or commitment is None or scalar >= _Q:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % _Q
    return _same(_times(scalar, _BASE), _plus(commitment, _times(challenge, key)))


def _point(data: bytes) -> tuple[int, int, int, int] | None:
    y = int.from_bytes(data, "little")
    odd, y = y >> 255, y & ((1 << 255) - 1)
    if y >= _P:
        return None
    square = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _ROOT % _P
    if (x * x - square) % _P or (x == 0 and odd):
        return None
    x = _P - x if x & 1 != odd else x
    return x, y, 1, x * y % _P


_BASE = _point((4 * pow(5, _P - 2, _P) % _P).to_bytes(32, "little")) or (0, 1, 1, 0)


def _plus(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    a, b = (one[1] - one[0]) * (other[1] - other[0]) % _P, (one[1] + one[0]) * (other[1] + other[0]) % _P
    c, d = 2 * one[3] * other[3] * _D % _P, 2 * one[2] * other[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _times(scalar: int, point: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    made = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            made = _plus(made, point)
        point, scalar = _plus(point, point), scalar >> 1
    return made


def _same(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    return (one[0] * other[2] - other[0] * one[2]) % _P == 0 and (one[1] * other[2] - other[1] * one[2]) % _P == 0


# -- by itself ----------------------------------------------------------------------------------------------------


def main(words: list[str]) -> int:
    """Check the bundle that was named, or the one that this file lies in, and say what was found."""
    as_json = "--json" in words
    names = [word for word in words if word != "--json"]
    folder = Path(names[0]) if names else Path(__file__).resolve().parent
    problems, key = verify(folder), signer(folder)
    if as_json:
        told = [{"file": name, "problem": problem} for name, problem in problems]
        sys.stdout.write(json.dumps({"ok": not problems, "problems": told, "signed": key}) + "\n")
    else:
        for name, problem in problems:
            sys.stdout.write(f"{shown(name)}: {problem}\n")
        if not problems:
            sys.stdout.write("Every file is as it was when the bundle was made.\n")
            sys.stdout.write(f"Signed with the key {key}.\n" if key else "It is not signed.\n")
    return DAMAGED if problems else 0


def shown(name: str) -> str:
    """A name as it can be printed anywhere: a name that was made to look like a line of this answer does not."""
    return "".join(char if char.isascii() and char.isprintable() else ascii(char)[1:-1] for char in name)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
