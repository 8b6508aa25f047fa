"""Why what rests on something has to be looked at again, and what an outcome lacks."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "basis.allegation": "the allegation {because}",
    "basis.changed": "was changed: {fact} “{now}”, before: “{before}”",
    "basis.changed_from_none": "was changed: {fact} “{now}”, before: none",
    "basis.changed_to_none": "was changed: {fact} none, before: “{before}”",
    "basis.clause": "the clause {because}",
    "basis.element_added": "element {number:d} was added to the clause",
    "basis.element_explained": "element {number:d} is explained otherwise",
    "basis.exempt": "an exemption that applies and a sustained finding contradict each other",
    "basis.finds": "{query} finds {count:,} {count:document|documents} more: {items}",
    "basis.finds_counted": "{query} finds {count:,} {count:document|documents} more",
    "basis.finds_many": "{query} finds {count:,} {count:document|documents} more: {items} and {rest:,} more",
    "basis.ground": "element {number:d}: {ground} {because}",
    "basis.ground_found": "element {number:d}: {ground} speaks {side} it, though it is confirmed that none was found",
    "basis.ground_speaks": "element {number:d}: {ground} now speaks {side} it",
    "basis.ground_taken": "element {number:d}: {ground} was taken out",
    "basis.limit": "is measured against another limit: “{now}”, before: “{before}”",
    "basis.limit_from_none": "is measured against another limit: “{now}”, before: none",
    "basis.limit_to_none": "is measured against another limit: none, before: “{before}”",
    "basis.looked_back": "element {number:d}: what was looked for {side} it was taken back",
    "basis.no_act": "no passage shows that the act took place; where it did not, it is unfounded",
    "basis.no_passage": "element {number:d} ({element}): no passage speaks for it",
    "basis.not_absent": "nothing shows that the act did not take place: no passage against an element, and not every "
    "element was looked for in vain",
    "basis.not_allowed": "nothing shows that the act was allowed: no passage against an element, and no exemption",
    "basis.other_fact": "has another {fact}",
    "basis.query_other": "{query} stands for another search by now",
    "basis.query_other_finds": "{query} stands for another search by now; it finds {count:,} "
    "{count:document|documents} more: {items}",
    "basis.query_other_finds_many": "{query} stands for another search by now; it finds {count:,} "
    "{count:document|documents} more: {items} and {rest:,} more",
    "basis.query_refused": "{query} is not understood any more: {problem}",
    "basis.removed": "was removed",
    "basis.rests_on_nothing": "element {number:d} ({element}) rests on nothing: no passage, and no search for what "
    "speaks for it",
    "basis.search": "element {number:d}: the search {side} it: {because}",
    "basis.search_taken": "element {number:d}: the search {query} {side} it was taken out",
    "basis.signature": "the signature of {name} does not hold: {problem}",
    "basis.unexplained": "element {number:d} ({element}): passages speak for it, and no explanation says why they "
    "prove nothing",
    "basis.unlooked": "element {number:d} ({element}): nothing speaks against it, and nobody has confirmed that this "
    "was looked for",
}
"""The sentence of each code; see :mod:`reviewer.domain.reasons.vocabulary` for how places are written."""
