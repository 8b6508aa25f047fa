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
    "what": {
        "JavaScript": "JavaScript",
        "XFA form": "formulaire XFA",
        "a base for links to the web": "une base pour les liens vers le web",
        "actions of other kinds": "actions d’autres sortes",
        "actions that run by themselves": "actions qui s’exécutent d’elles-mêmes",
        "attached files": "fichiers joints",
        "commands to start programs": "commandes de lancement de programmes",
        "comments": "commentaires",
        "descriptions that no page shows": "descriptions qu’aucune page ne montre",
        "fields of a form": "champs d’un formulaire",
        "forms that load data": "formulaires qui chargent des données",
        "forms that send themselves": "formulaires qui s’envoient d’eux-mêmes",
        "links to other files": "liens vers d’autres fichiers",
        "links to the web": "liens vers le web",
        "private data of programs": "données privées de logiciels",
        "properties of pictures": "propriétés d’images",
        "properties of the maker": "propriétés de l’auteur du fichier",
        "signatures": "signatures",
        "sound": "son",
        "film or 3D": "film ou 3D",
        "thumbnails of pages": "vignettes de pages",
        "which no copy keeps": "qu’aucune copie ne conserve",
        "which stay as they look": "qui gardent leur aspect",
    },
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
"""What stands for an argument that is a word of the program's own, or several by commas, by the argument's name."""
