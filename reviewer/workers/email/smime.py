"""Messages that were signed or encrypted (RFC 8551, RFC 3156): called so, and shown where their words are in the clear.

A message may be signed in such a way that its text and its attachments lie inside the signature, where only a program
that takes it apart finds them. Such a message is read as if it had been sent with the signature beside it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from reviewer.workers.email.body import name_of
from reviewer.workers.email.cms import Wrap, Wrapped, unwrap
from reviewer.workers.email.header import split_headers
from reviewer.workers.email.parameters import parse_value
from reviewer.workers.email.structure import Part, Structure, take_apart
from reviewer.workers.email.transfer import undo

_WRAPPING = ("application/pkcs7-mime", "application/x-pkcs7-mime")
_SIGNATURES = ("application/pkcs7-signature", "application/x-pkcs7-signature")
_LARGEST = 128 * 2**20  # bytes of a signed part that is taken apart
_DEEPEST = 5  # a message may be signed, encrypted and signed again (RFC 2634)
NO_KEY = "it is encrypted ({}), and there is no way yet to give a key"
"""Why something encrypted is not read; to be filled in is how."""
_UNCHECKED = "the signature was not checked"


@dataclass(slots=True)
class Protection:
    """How a message was protected, as phrases for people; ``sealed`` says why its text cannot be read, if it cannot."""

    phrases: list[str] = field(default_factory=list)
    sealed: str = ""

    def signed(self, how: str, signers: tuple[str, ...] = ()) -> None:
        """Remember a signature, and the names of those who say that it is theirs."""
        by = f" in the name of {', '.join(signers)}" if signers else ""
        self.phrases.append(f"signed ({how}){by}; {_UNCHECKED}")

    def encrypted(self, how: str) -> None:
        """Remember that what follows can be read by those only who have a key."""
        self.phrases.append(f"encrypted ({how}); its text cannot be read without the key")
        self.sealed = NO_KEY.format(how)

    def __str__(self) -> str:
        return "; ".join(dict.fromkeys(self.phrases))


@dataclass(slots=True)
class Opened:
    """A message with what its signatures hold in their place; ``structure`` refers to ``data``."""

    data: bytes
    structure: Structure
    protection: Protection
    rewritten: bool = False


def open_signed(data: bytes, start: int, end: int) -> Opened:
    """Take a message apart, and in place of a signature that holds it, what it holds."""
    opened = Opened(data, take_apart(data, start, end), Protection())
    for _ in range(_DEEPEST):
        part = _speaking(opened)[-1]
        if not _is_wrapping(part):
            break
        wrapped = _unwrapped(opened.data, part)
        if wrapped is None:
            _tell_why_not(opened, part)
            break
        _tell(opened.protection, wrapped)
        if wrapped.content is None:
            break
        _put_in_place(opened, part, wrapped.content)
    for part in _speaking(opened):
        _tell_of(opened, part)
    return opened


def signed_message(data: bytes) -> bytes | None:
    """The file of a signed message as a mail of its own, or None when it is none: its content has no header."""
    wrapped = unwrap(data)
    if wrapped is None or wrapped.content is None:
        return None
    headers, _ = split_headers(wrapped.content, 0, len(wrapped.content))
    if headers.junk or not headers.first("content-type"):
        return None
    return b"Content-Type: application/pkcs7-mime\nContent-Transfer-Encoding: binary\n\n" + data


def _speaking(opened: Opened) -> list[Part]:
    """From the message down to the part that says something first; empty text before it is passed over."""
    path = [opened.structure.root]
    while path[-1].is_multipart:
        parts = path[-1].parts
        path.append(next((part for part in parts if not _is_blank(opened.data, part)), parts[-1]))
    return path


def _is_blank(data: bytes, part: Part) -> bool:
    return part.media_type == "text/plain" and not part.is_multipart and not data[part.body : part.end].strip()


def _is_wrapping(part: Part) -> bool:
    if part.media_type == "application/octet-stream":
        return name_of(part).lower().endswith(".p7m")  # RFC 8551, 3.9
    return part.media_type in _WRAPPING


def _unwrapped(data: bytes, part: Part) -> Wrapped | None:
    if part.end - part.body > _LARGEST:
        return None
    encoding = parse_value(part.headers.first("content-transfer-encoding"))[0]
    return unwrap(undo(data[part.body : part.end], encoding).data)


def _tell_why_not(opened: Opened, part: Part) -> None:
    size = part.end - part.body
    why = f"is larger than {_LARGEST >> 20} MiB" if size > _LARGEST else "is damaged"
    if not opened.data[part.body : part.end].strip():
        why = "is empty"
    opened.protection.phrases.append("signed or encrypted (S/MIME)")
    opened.protection.sealed = f"the part that holds its text, signed or encrypted (S/MIME), {why}"


def _tell(protection: Protection, wrapped: Wrapped) -> None:
    if wrapped.wrap is Wrap.SIGNED:
        protection.signed("S/MIME", wrapped.signers)
    elif wrapped.wrap is Wrap.UNSIGNED:
        protection.phrases.append("not signed, though in the form of a signed message (S/MIME)")
    elif wrapped.wrap is Wrap.ENCRYPTED:
        protection.encrypted("S/MIME")
    elif wrapped.wrap is Wrap.OTHER:
        protection.sealed = "its text is in a part that is wrapped (S/MIME) in a way that is not read"


def _tell_of(opened: Opened, part: Part) -> None:
    """A signature beside what it signs, and what PGP encrypted."""
    if part.media_type == "multipart/encrypted":
        is_pgp = "pgp" in part.parameters.get("protocol", "").lower()
        opened.protection.encrypted("PGP" if is_pgp else "by a method not known here")
    elif part.media_type == "multipart/signed" and part.is_multipart:
        beside = part.parts[-1]
        if beside.media_type in _SIGNATURES:
            wrapped = _unwrapped(opened.data, beside)
            opened.protection.signed("S/MIME", wrapped.signers if wrapped else ())
        else:
            opened.protection.signed("PGP" if "pgp" in beside.media_type else "by a method not known here")


def _put_in_place(opened: Opened, part: Part, content: bytes) -> None:
    """Write the message anew: where the part stood is a multipart, and in it the content with its own header."""
    boundary = b"=_" + hashlib.sha256(content).hexdigest()[:40].encode()
    kind = b'Content-Type: multipart/mixed; boundary="' + boundary + b'"\n'
    body = b"--" + boundary + b"\n" + content + b"\n--" + boundary + b"--\n"
    root, data = opened.structure.root, opened.data
    if part is root:  # the rest of its header stays; of two fields of a name the first counts
        made = kind + data[root.start : root.body].rstrip(b"\r\n") + b"\n\n" + body
    else:
        made = data[root.start : part.start] + kind + b"\n" + body + data[part.end : root.end]
    opened.data, opened.structure, opened.rewritten = made, take_apart(made), True
