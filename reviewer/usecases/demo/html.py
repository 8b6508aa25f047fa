"""Messages as HTML: what a vendor's mailing program makes of a few paragraphs."""

from __future__ import annotations

import hashlib
import re
from html import escape

from reviewer.usecases.demo.plan import Mail

LOGO_ID = "logo@lanternbell.example"
PICTURE_ID = "porch@lanternbell.example"
_LINK = re.compile(r"https?://\S+")


def page(mail: Mail) -> str:
    """The body as HTML, with pictures by Content-ID, a remote style sheet and remote trackers where it has them."""
    blocks = "\n".join(f"<p>{_block(block)}</p>" for block in mail.body.split("\n\n") if block.strip())
    sheet = '<link rel="stylesheet" href="http://cdn.lanternbell.invalid/mail.css">' if mail.tracker else ""
    return (
        f'<!DOCTYPE html>\n<html><head><meta charset="{mail.charset}"><title>{escape(mail.subject)}</title>{sheet}'
        "<style>body{font-family:Arial,Helvetica,sans-serif;color:#222} .card{max-width:600px}</style></head>\n"
        '<body><table width="100%" cellpadding="0" cellspacing="0"><tr><td class="card" style="padding:16px">\n'
        f"{_masthead(mail)}\n{blocks}\n{_tail(mail)}\n</td></tr></table></body></html>\n"
    )


def _masthead(mail: Mail) -> str:
    image = f'<img src="cid:{LOGO_ID}" width="48" height="48" alt="Lantern Bell">' if mail.logo else ""
    if not mail.tracker:
        return image
    return (
        '<table width="600" cellpadding="12" cellspacing="0" bgcolor="#1d3557"><tr>'
        f'<td width="60">{image}</td><td style="color:#ffd166;font-size:22px"><b>Neighborhood News</b></td>'
        "</tr></table>"
        f'<h1 style="font-size:20px;color:#1d3557">{escape(mail.subject)}</h1>'
    )


def _tail(mail: Mail) -> str:
    tail = f'<img src="cid:{PICTURE_ID}" width="320" height="180" alt="A porch by night">' if mail.picture else ""
    if mail.tracker:
        number = hashlib.sha256(mail.key.encode()).hexdigest()[:16]
        tail += (
            '<p><a style="background:#ffd166;padding:8px 16px;color:#1d3557" '
            f'href="http://click.lanternbell.invalid/shop?m={number}">Shop for a friend</a></p>'
            f'<p><img src="http://track.lanternbell.invalid/open.gif?m={number}" width="1" height="1" alt="">'
            f'<img src="https://pixel.adcounter.invalid/p?c=lb&amp;u={number}" width="1" height="1" alt=""></p>'
        )
    return tail


def _block(text: str) -> str:
    linked = _LINK.sub(lambda found: f'<a href="{found[0]}">{found[0]}</a>', escape(text, quote=False))
    return linked.replace("\n", "<br>\n")
