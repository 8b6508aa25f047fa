"""Files and what lies in them, as they are taken in."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "container.apart": "d’après ses octets dans le dossier",
    "container.between": "à partir de l’octet {offset:,}, il ne contient aucun message sur {count:,} octets",
    "container.itself": "il se trouve dans une archive identique à lui : il n’a pas été ouvert de nouveau",
    "container.list_counts": "sa liste compte {declared:,} membres, dont {found:,} ont été trouvés",
    "container.member_unfound": "la liste de ce qui le contenait le compte, mais il n’y a pas été trouvé",
    "container.over_ratio": (
        "décompressées, les archives de ce fichier font plus de {limit:,} fois sa taille ; le reste y a été laissé : "
        "relevez la limite « taux de compression », ou exportez cet élément et ajoutez-le seul"
    ),
    "container.same": "le même conteneur figure déjà dans ce fichier, et ses membres y sont énumérés",
    "container.too_deep": (
        "il est à plus de {limit:,} niveaux de profondeur, la limite « profondeur » : il est gardé mais n’a pas été lu"
    ),
    "container.too_long": (
        "les archives de ce fichier ont pris plus de temps que les {limit:,} secondes qui leur sont accordées "
        "(davantage pour un grand fichier) ; le reste y a été laissé : relevez la limite « secondes » et réessayez"
    ),
    "container.too_many": (
        "ce fichier contient plus de {limit:,} archives ; celle-ci est gardée mais n’a pas été ouverte : relevez la "
        "limite « archives », ou exportez-la et ajoutez-la seule"
    ),
    "container.too_much": (
        "il sort plus de {limit:,} Mio des archives de ce fichier ; le reste y a été laissé : relevez la limite "
        "« contenu imbriqué », ou exportez cet élément et ajoutez-le seul"
    ),
    "container.waiting": "son contenu est en cours de réception",
    "file.bytes_unreadable": "ses octets ne peuvent pas être lus : {detail}",
    "file.case_itself": "c’est le fichier du dossier lui-même",
    "file.changed": "il a changé pendant sa lecture",
    "file.changed_since": "il a changé depuis la réception de ses premiers membres",
    "file.folder_unreadable": "le répertoire ne peut pas être lu : {detail}",
    "file.link": "un lien vers un autre endroit, qui n’est pas suivi",
    "file.members_changed": "il a changé pendant la réception de ses membres",
    "file.other_size": "il n’était pas au repos : {found:,} octets lorsqu’il a été trouvé, {read:,} à sa lecture",
    "file.rewritten": (
        "il n’était pas au repos : lui, ou ce que le système de fichiers en note, a été modifié entre le moment où il "
        "a été trouvé et sa lecture"
    ),
    "file.shorter_since": "il est plus court que lors de la réception de ses premiers membres",
    "file.special": "ni un fichier ni un répertoire",
    "file.unreadable": "il ne peut pas être lu : {detail}",
    "member.picture_shown": "une image que le message affiche",
}
"""The sentence of each code; see :mod:`reviewer.domain.reasons.vocabulary` for how places are written."""
