"""Mail in another form, wherever a mail is read or laid out: Outlook's own formats, and signed messages saved alone."""

from __future__ import annotations

from reviewer.workers.email.beginning import is_mac_message
from reviewer.workers.email.cms import unwrap
from reviewer.workers.email.smime import signed_message
from reviewer.workers.outlook.mime import Converted

_TNEF = b"\x78\x9f\x3e\x22"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROPERTIES = "__properties_version1.0".encode("utf-16-le")
_SIGNED = "signed message (S/MIME)"


def is_outlook(data: bytes) -> bool:
    """Whether these are the bytes of a .msg file or a winmail.dat."""
    return data.startswith(_TNEF) or (data.startswith(_OLE) and _PROPERTIES in data)


def as_mail(data: bytes) -> Converted | None:
    """The mail of a .msg, a winmail.dat, a message of Outlook for Mac or an smime.p7m; None for all else.

    Refusal for one that cannot be read.
    """
    if data.startswith(_TNEF):
        from reviewer.workers.outlook.tnef import tnef_to_mime  # noqa: PLC0415 - seldom needed

        return tnef_to_mime(data)
    if is_outlook(data):
        from reviewer.workers.outlook.message import msg_to_mime  # noqa: PLC0415

        return msg_to_mime(data)
    if is_mac_message(data):
        from reviewer.workers.outlook.mac import mac_to_mime  # noqa: PLC0415

        return mac_to_mime(data)
    wrapped = unwrap(data)
    signed = signed_message(data, wrapped) if wrapped else None
    return None if signed is None else Converted(signed, _SIGNED)
