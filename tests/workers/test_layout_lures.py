"""Whatever a hostile mail holds, its page can ask for nothing but its own pictures."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from reviewer.isolation.protocol import LayOut
from reviewer.workers.email.layout import lay_out

LURES = [
    '<img src="http://canary.example/a.png">',
    '<img src="//canary.example/a.png">',
    "<img src='\\\\canary.example\\share\\a.png'>",
    '<img src="file:///etc/passwd">',
    '<img src="data:image/svg+xml,<svg onload=alert(1)>">',
    '<img src="cid:not-here">',
    '<img src="r0.png">',
    '<img src="../../etc/passwd">',
    '<img src="javascript:alert(1)">',
    '<img src="JaVa\tScRiPt:alert(1)">',
    '<img src="mail://page/index.html">',
    '<img srcset="http://canary.example/1x.png 1x, http://canary.example/2x.png 2x">',
    "<img src=x onerror=\"fetch('http://canary.example')\">",
    '<img lowsrc="http://canary.example/a" dynsrc="http://canary.example/b" longdesc="http://canary.example/c">',
    '<img usemap="http://canary.example/#m" src="">',
    '<image src="http://canary.example/a.png">',
    '<picture><source srcset="http://canary.example/a.webp"><img src="http://canary.example/a"></picture>',
    '<body background="http://canary.example/bg.png">',
    '<table background="http://canary.example/bg.png"><tr background="http://canary.example/2"><td background="file:///x">',
    '<td background="http://canary.example/bg.png">',
    '<div style="background:url(http://canary.example/a)">x</div>',
    "<div style=\"background:URL( 'http://canary.example/a' )\">x</div>",
    '<div style="background:\\75rl(http://canary.example/a)">x</div>',
    '<div style="background:u\\72 l(http://canary.example/a)">x</div>',
    '<div style="background:u/**/rl(http://canary.example/a)">x</div>',
    '<div style="background:&#117;rl(http://canary.example/a)">x</div>',
    "<div style=\"background-image:image-set('http://canary.example/a' 1x)\">x</div>",
    "<div style=\"background:image('http://canary.example/a')\">x</div>",
    '<div style="background:-webkit-cross-fade(url(http://canary.example/a),url(b),50%)">x</div>',
    '<div style="list-style:url(http://canary.example/a)">x</div>',
    '<div style="list-style-image:url(file:///etc/passwd)">x</div>',
    '<div style="border-image:url(http://canary.example/a) 30">x</div>',
    '<div style="cursor:url(http://canary.example/a),auto">x</div>',
    '<div style="content:url(http://canary.example/a)">x</div>',
    '<div style="filter:url(http://canary.example/a#f)">x</div>',
    '<div style="mask:url(http://canary.example/a)">x</div>',
    '<div style="clip-path:url(http://canary.example/a)">x</div>',
    '<div style="shape-outside:url(http://canary.example/a)">x</div>',
    '<div style="width:expression(alert(1))">x</div>',
    '<div style="behavior:url(http://canary.example/a.htc)">x</div>',
    '<div style="-moz-binding:url(http://canary.example/a.xml#x)">x</div>',
    '<div style="--x:url(http://canary.example/a);background:var(--x)">x</div>',
    '<div style="color:attr(data-x url)" data-x="http://canary.example/">x</div>',
    '<div style="position:fixed;top:0;left:0;width:100%;height:100%;background:white">cover</div>',
    '<div style="position:absolute;top:-500px">cover</div>',
    '<div style="margin-top:-500px">cover</div>',
    '<div style="transform:translateY(-500px)">cover</div>',
    '<div style="height:99999999px">tall</div>',
    "<style>@import url(http://canary.example/a.css);</style>",
    "<style>@import 'http://canary.example/a.css';</style>",
    "<style>@font-face{font-family:x;src:url(http://canary.example/a.woff)}p{font-family:x}</style><p>x",
    "<style>p{background:url(http://canary.example/a)}</style><p>x",
    "<style>p{background:\\75\\72\\6c(http://canary.example/a)}</style><p>x",
    "<style>p[title='}']{color:red} p{background:url(http://canary.example/a)}</style>",
    "<style>p{color:red;}/*</style><img src=http://canary.example/a>*/",
    "<style>@namespace x url(http://canary.example/);@page{background:url(http://canary.example/)}</style>",
    "<style>p{}</style ><style><!-- </style><script>alert(1)</script> -->",
    "<style>x{color:red}</style/><img src=x onerror=alert(1)>",
    '<link rel="stylesheet" href="http://canary.example/a.css">',
    '<link rel="prefetch" href="http://canary.example/a">',
    '<link rel="dns-prefetch" href="//canary.example">',
    '<base href="http://canary.example/"><img src="a.png">',
    '<meta http-equiv="refresh" content="0;url=http://canary.example/">',
    '<meta http-equiv="Content-Security-Policy" content="default-src *">',
    '<a href="http://canary.example/" ping="http://canary.example/ping">x</a>',
    '<a href="javascript:alert(1)">x</a>',
    '<map name=m><area href="http://canary.example/"></map>',
    '<iframe src="http://canary.example/"></iframe>',
    '<iframe srcdoc="<img src=http://canary.example/a>"></iframe>',
    '<frameset><frame src="http://canary.example/"></frameset>',
    '<object data="http://canary.example/a.swf"><img src="http://canary.example/b"></object>',
    '<embed src="http://canary.example/a.pdf">',
    '<applet code="x" codebase="http://canary.example/"></applet>',
    '<svg><image href="http://canary.example/a" xlink:href="file:///etc/passwd"/></svg>',
    '<svg><use href="http://canary.example/a.svg#x"/></svg>',
    '<svg onload="alert(1)"><script>alert(1)</script><a xlink:href="javascript:alert(1)">x</a></svg>',
    "<svg><style>*{background:url(http://canary.example/a)}</style></svg>",
    "<svg><foreignObject><iframe src=http://canary.example/></iframe></foreignObject></svg>",
    '<svg></p><style><a id="</style><img src=http://canary.example/a onerror=alert(1)>">',
    "<math><mtext><table><mglyph><style><img src=http://canary.example/a onerror=alert(1)>",
    '<math href="http://canary.example/"><mi xlink:href="http://canary.example/">x</mi></math>',
    '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><p>&e;</p>',
    '<?xml-stylesheet href="http://canary.example/a.xsl"?><p>x',
    '<xml src="http://canary.example/a" id=x></xml><div datasrc="#x" datafld=a dataformatas=html></div>',
    '<form action="http://canary.example/"><input type=image src="http://canary.example/a"><input type=submit></form>',
    '<button formaction="http://canary.example/">x</button>',
    '<isindex action="http://canary.example/">',
    '<video poster="http://canary.example/p" src="http://canary.example/v"><track src="http://canary.example/t"></video>',
    '<audio src="http://canary.example/a" autoplay></audio>',
    '<bgsound src="http://canary.example/a.wav">',
    '<blockquote cite="http://canary.example/">x</blockquote><q cite="http://canary.example/">x</q>',
    '<del cite="http://canary.example/">x</del><ins cite="file:///x">y</ins>',
    '<html manifest="http://canary.example/m" xmlns:x="http://canary.example/"><p>x',
    '<head profile="http://canary.example/"></head><p>x',
    '<script src="http://canary.example/a.js"></script>',
    "<script>new Image().src='http://canary.example/'</script>",
    '<noscript><p title="</noscript><img src=http://canary.example/a onerror=alert(1)>">',
    '<template><img src="http://canary.example/a"></template>',
    '<textarea><img src="http://canary.example/a"></textarea>',
    '<title><img src="http://canary.example/a"></title>',
    "<!--[if mso]><v:image src='http://canary.example/a'/><![endif]-->",
    '<v:image src="http://canary.example/a" xmlns:v="urn:schemas-microsoft-com:vml">',
    '<o:p><img src="http://canary.example/a"></o:p>',
    '<![CDATA[<img src="http://canary.example/a">]]>',
    '<marquee behavior="url(http://canary.example/a)">x</marquee>',
    '<div class="evr-head" id="evr">fake letterhead</div>',
    '</div></div></body></html><img src="http://canary.example/a">',
    '<plaintext><img src="http://canary.example/a">',
    '<xmp><img src="http://canary.example/a"></xmp>',
    "<p title='http://canary.example/ url(x)' lang='http://canary.example/' align='url(http://canary.example/)'>x</p>",
    "<font face='url(http://canary.example/)' color='expression(1)' size='file:///x'>x</font>",
    "<p \x00style=\x00'background:url(http://canary.example/a)'>x",
    "<img/src='http://canary.example/a'/onerror=alert(1)//>",
    "<img src=`http://canary.example/a`>",
    "<<img src='http://canary.example/a'>>",
]

POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="[^"]*">')
ALLOWED_SRC = re.compile(r"r\d+\.(?:png|jpg|gif|webp|bmp)\Z")
FORBIDDEN_TAGS = (
    "script, iframe, frame, frameset, object, embed, applet, link, base, form, input, button, textarea, select, svg, "
    "math, video, audio, source, track, picture, template, noscript, xml, marquee, bgsound, map, area, plaintext, xmp"
)


def page_of(html: str) -> str:
    mail = b"From: a@b.c\nSubject: x\nContent-Type: text/html; charset=utf-8\n\n" + html.encode("utf-8", "replace")
    return lay_out(LayOut("ABC-1"), mail)[0].html


def check(page: str) -> None:
    assert len(POLICY.findall(page)) == 1
    tree = LexborHTMLParser(page)
    assert tree.css(FORBIDDEN_TAGS) == []
    assert len(tree.css("meta")) == 2
    assert len(tree.css(".evr-head")) == 1
    for node in tree.css("*"):
        for name, value in node.attributes.items():
            if node.tag == "meta":
                continue
            assert not name.startswith("on")
            assert name not in ("href", "srcset", "background", "action", "poster", "data", "id", "cite", "ping")
            assert "url" not in (value or "").lower() or name in ("alt", "title", "lang")
            if name == "src":
                assert ALLOWED_SRC.match(value or "")
            elif name == "style":
                assert all(part.count(":") == 1 for part in (value or "").split(";"))
                assert not re.search(r"[\\@<]|position|//", value or "")
            else:
                assert ":" not in (value or "")
    for sheet in tree.css("style"):
        assert not re.search(r"url|@|\\|//|position|expression", sheet.text())
    assert tree.css_first(".evr-body .evr-head") is None


@pytest.mark.parametrize("lure", LURES)
def test_a_lure_reaches_for_nothing(lure: str) -> None:
    check(page_of(lure))
    check(page_of(f"<html><head>{lure}</head><body><p>before{lure}after</p></body></html>"))


@given(st.lists(st.sampled_from([*LURES, "</style>", "-->", "<!--", '">', "'>", "</p>", "<table>", "]]>"]), max_size=8))
def test_lures_together_reach_for_nothing(lures: list[str]) -> None:
    check(page_of("".join(lures)))


@given(st.text(st.sampled_from("<>/='\"abipstylecrurl(:)\\{};@-! \n&#x1;"), max_size=200))
def test_no_jumble_of_signs_reaches_for_anything(jumble: str) -> None:
    check(page_of(jumble))
    check(page_of(f'<style>{jumble}</style><p style="{jumble}">x'))
