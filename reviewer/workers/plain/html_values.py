"""HTML within a field of a calendar or a card: what its page shows, what it hides, and which way its letters run."""

from __future__ import annotations

from dataclasses import dataclass, field

from reviewer.domain.evidence.reading import MORE_HIDDEN, Hidden
from reviewer.domain.reasons.reason import Reason
from reviewer.workers.email.beside import words_beside
from reviewer.workers.email.html_text import visible_text
from reviewer.workers.email.layout import foot_lines
from reviewer.workers.email.sanitise import sanitise
from reviewer.workers.hidden.html import MOST_CHARS, hidden_in_html
from reviewer.workers.turned import turned_in_page


@dataclass(slots=True)
class HtmlValues:
    """The HTML of the fields of one file, each read as the HTML of a message is."""

    turned: Reason | None = None
    _pages: dict[str, str] = field(default_factory=dict)
    _hidden: dict[Reason, dict[str, None]] = field(default_factory=dict)
    _kept: int = 0
    _cut: bool = False

    def read(self, html: str) -> str:
        """The words that HTML shows, and where its links lead; what it hides is kept apart."""
        if html not in self._pages:
            clean = sanitise(html, {})
            self._pages[html] = "\n".join([visible_text(clean.html, clean.sheet), *foot_lines(clean)]).strip()
            self.turned = self.turned or turned_in_page(html)
            for each in hidden_in_html(html):
                self._hide(each)
        return self._pages[html]

    @property
    def hidden(self) -> tuple[Hidden, ...]:
        """The hidden words of all fields, by the way in which they are hidden."""
        found = [Hidden("\n".join(texts), by) for by, texts in self._hidden.items() if texts]
        return (*found, MORE_HIDDEN) if self._cut else tuple(found)

    @property
    def beside(self) -> str:
        """Line by line what stands in the attributes of the HTML that its page shows."""
        return words_beside(self._pages)

    def _hide(self, hidden: Hidden) -> None:
        texts = self._hidden.setdefault(hidden.by, {})
        text = hidden.text[: MOST_CHARS - self._kept]
        self._cut = self._cut or hidden == MORE_HIDDEN or len(text) < len(hidden.text)
        if hidden != MORE_HIDDEN and text and text not in texts:
            self._kept += len(text)
            texts[text] = None
