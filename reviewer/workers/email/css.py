"""Style sheets of mail, cut down to what can neither fetch, nor move, nor reach out of the mail's own box.

Nothing is interpreted: a selector or value is kept only when it is spelt with a small alphabet, which has no backslash,
no colon, no at-sign and no bracket except those of the colour functions. Whatever a browser makes of it is harmless.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

LARGEST = 200_000
"""Characters of style sheets of one mail that are read."""

SCOPE = ".evr-body"
"""The box of the mail's body; every selector is put inside it."""

ID_CLASS = "id-"
"""With the identifier behind it, the class that stands for an identifier."""

_PROPERTIES_NAMES = """
    background background-color border border-bottom border-bottom-color border-bottom-style border-bottom-width
    border-collapse border-color border-left border-left-color border-left-style border-left-width border-radius
    border-right border-right-color border-right-style border-right-width border-spacing border-style border-top
    border-top-color border-top-style border-top-width border-width caption-side clear color direction display
    empty-cells float font font-family font-size font-stretch font-style font-variant font-weight height letter-
    spacing line-height list-style-type margin margin-bottom margin-left margin-right margin-top max-width min-width
    opacity padding padding-bottom padding-left padding-right padding-top quotes table-layout text-align text-
    decoration text-indent text-transform unicode-bidi vertical-align visibility white-space width word-break word-
    spacing word-wrap overflow-wrap
"""
_PROPERTIES = frozenset(_PROPERTIES_NAMES.split())
_BRACE = re.compile(r"[{}]")
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_COLOUR = re.compile(r"\b(?:rgba?|hsla?)\(([0-9.,%\s/]{1,60}|[0-9.,%\s/]{1,60}deg[0-9.,%\s/]{1,60})\)")
_HEX = re.compile(r"#[0-9A-Fa-f]{3,8}\b")
_VALUE = re.compile(r"[A-Za-z0-9 #%.,'\"+\-!/]{1,300}\Z")
_QUOTED = re.compile("[\"']")
_HUGE = re.compile(r"\d{5,}|\d[eE]\d")
_NEGATIVE = re.compile(r"(?<![\w#])-\s*[\d.]")
_SELECTOR = re.compile(r"[A-Za-z0-9 .#>*_-]{1,200}\Z")
_ROOT = re.compile(r"(?:html\s*>?\s*)?\bbody\b|\bhtml\b", re.IGNORECASE)
_ID = re.compile(r"#([\w-]+)")
_OURS = re.compile(r"evr-", re.IGNORECASE)


def clean_declarations(style: str) -> str:
    """The harmless declarations of a ``style`` attribute."""
    kept = []
    for declaration in _COMMENT.sub(" ", style[:LARGEST]).split(";"):
        name, _, value = declaration.partition(":")
        name, value = name.strip().lower(), " ".join(value.split())
        if name in _PROPERTIES and _harmless(name, value):
            kept.append(f"{name}:{value}")
    return ";".join(kept)


def clean_sheet(css: str) -> str:
    """The harmless rules of a style sheet, each selector inside :data:`SCOPE`; at-rules are dropped."""
    rules: list[str] = []
    for prelude, body in _blocks(css):
        selectors = [scoped for one in prelude.split(",") if (scoped := _scoped(one))]
        declarations = clean_declarations(body)
        if selectors and declarations:
            rules.append(f"{','.join(selectors)}{{{declarations}}}")
    return "\n".join(rules)


def rules_of(css: str) -> Iterator[tuple[str, str]]:
    """Each selector that :func:`clean_sheet` would keep, with its declarations as written."""
    for prelude, body in _blocks(css):
        for one in prelude.split(","):
            if _scoped(one):
                yield " ".join(one.split()), body


def declarations_of(body: str) -> dict[str, str]:
    """Declarations as written, by name; the last one of a name counts. Names and values in small letters."""
    found: dict[str, str] = {}
    for declaration in _COMMENT.sub(" ", body[:LARGEST]).lower().split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            found[name.strip()] = " ".join(value.replace("!important", " ").split())
    return found


def _blocks(css: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations of each rule; at-rules are left out."""
    css = _COMMENT.sub(" ", css[:LARGEST]).replace("<!--", " ").replace("-->", " ")
    at = 0
    while (brace := css.find("{", at)) >= 0:
        prelude = css[at:brace].rpartition(";")[2].strip()
        end = _block_end(css, brace)
        at = end + 1
        if not prelude.startswith("@"):
            yield prelude, css[brace + 1 : end]


def _block_end(css: str, brace: int) -> int:
    depth = 0
    for match in _BRACE.finditer(css, brace):
        depth += 1 if match[0] == "{" else -1
        if not depth:
            return match.start()
    return len(css)


def _harmless(name: str, value: str) -> bool:
    plain = _HEX.sub("0", _COLOUR.sub("0", value))
    if not name.startswith("font") and _QUOTED.search(plain):  # words that the page would show and the text lacks
        return False
    if not _VALUE.match(plain) or plain.count('"') % 2 or plain.count("'") % 2 or "//" in plain:
        return False
    return not _HUGE.search(plain) and not (name != "font-family" and _NEGATIVE.search(plain))


def _scoped(selector: str) -> str:
    selector = " ".join(selector.split())
    if not _SELECTOR.match(selector) or _OURS.search(selector) or selector.startswith(">"):
        return ""
    selector = _ID.sub(rf".{ID_CLASS}\1", selector)
    selector = _ROOT.sub(".evr-mail", selector, count=1)
    return f"{SCOPE} {selector}"
