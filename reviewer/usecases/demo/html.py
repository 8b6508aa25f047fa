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
    head = tail = ""
    if mail.logo:
        head = f'<img src="cid:{LOGO_ID}" width="48" height="48" alt="Lantern Bell"><br>'
    if mail.picture:
        tail = f'<img src="cid:{PICTURE_ID}" width="320" height="180" alt="A porch by night">'
    if mail.tracker:
        number = hashlib.sha256(mail.key.encode()).hexdigest()[:16]
        tail += (
            f'<p><img src="http://track.lanternbell.invalid/open.gif?m={number}" width="1" height="1" alt="">'
            f'<img src="https://pixel.adcounter.invalid/p?c=lb&amp;u={number}" width="1" height="1" alt=""></p>'
        )
    sheet = '<link rel="stylesheet" href="http://cdn.lanternbell.invalid/mail.css">' if mail.tracker else ""
    return (
        f'<!DOCTYPE html>\n<html><head><meta charset="{mail.charset}"><title>{escape(mail.subject)}</title>{sheet}'
        "<style>body{font-family:Arial,Helvetica,sans-serif;color:#222} .card{max-width:600px}</style></head>\n"
        '<body><table width="100%" cellpadding="0" cellspacing="0"><tr><td class="card" style="padding:16px">\n'
        f"{head}\n{blocks}\n{tail}\n</td></tr></table></body></html>\n"
    )


def _block(text: str) -> str:
    linked = _LINK.sub(lambda found: f'<a href="{found[0]}">{found[0]}</a>', escape(text, quote=False))
    return linked.replace("\n", "<br>\n")
