"""Why what rests on something has to be looked at again, and what an outcome lacks."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "basis.allegation": "le grief {because}",
    "basis.changed": "a changé : {fact} « {now} », auparavant : « {before} »",
    "basis.changed_from_none": "a changé : {fact} « {now} », auparavant : rien",
    "basis.changed_to_none": "a changé : {fact} rien, auparavant : « {before} »",
    "basis.clause": "la règle {because}",
    "basis.element_added": "l’élément {number:d} a été ajouté à la règle",
    "basis.element_explained": "l’élément {number:d} est expliqué autrement",
    "basis.exempt": "une exception qui s’applique et un grief établi se contredisent",
    "basis.finds": "{query} trouve {count:,} {count:document|documents} de plus : {items}",
    "basis.finds_counted": "{query} trouve {count:,} {count:document|documents} de plus",
    "basis.finds_many": "{query} trouve {count:,} {count:document|documents} de plus : {items} et {rest:,} "
    "{rest:autre|autres}",
    "basis.ground": "élément {number:d} : {ground} {because}",
    "basis.ground_found": "élément {number:d} : {ground} parle {side} lui, alors qu’il est confirmé qu’on n’a rien "
    "trouvé",
    "basis.ground_speaks": "élément {number:d} : {ground} parle désormais {side} lui",
    "basis.ground_taken": "élément {number:d} : {ground} n’y figure plus",
    "basis.limit": "se mesure à une autre limite : « {now} », auparavant : « {before} »",
    "basis.limit_from_none": "se mesure à une autre limite : « {now} », auparavant : rien",
    "basis.limit_to_none": "se mesure à une autre limite : rien, auparavant : « {before} »",
    "basis.looked_back": "élément {number:d} : il n’est plus dit ce qui a été cherché {side} lui",
    "basis.no_act": "aucun extrait ne montre que l’acte a eu lieu ; s’il n’a pas eu lieu, le grief est infondé",
    "basis.no_passage": "élément {number:d} ({element}) : aucun extrait ne parle pour lui",
    "basis.not_absent": "rien ne montre que l’acte n’a pas eu lieu : aucun extrait contre un élément, et tous les "
    "éléments n’ont pas été cherchés en vain",
    "basis.not_allowed": "rien ne montre que l’acte était permis : aucun extrait contre un élément, et aucune "
    "exception",
    "basis.other_fact": "a changé : {fact}",
    "basis.query_other": "{query} désigne maintenant une autre recherche",
    "basis.query_other_finds": "{query} désigne maintenant une autre recherche ; elle trouve {count:,} "
    "{count:document|documents} de plus : {items}",
    "basis.query_other_finds_many": "{query} désigne maintenant une autre recherche ; elle trouve {count:,} "
    "{count:document|documents} de plus : {items} et {rest:,} {rest:autre|autres}",
    "basis.query_refused": "{query} n’est plus comprise : {problem}",
    "basis.removed": "n’existe plus",
    "basis.rests_on_nothing": "l’élément {number:d} ({element}) ne repose sur rien : aucun extrait, ni aucune "
    "recherche de ce qui parle pour lui",
    "basis.search": "élément {number:d} : la recherche {side} lui : {because}",
    "basis.search_taken": "élément {number:d} : la recherche {query} {side} lui a été retirée",
    "basis.signature": "la signature de {name} n’est pas valable : {problem}",
    "basis.unexplained": "élément {number:d} ({element}) : des extraits parlent pour lui, et rien n’explique pourquoi "
    "ils ne prouvent rien",
    "basis.unlooked": "élément {number:d} ({element}) : rien ne parle contre lui, et personne n’a confirmé l’avoir "
    "cherché",
}
"""The sentence of each code; see :mod:`reviewer.domain.reasons.vocabulary` for how places are written."""
