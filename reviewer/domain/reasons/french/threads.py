"""What shows that a message answers another."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "thread.by_hand": "indiqué par {reviewer}, {at}",
    "thread.in_reply_to": "son In-Reply-To nomme {parent}",
    "thread.of_answer": "{message}, une réponse dans son fil, a : {because}",
    "thread.quotes": "il cite {parent} : « … {words} … »",
    "thread.references": "son References nomme {parent} en dernier",
    "thread.references_agree": "son References et son In-Reply-To nomment {parent}",
    "thread.references_between": "le References de {message} nomme {parent} avant {child}",
    "thread.same_subject": "le même objet que {parent}, {days:d} jours après, et les deux nomment {person}",
}
"""The sentence of each code; see :mod:`reviewer.domain.reasons.vocabulary` for how places are written."""
