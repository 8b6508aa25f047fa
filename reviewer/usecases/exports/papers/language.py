"""The words of papers in a language that was chosen."""

from __future__ import annotations

from reviewer.desktop.resources import resource
from reviewer.domain.exports.report_options import Language
from reviewer.export.texts import Texts, texts


def said_in(language: Language) -> Texts:
    """The catalogue of the report and its papers in a language; ExportError when it cannot be read."""
    return texts(resource("report"), language.value)
