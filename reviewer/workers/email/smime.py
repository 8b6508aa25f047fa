"""Messages that were signed or encrypted (RFC 8551, RFC 3156): called so, and shown where their words are in the clear.

A message may be signed in such a way that its text and its attachments lie inside the signature, where only a program
that takes it apart finds them. Such a message is read as if it had been sent with the signature beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from reviewer.domain.evidence.reading import Kind
from reviewer.domain.reasons.reason import Reason, Reasons
from reviewer.workers.email.body import name_of
from reviewer.workers.email.cms import Wrap, Wrapped, unwrap, wrap_of
from reviewer.workers.email.header import Headers, header_text, split_headers
from reviewer.workers.email.parameters import parse_value
from reviewer.workers.email.structure import Part, Structure, take_apart
from reviewer.workers.email.transfer import Content, undo
from reviewer.workers.formats import kind_of

LARGEST = 128 * 2**20
"""Bytes of a signed part, as it was sent, that is taken apart."""

_WRAPPING = ("application/pkcs7-mime", "application/x-pkcs7-mime")
_SIGNATURES = ("application/pkcs7-signature", "application/x-pkcs7-signature")
_STRAIGHT = ("multipart/mixed", "multipart/signed")  # whose parts all say something, one after the other
_LARGEST_SIGNATURE = 4 * 2**20  # bytes of a signature beside what it signs
_SHORT = 4_096  # bytes of an empty part
_DEEPEST = 5  # a message may be signed, encrypted and signed again (RFC 2634)
_UNKNOWN = "by a method not known here"
_TOLD = ("from", "sender", "to", "cc", "bcc", "date", "subject", "reply-to")
_MARKUP = re.compile(rb"<[^>]{0,2000}>|&nbsp;|\s")
_ARMOUR = re.compile(r"^-----BEGIN PGP (SIGNED )?MESSAGE-----[ \t]*$", re.MULTILINE)


@dataclass(slots=True)
class Protection:
    """How a message was protected.

    ``sealed`` says why its text cannot be read, if it cannot; ``damage`` why what was signed may not be what is shown.
    """

    phrases: list[Reason] = field(default_factory=list)
    sealed: Reason | None = None
    damage: list[Reason] = field(default_factory=list)

    def signed(self, how: str, signers: tuple[str, ...] = (), *, whole: bool = True) -> None:
        """Remember a signature, and the names of those who say that it is theirs; ``whole`` if over all of it."""
        if signers:
            # Each in marks that none of them has: nobody can put words of ours into their certificate.
            names = ", ".join(f"“{name}”" for name in signers)
            code = "email.signed_by" if whole else "email.signed_in_part_by"
            self.phrases.append(Reason(code, how=how, names=names))
        else:
            self.phrases.append(Reason("email.signed" if whole else "email.signed_in_part", how=how))

    def encrypted(self, how: str) -> None:
        """Remember that what follows can be read by those only who have a key."""
        self.phrases.append(Reason("email.said_encrypted", how=how))
        self.sealed = encrypted(how)

    @property
    def told(self) -> Reasons:
        """All that is told of it, each once."""
        return tuple(dict.fromkeys(self.phrases))


def encrypted(how: str) -> Reason:
    """Why something encrypted is not read."""
    return Reason("email.encrypted", how=how)


def behind(wrapped: Wrapped) -> Reasons:
    """What is told of bytes that belong to nothing."""
    return (Reason("email.behind_signature", count=wrapped.behind),) if wrapped.behind else ()


def open_signed(structure: Structure) -> Protection:
    """Hang into a message, in place of a signature that holds it, what it holds; how the message was protected."""
    told = Protection()
    for _ in range(_DEEPEST):
        if not _open_one(structure, told):
            break
    else:
        if _is_wrapping(_speaking(structure)[-1]):
            told.sealed = Reason("email.signatures_deep", limit=_DEEPEST)
    path = _speaking(structure)
    for depth, part in enumerate(path):
        _tell_of(told, part, whole=_is_whole(path[: depth + 1]))
    if not told.sealed and any(_is_wrapping(part) and _is_sealed(part) for part in _leaves(structure.root)):
        told.phrases.append(Reason("email.part_encrypted"))
    return told


def tell_of_armour(protection: Protection, text: str) -> None:
    """Remember PGP within the text itself, as it was before MIME had a place for it."""
    found = _ARMOUR.search(text) if "-----BEGIN PGP " in text else None
    if found is None:
        return
    alone = not text[: found.start()].strip()
    if found[1]:
        protection.signed("PGP", whole=alone)
    elif alone:
        protection.encrypted("PGP")
    else:
        protection.phrases.append(Reason("email.text_part_encrypted"))


def signed_message(data: bytes, wrapped: Wrapped) -> bytes | None:
    """The file of a signed message as a mail of its own, or None when what it holds is none."""
    if wrapped.content is None or len(data) > LARGEST:
        return None
    headers = _header_of(wrapped.content)
    if headers is None and kind_of(wrapped.content) is not Kind.EMAIL:
        return None
    fields = () if headers is None else headers.fields
    told = [(name, value) for name, value in fields if name in (*_TOLD, "message-id")]
    head = b"".join(name.encode() + b":" + value.rstrip(b"\r\n") + b"\n" for name, value in told)
    return head + b"Content-Type: application/pkcs7-mime\nContent-Transfer-Encoding: binary\n\n" + data


def _open_one(structure: Structure, told: Protection) -> bool:
    """Open the part that speaks first, if it is a signature; whether there is now something in its place."""
    path = _speaking(structure)
    part = path[-1]
    if not _is_wrapping(part):
        return False
    content = _undone(part)
    wrapped = unwrap(content.data) if part.end - part.body <= LARGEST else None
    if wrapped is None:
        _tell_why_not(told, part)
        return False
    inside = [] if wrapped.content is None else _inside(structure, part.number, wrapped.content)
    if wrapped.content is not None and not inside:
        return False  # a file that was signed: it stays an attachment, with what it holds below it
    _tell(told, wrapped, whole=_is_whole(path))
    told.damage += behind(wrapped)
    if content.reason:
        told.damage.append(content.reason.because_of("email.signed_part"))
    if inside:
        part.parts, part.media_type = inside, "multipart/mixed"
    return bool(inside)


def _inside(structure: Structure, number: str, content: bytes) -> list[Part]:
    """What was signed: a part with its own header, the text it is, a message; or nothing where it is another file.

    What its header says otherwise than the message's own (RFC 9788) stands before it.
    """
    headers = _header_of(content)
    if headers is None:
        media_type = {Kind.TEXT: "text/plain", Kind.EMAIL: "message/rfc822"}.get(kind_of(content))
        return [] if media_type is None else [_bare(content, media_type, number)]
    made = take_apart(content, number=number)
    structure.defects += made.defects
    said = {name: header_text(value) for name, value in reversed(structure.root.headers.fields)}
    others = [
        name.capitalize().encode() + b":" + value.rstrip(b"\r\n")
        for name, value in headers.fields
        if name in _TOLD and header_text(value) != said.get(name)
    ]
    return [_bare(b"\n".join(others), "text/plain", number), made.root] if others else [made.root]


def _bare(content: bytes, media_type: str, number: str) -> Part:
    return Part(0, 0, len(content), Headers(()), media_type, {}, number, source=content)


def _header_of(content: bytes) -> Headers | None:
    """The header of a MIME entity, or None where there is none (RFC 8551, 3.1)."""
    headers, _ = split_headers(content, 0, len(content))
    return None if headers.junk or not headers.first("content-type") else headers


def _speaking(structure: Structure) -> list[Part]:
    """From the message down to the part that says something first; empty text before it is passed over."""
    path = [structure.root]
    while path[-1].is_multipart and path[-1].media_type in _STRAIGHT:
        parts = path[-1].parts
        path.append(next((part for part in parts if not _is_blank(part)), parts[-1]))
    return path


def _is_whole(path: list[Part]) -> bool:
    """Whether nothing else of the message says anything; a signature beside what it signs says nothing."""
    for above, part in pairwise(path):
        rest = above.parts[:1] if above.media_type == "multipart/signed" else above.parts
        if any(each is not part and not _is_blank(each) for each in rest):
            return False
    return True


def _leaves(part: Part) -> Iterator[Part]:
    if not part.is_multipart:
        yield part
    for inner in part.parts:
        yield from _leaves(inner)


def _is_blank(part: Part) -> bool:
    if part.is_multipart or part.media_type not in ("text/plain", "text/html") or part.end - part.body > _SHORT:
        return False
    return not _MARKUP.sub(b"", part.content)


def _is_wrapping(part: Part) -> bool:
    if part.is_multipart:
        return False
    if part.media_type == "application/octet-stream":
        return name_of(part).lower().endswith(".p7m")  # RFC 8551, 3.9
    return part.media_type in _WRAPPING


def _is_sealed(part: Part) -> bool:
    return wrap_of(_undone(part).data[:100]) is Wrap.ENCRYPTED


def _undone(part: Part) -> Content:
    return undo(part.content, parse_value(part.headers.first("content-transfer-encoding"))[0])


def _tell_why_not(told: Protection, part: Part) -> None:
    told.phrases.append(Reason("email.signed_or_encrypted"))
    if not part.content.strip():
        told.sealed = Reason("email.wrapped_empty")
    elif part.end - part.body > LARGEST:
        told.sealed = Reason("email.wrapped_large", limit=LARGEST)
    else:
        told.sealed = Reason("email.wrapped_damaged")


def _tell(told: Protection, wrapped: Wrapped, *, whole: bool) -> None:
    if wrapped.wrap is Wrap.SIGNED:
        told.signed("S/MIME", wrapped.signers, whole=whole)
    elif wrapped.wrap is Wrap.UNSIGNED:
        told.phrases.append(Reason("email.signed_in_form_only"))
    elif wrapped.wrap is Wrap.ENCRYPTED:
        told.encrypted("S/MIME")
    elif wrapped.wrap is Wrap.OTHER:
        told.sealed = Reason("email.wrapped_otherwise")


def _tell_of(told: Protection, part: Part, *, whole: bool) -> None:
    """A signature beside what it signs, and what PGP encrypted."""
    if part.media_type == "multipart/encrypted":
        is_pgp = "pgp" in part.parameters.get("protocol", "").lower()
        told.encrypted("PGP" if is_pgp else _UNKNOWN)
    elif part.media_type == "multipart/signed" and part.is_multipart:
        signed, *beside = part.parts
        whole = whole and len(beside) == 1 and not _is_blank(signed)
        kinds = [each for each in beside if each.media_type in _SIGNATURES or "signature" in each.media_type]
        if not kinds:
            told.phrases.append(Reason("email.signature_missing"))
        elif kinds[0].media_type in _SIGNATURES:
            _tell_of_signature(told, kinds[0], whole=whole)
        else:
            told.signed("PGP" if "pgp" in kinds[0].media_type else _UNKNOWN, whole=whole)


def _tell_of_signature(told: Protection, beside: Part, *, whole: bool) -> None:
    small = beside.end - beside.body <= _LARGEST_SIGNATURE
    wrapped = unwrap(_undone(beside).data) if small else None
    if wrapped is not None and wrapped.wrap is Wrap.SIGNATURE:
        told.signed("S/MIME", wrapped.signers, whole=whole)
    else:
        told.phrases.append(Reason("email.signature_unreadable"))
