"""The French sentence of each code, family by family."""

from __future__ import annotations

from collections.abc import Mapping

from reviewer.domain.reasons.french import (
    archive,
    containers,
    email,
    hidden,
    office,
    outlook,
    pages,
    pdf,
    plain,
    threads,
    worker,
)

_FAMILIES: tuple[Mapping[str, str], ...] = (
    archive.SENTENCES,
    containers.SENTENCES,
    email.SENTENCES,
    hidden.SENTENCES,
    office.SENTENCES,
    outlook.SENTENCES,
    pages.SENTENCES,
    pdf.SENTENCES,
    plain.SENTENCES,
    threads.SENTENCES,
    worker.SENTENCES,
)

SENTENCES: dict[str, str] = {code: template for family in _FAMILIES for code, template in family.items()}

WORDS: dict[str, dict[str, str]] = {
    "unit": {
        "cells": "cellules",
        "cells in a row": "cellules sur une ligne",
        "characters": "caractères",
        "characters in a row": "caractères d’affilée",
        "characters of HTML": "caractères de HTML",
        "elements": "éléments",
        "entries": "entrées",
        "paragraphs": "paragraphes",
        "rules of style": "règles de style",
    },
    "worker": {
        "reader": "le lecteur",
        "OCR reader": "le lecteur d’OCR",
        "picture decoder": "le décodeur d’images",
        "print worker": "le processus d’impression",
        "ranker": "le programme de classement",
    },
}
"""What stands for an argument that is a word of the program's own, by the argument's name."""
