"""The page of an e-mail as it is printed: a letterhead of facts, then the body as sent, in one self-contained file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from html import escape

from reviewer.domain.evidence.reading import Person
from reviewer.domain.reasons.catalogue import sentences
from reviewer.isolation.protocol import LayOut, Layout, Resource
from reviewer.workers.email.dates import parse_date
from reviewer.workers.email.header import each_text
from reviewer.workers.email.html_text import tidy, visible_text
from reviewer.workers.email.images import Picture, pictures_of
from reviewer.workers.email.message import Mail, open_mail
from reviewer.workers.email.people import people_of, travelled
from reviewer.workers.email.sanitise import Sanitised, sanitise

_MOST_LISTED = 100  # links or blocked addresses at the end of a page
_MOST_NAMED = 200  # people of one role, or attachments, in the letterhead

_POLICY = "default-src 'none'; img-src 'self' mail:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'"

_STYLE = """
html, body { margin: 0; padding: 0; background: #fff; color: #000; }
body { font-family: "Noto Sans", "DejaVu Sans", sans-serif; font-size: 10.5pt; line-height: 1.4; }
.evr-head { border-bottom: 0.75pt solid #888; margin: 0 0 12pt; padding: 0 0 8pt; font-size: 9.5pt; }
.evr-head table { border-collapse: collapse; width: 100%; table-layout: fixed; }
.evr-head th, .evr-head td { text-align: start; vertical-align: top; padding: 1pt 8pt 1pt 0; }
.evr-head th { width: 68pt; font-weight: 600; color: #444; }
.evr-head td { overflow-wrap: anywhere; unicode-bidi: plaintext; }
.evr-body { overflow-wrap: break-word; max-width: 100%; }
.evr-body img { max-width: 100%; }
.evr-body pre { white-space: pre-wrap; }
.evr-plain { white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext; margin: 0 0 12pt; }
.evr-blocked, .evr-field { display: inline-block; max-width: 100%; border: 0.75pt solid #999; padding: 0 3pt; }
.evr-blocked, .evr-field { overflow-wrap: anywhere; }
.evr-blocked { color: #555; background: #f4f4f4; font: 7.5pt "Noto Sans", "DejaVu Sans", sans-serif; }
.evr-foot { border-top: 0.75pt solid #888; margin: 14pt 0 0; padding: 6pt 0 0; font-size: 8pt; color: #444; }
.evr-foot p { margin: 0 0 2pt; overflow-wrap: anywhere; }
"""


def lay_out(request: LayOut, data: bytes) -> tuple[Layout, list[bytes]]:
    """Make the page to print of a message, and the bytes of the pictures it shows."""
    mail = open_mail(data, from_mbox=request.from_mbox)
    pictures = pictures_of(mail)
    names = {content_id: picture.name for content_id, picture in pictures.items()}
    head = _letterhead(request, mail)
    bodies, texts, sheets, blocked, links = [], [], [], [], []
    for block in mail.body.blocks:
        if block.html is not None:
            clean = sanitise(block.html, names)
            bodies.append(f'<div class="evr-mail">{clean.html}</div>')
            texts.append(visible_text(clean.html, clean.sheet))
            sheets.append(clean.sheet)
            blocked += clean.blocked
            links += clean.links
        elif block.plain and block.plain.strip():
            bodies.append(f'<div class="evr-plain" dir="auto">{escape(printable(block.plain.strip(chr(10))))}</div>')
            texts.append(printable(block.plain))
    foot = foot_lines(Sanitised(blocked=blocked, links=links))
    html = page_html(request.item, head, "\n".join(sheets), "\n".join(bodies), foot)
    text = tidy("\n\n".join(["\n".join(f"{name}: {value}" for name, value in head), *texts, "\n".join(foot)]))
    return _with_pictures(html, f"{text}\n", pictures.values())


def _with_pictures(html: str, text: str, pictures: Iterable[Picture]) -> tuple[Layout, list[bytes]]:
    shown = [picture for picture in pictures if f'"{picture.name}"' in html]
    resources = tuple(Resource(picture.name, picture.media_type) for picture in shown)
    return Layout(html, resources, text), [picture.data for picture in shown]


def page_html(title: str, head: list[tuple[str, str]], sheet: str, body: str, foot: list[str]) -> str:
    """One self-contained file: the facts above, ``body`` as it stands, ``foot`` below; it can load nothing."""
    rows = "".join(f'<tr><th>{escape(name)}</th><td dir="auto">{escape(value)}</td></tr>\n' for name, value in head)
    end = "".join(f"<p>{escape(line)}</p>\n" for line in foot)
    return (
        '<!DOCTYPE html>\n<html><head><meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n<style>{sheet}</style></head>\n<body>\n"
        f'<div class="evr-head"><table>\n{rows}</table></div>\n<div class="evr-body">\n{body}\n</div>\n'
        f"{f'<div class={chr(34)}evr-foot{chr(34)}>{end}</div>' if foot else ''}</body></html>\n"
    )


def _letterhead(request: LayOut, mail: Mail) -> list[tuple[str, str]]:
    people, _ = people_of(mail.headers)
    rows = [("Item", request.item)]
    for role, label in (("from", "From"), ("sender", "Sender"), ("to", "To"), ("cc", "Cc"), ("bcc", "Bcc")):
        named = [_person(person) for person in people if person.role == role]
        if role == "sender" and named == [_person(person) for person in people if person.role == "from"]:
            continue
        if named:
            rows.append((label, _listed(named)))
    rows += travelled(mail.headers)
    rows += [("Date", date_line(date)) for date in each_text(mail.headers, "date") or [""]]
    rows += [("Subject", subject) for subject in each_text(mail.headers, "subject") or ["(no subject)"]]
    if mail.protection.phrases:
        rows.append(("Protection", sentences(mail.protection.told)))
    if request.attachments:
        rows.append(("Attachments", _listed(request.attachments, "; ")))
    return [(label, printable(value)) for label, value in rows]


def _person(person: Person) -> str:
    if person.name and person.address:
        return f"{person.name} <{person.address}>"
    return person.name or person.address or "<>"


def _listed(named: Sequence[str], between: str = ", ") -> str:
    more = len(named) - _MOST_NAMED
    return between.join(named[:_MOST_NAMED]) + (f" and {more:,} more" if more > 0 else "")


def date_line(date_text: str) -> str:
    """The sender's local time with its offset, then UTC; the header as it stands when it cannot be read."""
    sent = parse_date(date_text)
    if not sent.utc:
        return f"{date_text} (cannot be read)" if date_text else "(no date)"
    utc = datetime.fromisoformat(sent.utc)
    if sent.zone is None:
        return f"{utc:%Y-%m-%d %H:%M:%S} (the sender gave no zone; taken as UTC)"
    local = utc + timedelta(minutes=sent.zone)
    hours, minutes = divmod(abs(sent.zone), 60)
    offset = f"{'-' if sent.zone < 0 else '+'}{hours:02}:{minutes:02}"
    return f"{local:%Y-%m-%d %H:%M:%S} {offset} ({utc:%Y-%m-%d %H:%M:%S} UTC)"


def foot_lines(found: Sanitised) -> list[str]:
    """What the page would have fetched, and where its links lead, line by line."""
    lines: list[str] = []
    blocked = list(dict.fromkeys(found.blocked))
    links = list(dict.fromkeys(found.links))
    if blocked:
        lines.append("Not loaded (addresses this message would have fetched):")
        lines += _some([address[:200] for address in blocked])
    if links:
        lines.append("Links (text → address):")
        lines += _some([f"{text[:80] or '(no text)'} → {address[:300]}" for text, address in links])
    return [printable(line) for line in lines]


def _some(lines: list[str]) -> list[str]:
    more = len(lines) - _MOST_LISTED
    return [*lines[:_MOST_LISTED], f"and {more:,} more"] if more > 0 else lines


def printable(text: str) -> str:
    """Control characters, which HTML does not allow, as replacement characters; line ends and tabs stay."""
    return "".join("\ufffd" if ord(char) < 32 and char not in "\n\t" else char for char in text)
