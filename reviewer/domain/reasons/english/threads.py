"""What shows that a message answers another."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "thread.by_hand": "said by {reviewer}, {at}",
    "thread.in_reply_to": "its In-Reply-To names {parent}",
    "thread.of_answer": "{message}, an answer in its thread, has {because}",
    "thread.quotes": "it quotes {parent}: “… {words} …”",
    "thread.references": "its References name {parent} last",
    "thread.references_agree": "its References and its In-Reply-To name {parent}",
    "thread.references_between": "the References of {message} name {parent} before {child}",
    "thread.same_subject": "the same subject as {parent}, {days:d} days after it, and both name {person}",
}
"""The sentence of each code; see :mod:`reviewer.domain.reasons.vocabulary` for how places are written."""
