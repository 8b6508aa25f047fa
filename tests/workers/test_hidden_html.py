"""Words that HTML carries and the printed page does not show are listed, with how they are hidden, and no others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pymupdf
import pytest

from reviewer.domain.evidence.reading import MORE_HIDDEN
from reviewer.isolation.protocol import PrintPage
from reviewer.workers.email.html_text import visible_text
from reviewer.workers.email.message import read_mail
from reviewer.workers.email.sanitise import sanitise
from reviewer.workers.hidden.html import MOST_CHARS, hidden_in_html
from reviewer.workers.pdf.hidden import hidden_in_pdf
from reviewer.workers.plain.layout import lay_out_plain
from tests.endurance import a_few
from tests.evidence import mail
from tests.workers.test_print import Worker

SECRET = "fourteen uses, eleven more"

HIDING = {
    f'<p style="display:none">{SECRET}</p>': "display:none",
    f"<canvas>{SECRET}</canvas>": "canvas",
    f"<ruby>base<rp>{SECRET}</rp><rt>gloss</rt></ruby>": "rp",
    f"<p>one <rp>{SECRET}</rp></p>": "rp",
    f'<style>.pre {{display: none}}</style><p class="pre">{SECRET}</p>': "display:none",
    f"<style>#x p {{ DISPLAY:NONE }}</style><div id=x><p>{SECRET}</p></div>": "display:none",
    f'<p style="visibility: hidden">{SECRET}</p>': "visibility",
    f'<p style="font-size:0px">{SECRET}</p>': "without size",
    f'<p style="font-size:1px; line-height:1px">{SECRET}</p>': "without size",
    f'<p style="font:0/0 a">{SECRET}</p>': "without size",
    f'<p style="font-size:10px"><span style="font-size:.1em">{SECRET}</span></p>': "without size",
    f'<p style="color:#ffffff">{SECRET}</p>': "colour",
    f'<p style="color:#fefefe">{SECRET}</p>': "colour",
    f"<font color=white>{SECRET}</font>": "colour",
    f'<table><tr><td bgcolor="#003366"><span style="color:rgb(0,51,102)">{SECRET}</span></table>': "colour",
    f'<div style="background:black">{SECRET}</div>': "colour",
    f'<body bgcolor="navy" text="#000080">{SECRET}</body>': "colour",
    f"<style>q{{color:white}}</style><q>{SECRET}</q>": "colour",
    f'<div style="background:url(http://x.example/dark.png)"><b style="color:#fff">{SECRET}</b></div>': "colour",
    f'<p style="color:transparent">{SECRET}</p>': "transparent",
    f'<p style="opacity:0">{SECRET}</p>': "opacity",
    f'<p style="position:absolute; left:-9999px">{SECRET}</p>': "off the page",
    f'<p style="text-indent:-9999px">{SECRET}</p>': "off the page",
    f"<style>.o{{position:absolute;top:-999em}}</style><p class=o>{SECRET}</p>": "off the page",
    f'<p style="margin-left:-5000px">{SECRET}</p>': "off the page",
    f'<div style="height:0;overflow:hidden">{SECRET}</div>': "without size",
    f'<div style="max-height:0px;overflow:hidden;mso-hide:all">{SECRET}</div>': "without size",
    f'<div style="position:absolute;clip:rect(0,0,0,0)">{SECRET}</div>': "clipped",
    f'<div style="position:absolute;clip-path:inset(100%)">{SECRET}</div>': "clipped",
    f"<div hidden>{SECRET}</div>": "attribute",
    f"<!-- {SECRET} --><p>x</p>": "comment",
    f"<p>x<![CDATA[{SECRET}]]></p>": "comment",
    f"<?{SECRET}?><p>x</p>": "comment",
    f"<!--[if mso]><table><tr><td>{SECRET}</td></tr></table><![endif]-->": "Outlook",
    f'<p class=x title="{SECRET}">x</p>': "under the mouse",
    f"<img alt=x src=y TITLE = '{SECRET}'>": "under the mouse",
    f'<p data-x="a > b" title="{SECRET}">x</p>': "under the mouse",
    f'<p class="x"title="{SECRET}">x</p>': "under the mouse",
    f'<img alt=x src="data:{"y" * 3_000}" title="{SECRET}">': "under the mouse",
    f'<p title="{" " * 2_400}{SECRET}">x</p>': "under the mouse",
    f'<!-- <p title="{SECRET}">x</p> -->': "under the mouse",
    f"<template><p>{SECRET}</p></template>": "template",
    f"<head><template><p>{SECRET}</p></template></head>": "template",
    f"<svg><text>{SECRET}</text></svg>": "svg",
    f'<iframe srcdoc="<p>{SECRET}</p>"></iframe>': "iframe",
    f"<noframes><p>{SECRET}</p></noframes>": "noframes",
    f'<input type="hidden" value="{SECRET}">': "hidden field",
    f"<details><summary>More</summary>{SECRET}</details>": "details",
}


@pytest.mark.parametrize("html", HIDING)
def test_hidden_words_are_listed_with_how_they_are_hidden(html: str) -> None:
    found = hidden_in_html(f"<p>Dear Bo,</p>{html}<p>the cameras are here.</p>" if "<body" not in html else html)
    assert [entry.text for entry in found] == [SECRET]
    assert HIDING[html] in found[0].how


@pytest.mark.parametrize(
    "html",
    [
        f"<p>{SECRET}</p>",
        f'<div style="background:#003366"><b style="color:white">{SECRET}</b></div>',
        f'<table bgcolor=black><tr><td><font color="#fff">{SECRET}</font></table>',
        f'<div style="font-size:0"><span style="font-size:12px">{SECRET}</span></div>',
        f'<div style="visibility:hidden"><span style="visibility:visible">{SECRET}</span></div>',
        f'<style>.a{{display:none}} .b{{display:block!important}}</style><p class="a b">{SECRET}</p>',
        f'<style>p{{color:white}}</style><p style="color:black">{SECRET}</p>',
        f"<style>@media print{{p{{display:none}}}}</style><p>{SECRET}</p>",
        f'<p style="display:none">{SECRET}</p><p>{SECRET}</p>',
        f"<noscript>{SECRET}</noscript>",
        f"<style>p > > .x, 1 2{{display:none}} p..x{{color:white}}</style><p class=x>{SECRET}</p>",
        f'<img alt="{SECRET}" title="{SECRET}" src="cid:x">',
        f"<!--[if !mso]><!--><p>{SECRET}</p><!--<![endif]-->",
        f"<!--->{SECRET}",
        f'<p style="color:#999">{SECRET}</p>',
        f'<p style="margin-left:-2px;text-indent:-18pt">{SECRET}</p>',
        f'<div style="height:40px;overflow:hidden">{SECRET}</div>',
        f"<style><!-- p {{ color: white-ish words }} --></style><p>{SECRET}</p>",
        "<script>var words = 'not words for people';</script><p>x</p>",
        "<!-- 1 --><!-- -->",
        "<!--[if gte mso 9]><xml><o:Settings><o:PixelsPerInch>96</o:PixelsPerInch></o:Settings></xml><![endif]-->",
        '<div style="display:none">\u200c\u00a0\u200c\u00a0\u034f\u00ad</div>',
    ],
)
def test_words_that_are_seen_are_not_called_hidden(html: str) -> None:
    assert hidden_in_html(html) == ()


@pytest.mark.parametrize("html", [html for html in HIDING if "opac" not in html and "color" not in html])
def test_the_page_does_not_show_what_is_called_hidden(html: str) -> None:
    """What the page leaves in has to carry the means to stay unseen; what is out of sight by position gets it."""
    clean = sanitise(html, {}).html
    if SECRET in clean:
        sheet = sanitise(html, {}).sheet
        means = r"display:none|visibility:hidden|font(?:-size)?:[01.]|<details>|background|title="
        assert re.search(means, clean + sheet, re.IGNORECASE)


@pytest.fixture(scope="module")
def printer() -> Iterator[Worker]:
    with Worker() as worker:
        if worker.ready.role == "none":
            pytest.skip(worker.ready.engine)
        yield worker


@pytest.mark.parametrize("html", a_few(list(HIDING)[::4], [html for at, html in enumerate(HIDING) if at % 4]))
def test_what_is_called_hidden_cannot_be_read_on_the_printed_page(html: str, printer: Worker) -> None:
    laid = lay_out_plain(
        f"<html><p>seen words</p>{html}".encode() if "<body" not in html else html.encode(), "T-1", "x"
    )
    answer = printer.ask(PrintPage(laid.html), [])
    with pymupdf.open("pdf", answer.blobs[0]) as document:
        written = " ".join("".join(page.get_text() for page in document).split())
        unseen = " ".join(entry.text for entry in hidden_in_pdf(document))
    assert SECRET not in written or SECRET in " ".join(unseen.split())


def test_ways_of_hiding_are_kept_apart() -> None:
    html = (
        '<p style="display:none">one word</p><p style="display:none">two words</p><p style="opacity:0">three words</p>'
    )
    assert [(entry.how, entry.text) for entry in hidden_in_html(html)] == [
        ("not displayed (display:none)", "one word\ntwo words"),
        ("transparent (opacity)", "three words"),
    ]


def test_a_mail_lists_what_its_html_hides_and_keeps_its_body_as_it_was() -> None:
    data = mail(html=f'<p>The cameras are here.</p><p style="display:none">{SECRET}</p>')
    reading, _ = read_mail(data, from_mbox=False)
    assert [(entry.text, entry.how) for entry in reading.hidden] == [(SECRET, "not displayed (display:none)")]


def test_a_plain_text_that_says_other_things_than_the_html_is_hidden() -> None:
    body = "The cameras are here.\nhttp://shop.example/a/b/c\nBring the twelve vouchers to Lakeview station.\n"
    reading, _ = read_mail(mail(body=body, html="<p>The cameras are here.</p>"), from_mbox=False)
    assert [entry.text for entry in reading.hidden] == ["Bring the twelve vouchers to Lakeview station."]
    assert "plain text" in reading.hidden[0].how
    same, _ = read_mail(
        mail(body="The cameras\nare here.\n", html="<p>The <b>cameras</b> are here.</p>"), from_mbox=False
    )
    assert same.hidden == ()


def test_plain_mail_hides_nothing() -> None:
    assert read_mail(mail(body="<!-- words --> <p hidden>"), from_mbox=False)[0].hidden == ()


@pytest.mark.parametrize(
    "html",
    [
        lambda: '<p style="display:none">' * 50_000 + "words",
        lambda: '<p style="display:none">secret words</p>' * 50_000,
        lambda: "".join(f'<p style="display:none">secret words {n}</p>' for n in range(30_000)),
        lambda: "<!-- a b c " * 100_000,
        lambda: "<!-- words here -->" * 50_000,
        lambda: "<style>" + ".a{color:white}" * 10_000 + "</style>" + "<p class=a>x</p>" * 10_000,
        lambda: "<style>" + "* * * * * * p{color:white}" * 400 + "</style>" + "<div>" * 390 + "<p>x</p>" * 1_000,
        lambda: "<font color=white>" * 100_000,
        lambda: "<p style='color:white;" + "x" * 500_000 + "'>words",
        lambda: "<template>" * 50_000,
        lambda: f"<p style='display:none'>{'word ' * 500_000}</p>",
        lambda: "font:" * 100_000 + "display:none",
        lambda: "color=" * 100_000 + "<p style=color:white>x",
        lambda: "<iframe srcdoc='" + "<p>" * 100_000 + "'></iframe>",
        lambda: "<!--[if mso]>words" + "<xml>" * 200_000 + "<![endif]-->",
        lambda: "<!--[if mso]>words" + "<o:p " * 200_000 + "<![endif]-->",
    ],
)
def test_hostile_html_is_looked_through_in_bounds(html: Callable[[], str]) -> None:
    assert sum(len(entry.text) for entry in hidden_in_html(html())) <= MOST_CHARS + 100


def test_what_is_hidden_beyond_the_limit_is_said_to_be_there() -> None:
    many = "".join(f"<p style='display:none'>secret word{number}</p>" for number in range(3_001))
    *_, last = hidden_in_html(f"<p>shown</p>{many}")
    assert "cut off" in last.how
    long = "word " * 200_001
    words, last = hidden_in_html(f"<p>shown</p><p style='display:none'>{long}</p>")
    assert len(words.text) == 1_000_000
    assert "cut off" in last.how
    (only,) = hidden_in_html("<p>shown</p><p style='display:none'>secret word</p>")
    assert only.text == "secret word"


def test_of_a_great_many_hidden_elements_none_comes_onto_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those beyond what is listed are told to be more, however they are hidden; those of a sheet too."""
    many = range(20_500)
    html = "<p>Seen</p>" + "".join(f"<i hidden>veiled{number}</i>" for number in many)
    shown = visible_text(sanitise(html, {}).html)
    assert shown.split() == ["Seen"]
    assert hidden_in_html(html)[-1] == MORE_HIDDEN
    monkeypatch.setattr("reviewer.workers.hidden.looks._MOST_MATCHES", 3)
    veiled = "<style>.a {display: none}</style><p>Seen</p>" + "".join(
        f"<p class=a>Veiled {each}</p>" for each in "abcd"
    )
    *listed, last = hidden_in_html(veiled)
    assert [each.text for each in listed] == ["Veiled a\nVeiled b\nVeiled c"]
    assert last == MORE_HIDDEN
