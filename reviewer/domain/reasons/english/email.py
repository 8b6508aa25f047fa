"""E-mail: what could not be decoded, what is odd, how it was protected."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "email.alternatives_differ": "the plain text and the HTML of this message say different things",
    "email.base64_broken": "base64 broken off after {count:,} bytes",
    "email.base64_foreign": "the base64 holds bytes that are none; {count:,} bytes could be decoded",
    "email.base64_outside": (
        "{count:,} bytes of what looks like base64 stand outside the parts and were not decoded; export the original "
        "to look at them"
    ),
    "email.behind_signature": "{count:,} bytes stand behind its signature and are not shown",
    "email.body": "the body: {because}",
    "email.body_lossy": "part of the body could not be decoded and is shown with replacement characters",
    "email.boundary_missing": "a multipart holds none of its boundaries",
    "email.boundary_unnamed": "a multipart names no boundary",
    "email.bytes_undecodable": "some bytes are not {charset} and are shown as “�”",
    "email.charset_unknown": "the charset “{label}” is not known; read as UTF-8 or windows-1252",
    "email.charset_unnamed": "character set guessed: {charset}; a text named none",
    "email.charset_wrong": "a text said it was {claim} and holds other bytes; read as {charset}",
    "email.date_missing": "the message has no date",
    "email.date_no_zone": "the date names no zone; taken as UTC",
    "email.date_unreadable": "the date “{text}” cannot be read",
    "email.date_year": "the year of the date is written {written}; read as {read:d}",
    "email.date_zone": "the date “{text}” has an impossible zone",
    "email.encoding_unknown": "the transfer encoding “{encoding}” is not known; kept as it stands",
    "email.encrypted": "it is encrypted ({how}), and there is no way yet to give a key",
    "email.envelope_passed_over": (
        "another message may begin within it: {count:,} {count:line begins|lines begin} with “From ” and "
        "{count:holds|hold} a date: “{line}”"
    ),
    "email.field_again": "the header has more than one “{field}”; some programs go by “{text}”",
    "email.header_charset": "a header holds other bytes than ASCII; read as {charset}, which its body is in",
    "email.header_guessed": "character set guessed: {charset}; a header holds other bytes than ASCII",
    "email.header_junk": "the header holds lines that are no header",
    "email.header_long": "a header is longer than {limit:,} bytes; the rest of it is not shown",
    "email.multipart_open": "a multipart is not closed; the message may be cut short",
    "email.parameter_again": "“{field}” in the header names “{name}” more than once; some programs go by “{text}”",
    "email.part_encrypted": "a part of it is encrypted (S/MIME)",
    "email.parts_deep": "parts are nested deeper than {limit:d} levels",
    "email.parts_many": "the message has more than {limit:,} parts",
    "email.parts_outside": (
        "{count:,} {count:part stands|parts stand} outside the boundaries, which mail programs do not show; "
        "{count:it is|they are} listed with the attachments"
    ),
    "email.people_many": "the message names more than {limit:,} people",
    "email.said_encrypted": "encrypted ({how}); its text cannot be read without the key",
    "email.said_in_header": "its header says: {detail}",
    "email.signature_missing": "said to be signed, without a signature",
    "email.signature_unreadable": "said to be signed (S/MIME); the signature cannot be read",
    "email.signatures_deep": "its text is inside more than {limit:d} signatures",
    "email.signed": "signed ({how}), not checked",
    "email.signed_by": "signed ({how}), not checked, in the name of {names}",
    "email.signed_in_form_only": "not signed, though in the form of a signed message (S/MIME)",
    "email.signed_in_part": "in part signed ({how}), not checked",
    "email.signed_in_part_by": "in part signed ({how}), not checked, in the name of {names}",
    "email.signed_or_encrypted": "signed or encrypted (S/MIME)",
    "email.signed_part": "its signed part: {because}",
    "email.smime_form": "it is in a form of S/MIME that is not read, as when compressed",
    "email.text_outside": "there is text outside the parts, which mail programs do not show",
    "email.text_part_encrypted": "a part of its text is encrypted (PGP)",
    "email.type_unreadable": "the type “{text}” cannot be read; taken as plain text, and programs may differ",
    "email.undivided": "{because}; kept undivided",
    "email.uuencode_broken": "uuencoded data broken off after {count:,} bytes",
    "email.uuencode_headless": "uuencoded data has no beginning",
    "email.wrapped_damaged": "the part that holds its text, signed or encrypted (S/MIME), is damaged",
    "email.wrapped_empty": "the part that holds its text, signed or encrypted (S/MIME), is empty",
    "email.wrapped_large": "the part that holds its text, signed or encrypted (S/MIME), is larger than {limit:size}",
    "email.wrapped_otherwise": "its text is in a part that is wrapped (S/MIME) in a way that is not read",
}
"""The sentence of each code; see :mod:`reviewer.domain.reasons.vocabulary` for how places are written."""
