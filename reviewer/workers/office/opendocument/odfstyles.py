"""The styles of an OpenDocument file that matter here: what hides words, rows, columns, sheets and slides."""

from __future__ import annotations

from dataclasses import dataclass, field

from reviewer.workers.office.xml import Element, attr, name, within


@dataclass(slots=True)
class OdfStyles:
    """Names of styles by what they do."""

    hidden_words: set[str] = field(default_factory=set)
    hidden_tables: set[str] = field(default_factory=set)
    hidden_pages: set[str] = field(default_factory=set)
    bold: set[str] = field(default_factory=set)
    italic: set[str] = field(default_factory=set)
    headings: dict[str, int] = field(default_factory=dict)
    numbered: set[str] = field(default_factory=set)

    def page_hidden(self, style: str) -> bool:
        """Whether a slide of that style is left out of the show."""
        return style in self.hidden_pages


def read_styles(*roots: Element) -> OdfStyles:
    """The styles of all parts, with what they take from the styles they rest on."""
    told = OdfStyles()
    parents: dict[str, str] = {}
    for root in roots:
        for each in within(root, "style:style"):
            label = attr(each, "name")
            parents[label] = attr(each, "parent-style-name")
            _take(told, label, each)
        for each in within(root, "text:list-style"):
            if any(name(level) == "text:list-level-style-number" for level in each):
                told.numbered.add(attr(each, "name"))
    for label, parent in parents.items():
        above, steps = parent, 0
        while above and steps < 20:
            for group in (told.hidden_words, told.bold, told.italic):
                if above in group:
                    group.add(label)
            above, steps = parents.get(above, ""), steps + 1
    return told


def _take(told: OdfStyles, label: str, style: Element) -> None:
    for part in style:
        what = name(part)
        if what in {"style:text-properties", "style:properties"}:
            if attr(part, "display") == "none":
                told.hidden_words.add(label)
            if attr(part, "font-weight") == "bold":
                told.bold.add(label)
            if attr(part, "font-style") == "italic":
                told.italic.add(label)
        if what in {"style:table-properties", "style:properties"} and attr(part, "display") == "false":
            told.hidden_tables.add(label)
        if what in {"style:drawing-page-properties", "style:properties"} and attr(part, "visibility") == "hidden":
            told.hidden_pages.add(label)
    if attr(style, "display-name") == "Title" or label == "Title":
        told.headings[label] = 1


def is_numbered(styles: OdfStyles, list_element: Element) -> bool:
    """Whether the items of a list are counted."""
    return attr(list_element, "style-name") in styles.numbered
