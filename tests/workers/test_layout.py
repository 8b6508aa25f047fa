"""The page of an e-mail shows who wrote what to whom and when, and the body as it was sent."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable

import pytest
from selectolax.lexbor import LexborHTMLParser

from reviewer.isolation.protocol import LayOut, Layout
from reviewer.workers.email.html_text import html_text
from reviewer.workers.email.layout import lay_out
from reviewer.workers.email.sanitise import sanitise

HEAD = (
    b"From: Ann Lee <ann@example.com>\nTo: bob@example.com, Cy <cy@example.com>\n"
    b"Cc: =?utf-8?Q?D=C3=A4n?= <dan@example.com>\n"
    b"Subject: Free <cameras> & more\nDate: Mon, 7 Mar 2016 22:30:00 -0500\nMIME-Version: 1.0\n"
)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


def page(rest: bytes, *attachments: str) -> tuple[Layout, list[bytes]]:
    made, blobs = lay_out(LayOut("ABC-000001", attachments), HEAD + rest)
    assert len(blobs) == len(made.resources)
    return made, blobs


def html_page(html: str, *images: tuple[str, bytes, bytes]) -> tuple[Layout, list[bytes]]:
    parts = [b"--B\nContent-Type: text/html; charset=utf-8\n\n" + html.encode() + b"\n"]
    for content_id, media_type, data in images:
        head = b"--B\nContent-Type: %s\nContent-ID: <%s>\nContent-Transfer-Encoding: base64\n\n"
        parts.append(head % (media_type, content_id.encode()) + base64.encodebytes(data))
    return page(b"Content-Type: multipart/related; boundary=B\n\n" + b"".join(parts) + b"--B--\n")


def words(made: Layout) -> str:
    body = LexborHTMLParser(made.html).body
    assert body is not None
    return body.text()


def test_the_letterhead_says_who_what_and_when() -> None:
    made, _ = page(b"\nHello", "offer.pdf", "list.xlsx")
    for text in (words(made), made.text):
        for fact in (
            "ABC-000001",
            "Ann Lee <ann@example.com>",
            "bob@example.com, Cy <cy@example.com>",
            "Dän <dan@example.com>",
            "Free <cameras> & more",
            "2016-03-07 22:30:00 -05:00 (2016-03-08 03:30:00 UTC)",
            "offer.pdf; list.xlsx",
            "Hello",
        ):
            assert fact in text


def test_plain_text_is_shown_as_it_stands() -> None:
    made, _ = page(b"\n> quoted\n\n  indented   text\nhttp://example.com/ <b>no tag</b>\n")
    assert "> quoted\n\n  indented   text\nhttp://example.com/ <b>no tag</b>" in words(made)
    assert LexborHTMLParser(made.html).css_first(".evr-body b") is None


def test_an_inline_image_is_shown_under_a_name_of_our_own() -> None:
    made, blobs = html_page('<p>Logo <img src="cid:logo@x" width=80>', ("logo@x", b"image/png", PNG))
    assert [(r.name, r.media_type) for r in made.resources] == [("r0.png", "image/png")]
    assert blobs == [PNG]
    image = LexborHTMLParser(made.html).css_first("img")
    assert image is not None
    assert (image.attributes["src"], image.attributes["width"]) == ("r0.png", "80")


def test_an_image_is_what_its_bytes_say() -> None:
    svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"
    made, blobs = html_page(
        '<img src="cid:a"><img src="cid:b">', ("a", b"image/png", svg), ("b", b"image/svg+xml", PNG)
    )
    assert [r.name for r in made.resources] == ["r0.png"]
    assert blobs == [PNG]
    assert "[image missing]" in words(made)


def test_a_remote_image_leaves_a_box_that_names_it() -> None:
    made, _ = html_page('<p>Hi <img src="https://track.example/a/b.gif?id=7" alt="Offer"> there</p>')
    assert "[remote image blocked: track.example/a/b.gif] Offer" in words(made)
    assert "https://track.example/a/b.gif?id=7" in made.text


def test_a_counting_pixel_leaves_no_box_but_is_listed() -> None:
    made, _ = html_page('<p>Hi<img src="https://track.example/p.gif" width="1" height="1">there</p>')
    assert "Hithere" in words(made)
    assert "https://track.example/p.gif" in words(made)


def test_what_is_shown_where_no_script_runs_is_no_markup_on_the_page() -> None:
    html = '<p>Hi <noscript><a href="https://x.example/a"><b>there</b></a></noscript></p>'
    assert html_text(sanitise(html, {}).html) == "Hi there"


def test_links_keep_their_words_and_lead_nowhere() -> None:
    made, _ = html_page('<a href="http://evil.example/x">your bank</a> <a href="http://same.example/">same.example</a>')
    assert LexborHTMLParser(made.html).css_first("[href]") is None
    assert "your bank → http://evil.example/x" in words(made)
    assert "same.example →" not in words(made)


def test_tables_colours_and_fonts_stay() -> None:
    made, _ = html_page(
        '<body bgcolor="#ffeeee"><table width="600" cellpadding=4 bgcolor=red><tr><td colspan=2 align=center '
        'style="color:#336699;font-family:Georgia,serif;padding:4px 8px;position:fixed">x</table>'
    )
    cell = LexborHTMLParser(made.html).css_first(".evr-body td")
    assert cell is not None
    assert cell.attributes["style"] == "color:#336699;font-family:Georgia,serif;padding:4px 8px"
    assert (cell.attributes["colspan"], cell.attributes["align"]) == ("2", "center")
    assert 'bgcolor="#ffeeee"' in made.html


def test_a_body_that_is_dark_with_light_letters_stays_readable() -> None:
    made, _ = html_page('<body bgcolor="000033" text="#ffffff"><p id="offer">x')
    box = LexborHTMLParser(made.html).css_first(".evr-body .evr-mail > div")
    assert box is not None
    assert box.attributes["style"] == "background-color:#000033;color:#ffffff"


def test_what_a_sheet_declares_for_an_identifier_is_shown() -> None:
    made, _ = html_page("<style>#offer b{color:#123456}</style><p id=offer class=x><b>y")
    assert ".evr-body .id-offer b{color:#123456}" in made.html
    marked = LexborHTMLParser(made.html).css_first(".evr-body p.x.id-offer")
    assert marked is not None
    assert "id" not in marked.attributes


def test_a_style_puts_no_words_on_the_page() -> None:
    page = sanitise(
        "<style>q { quotes: 'I' 'took'; color: red } li { list-style-type: 'the money' }</style>"
        """<p style="quotes:'a' 'b';font-family:'Times New Roman'"><q>x</q><li style='list-style-type: "gift"'>y</p>""",
        {},
    )
    assert not re.search("took|money|gift|quotes", page.html + page.sheet)
    assert "color:red" in page.sheet
    assert "Times New Roman" in page.html


def test_style_sheets_reach_the_body_only() -> None:
    made, _ = html_page(
        "<style>p.a, td { color: #123456 } body { font-family: Arial } .evr-head { display: none } * { color: blue }"
        "@media print { .x { color: red } } .evr-body { margin: 0 } a:hover { color: red } "
        "h1{position:absolute;margin:-50px;color:green}</style><p class='a evr-head'>x"
    )
    sheet = re.findall(r"<style>(.*?)</style>", made.html, re.DOTALL)[1]
    assert sheet.split("\n") == [
        ".evr-body p.a,.evr-body td{color:#123456}",
        ".evr-body .evr-mail{font-family:Arial}",
        ".evr-body *{color:blue}",
        ".evr-body h1{color:green}",
    ]
    marked = LexborHTMLParser(made.html).css_first(".evr-body p")
    assert marked is not None
    assert "evr-head" not in (marked.attributes.get("class") or "")


def test_fields_of_a_form_show_what_they_hold() -> None:
    made, _ = html_page(
        '<form action="http://x.example"><input value="typed"><textarea>area</textarea><button>Go</button></form>'
    )
    assert "[typed]" in words(made)
    assert "area" in words(made)
    assert LexborHTMLParser(made.html).css_first("form, input, textarea, button") is None


def test_what_the_page_hides_is_not_in_its_text() -> None:
    made, _ = html_page(
        "<style>.x, #y{display:none}</style><p>shown</p><div style='display:none'>hidden<p class=x>hidden</div>"
        "<p class='a x'>hidden</p><p id=y>hidden</p>"
    )
    assert "shown" in made.text
    assert "hidden" not in made.text


def test_right_to_left_letters_cannot_turn_the_letterhead() -> None:
    data = HEAD.replace(b"Free <cameras> & more", "מצלמות \u202eabc".encode()) + "\nשלום\n".encode()
    made, _ = lay_out(LayOut("ABC-000001"), data)
    tree = LexborHTMLParser(made.html)
    assert all(cell.attributes.get("dir") == "auto" for cell in tree.css(".evr-head td"))
    plain = tree.css_first(".evr-plain")
    assert plain is not None
    assert plain.attributes.get("dir") == "auto"


def test_a_message_without_anything_has_a_page() -> None:
    made, blobs = lay_out(LayOut("ABC-000001"), b"")
    assert "(no subject)" in made.text
    assert "(no date)" in made.text
    assert blobs == []


@pytest.mark.parametrize(
    "html",
    [
        lambda: "<div>" * 100_000,
        lambda: '<p style="display:none">' * 50_000,
        lambda: "<b style='color:red'>" * 50_000,
        lambda: "<style>" + "a{}" * 60_000,
        lambda: "<style>" + "{" * 100_000,
        lambda: "<style>" + "a{color:red}" * 15_000,
        lambda: "<svg><style><style><style>p{}",
        lambda: "<img src='http://x.example/'>" * 20_000,
        lambda: (
            "<div style='display:none'><div style='display:none'><img src=cid:a><p style='display:none'>x</div></div>"
        ),
        lambda: "<p style='" + "color:red;" * 100_000 + "'>",
        lambda: "<a href='http://x.example/'>" * 20_000,
        lambda: "<input value=x>" * 20_000,
        lambda: "<table><tr><td>" * 20_000,
        lambda: f"<p>words{'&amp;x&nbsp;' * 30_000}",
    ],
)
def test_no_body_stalls_the_page(html: Callable[[], str]) -> None:
    made, _ = html_page(html())
    assert "ABC-000001" in made.text


def test_a_text_full_of_entities_stays_as_it_is() -> None:
    """It goes in parts through what cleans it, which looks through all of a text for each of them."""
    text = f'<p title="{"&amp;" * 60}">{"a &amp; b &lt; c&nbsp;d " * 700}<b>&amp;</b></p>'
    made, _ = html_page(f'<div x"="{"<&gt;" * 600}">{text}</div>')
    assert made.html.count("a &amp; b &lt; c&nbsp;d ") == 700
    assert "<b>&amp;</b></p>" in made.html
    assert "<!-" not in made.html.partition("evr-body")[2]


def test_a_letterhead_names_two_hundred_attachments_and_counts_the_others() -> None:
    names = tuple(f"part {number}.txt" for number in range(50_000))
    page, _ = lay_out(LayOut("ABC-000001", names, False, "a.eml"), HEAD + b"\nWords.\n")
    assert "part 199.txt and 49,800 more" in page.html
    assert "part 200.txt" not in page.html
