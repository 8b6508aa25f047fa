"""The pages of an item: a page to print, or a PDF that is done, by what the item is."""

from __future__ import annotations

import pymupdf

from reviewer.domain.evidence.reading import Kind
from reviewer.domain.reasons.reason import Reason
from reviewer.isolation.protocol import LayOut, Layout, LayOutRest, Printed, Resource
from reviewer.workers.conversion import as_mail
from reviewer.workers.email.layout import lay_out
from reviewer.workers.formats import READERS, Reader
from reviewer.workers.layout_bounds import bounded
from reviewer.workers.office.layout import Laid, lay_out_office, lay_out_rest
from reviewer.workers.pdf.document import open_pdf
from reviewer.workers.pdf.reading import copy_of
from reviewer.workers.picture.pages import picture_to_pdf
from reviewer.workers.plain.layout import lay_out_plain
from reviewer.workers.reading import precise_kind
from reviewer.workers.refusal import Refusal


def lay_out_item(request: LayOut, data: bytes) -> tuple[Layout | Printed, list[bytes]]:
    """Make the pages of an item; with them the pictures of the page to print, or the PDF. Refusal where it has none."""
    kind = Kind.EMAIL if request.from_mbox else precise_kind(data)
    reader = READERS[kind]
    if reader in (Reader.MAIL, Reader.MAILBOX):  # a mailbox of one message was read as that message
        converted = as_mail(data)
        return bounded(*lay_out(request, data if converted is None else converted.mime))
    if reader is Reader.OFFICE:
        return _layout(lay_out_office(data, request.item, request.passwords))
    if reader is Reader.PLAIN:
        page = lay_out_plain(data, request.item, request.name)
        return bounded(Layout(page.html, (), page.text, page.plain), [])
    if reader is Reader.PDF:
        engine, why, copy = copy_of(data, request.passwords)
        return Printed(engine, (why,)), [copy]
    if reader is Reader.PICTURE:
        return Printed(f"PyMuPDF {pymupdf.VersionBind}"), [picture_to_pdf(data, request.item)]
    raise Refusal(Reason("pages.no_pages"))


def lay_out_rest_of_item(request: LayOutRest, data: bytes, pdf: bytes) -> tuple[Layout, list[bytes]]:
    """Lay out what a PDF made of an Office document does not show of it; with it the pictures. Refusal if it cannot."""
    with open_pdf(pdf) as document:
        pages = [str(page.get_text()) for page in document]
    return _layout(lay_out_rest(data, pages, request.item, request.passwords))


def _layout(laid: Laid) -> tuple[Layout, list[bytes]]:
    resources = tuple(Resource(name, media_type) for name, media_type, _ in laid.pictures)
    return bounded(Layout(laid.html, resources, laid.text, laid.plain), [picture for _, _, picture in laid.pictures])
