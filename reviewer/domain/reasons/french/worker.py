"""Readers, the processes they run in, and reasons as such."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "reader.alone": "il n’y a personne pour donner au lecteur les octets qu’il veut, ou pour prendre ceux qu’il a",
    "reader.answer": "la réponse du lecteur n’avait pas de sens : {detail}",
    "reader.converts_only": "le convertisseur ne fait que convertir un document à la fois",
    "reader.damaged": "il est endommagé ou interrompu : {format}",
    "reader.ranks_only": "le classeur ne fait que classer ce qu’il a reçu",
    "reader.encrypts_only": "le chiffreur ne fait que chiffrer ce qu’il a reçu",
    "reader.decodes_only": "le décodeur ne fait que décoder une image",
    "reader.empty": "il est vide : il ne contient pas un octet",
    "reader.fault": "le lecteur n’a pas su le lire ({error} : {detail})",
    "reader.files_differ": "il n’y a pas un fichier pour chaque élément à lire",
    "reader.locked": "il est protégé par un mot de passe",
    "reader.mailbox_from_beginning": "une boîte aux lettres doit être divisée depuis son début",
    "reader.memory": "il demande plus de mémoire qu’un lecteur ne peut en avoir",
    "reader.needs_document_and_pages": "il faut un document et ses pages",
    "reader.needs_one_file": "il faut exactement un fichier",
    "reader.nesting": "il est imbriqué trop profondément",
    "reader.no_container": "aucun conteneur n’est ouvert pour en sortir des membres",
    "reader.no_document": "aucun document n’est ouvert pour être dessiné ou reconnu",
    "reader.no_reader": "pas encore de lecteur pour {format}",
    "reader.lookalike": (
        "toutes les lettres de « {text} » ne sont pas ce qu’elles semblent : la lettre {letter} est « {name} » ; "
        "une recherche du mot tel qu’on le voit ne le trouve pas"
    ),
    "reader.lookalike_rest": (
        "les lettres qui ressemblent à d’autres ont été cherchées dans ses {letters:,} premières lettres, à {places:,} "
        "endroits au plus ; le reste n’a pas été examiné"
    ),
    "reader.no_reader_yet": "pas encore de lecteur pour ce genre de fichier",
    "reader.not_done_here": "un lecteur ne fait pas {request}",
    "reader.not_taken_apart": "{kind} : ne s’ouvre pas membre par membre",
    "reader.prints_only": "le processus d’impression ne fait qu’imprimer",
    "reader.rest_unread": "la suite n’a pas pu être lue : {because}",
    "reader.slow_items": (
        "ce qui est long à lire dans son fichier a épuisé ensemble {limit:d} secondes de temps de calcul ; "
        "il serait long, lui aussi, et peut être réessayé seul"
    ),
    "reader.too_large": "il est plus grand que ce qu’un lecteur peut prendre",
    "reader.turned": (
        "une partie de son texte s’affiche dans un autre ordre que celui où il est stocké et cherché ({how}) : "
        "« {text} » est stocké"
    ),
    "reason.legacy": "{sentence}",
    "reason.more": "et {count:,} de plus",
    "reason.unknown": "une raison que cette version ne connaît pas ({code})",
    "worker.crashed": "{worker} : arrêt brutal (signal {signal:d})",
    "worker.exited": "{worker} : fin inattendue (code {exit:d})",
    "worker.forbidden": "{worker} : arrêté pour avoir tenté une action interdite (signal {signal:d})",
    "worker.killed": "{worker} : arrêté par le système, peut-être faute de mémoire (signal {signal:d})",
    "worker.no_converter": "il n’y a pas de LibreOffice sur cette machine",
    "worker.no_ranker": "le classement par pertinence ne peut pas être lancé sur cette machine",
    "worker.no_encrypter": "le chiffrement d’un rapport ne peut pas être lancé sur cette machine",
    "worker.no_decoder": "il n’y a pas de décodeur d’images HEIC sur cette machine",
    "worker.no_memory_folder": "LibreOffice n’est pas utilisé : il n’y a pas de dossier en mémoire ici ({folder})",
    "worker.no_printer": "il n’y a pas de processus d’impression sur cette machine",
    "worker.nonsense": "{worker} : réponse dénuée de sens : {detail}",
    "worker.not_started": "aucun lecteur n’a pu être lancé : {detail}",
    "worker.not_usable": "{detail}",
    "worker.picture_large": "une si grande image d’une page ne peut pas être dessinée d’un coup",
    "worker.processor_time": "{worker} : temps de calcul épuisé (signal {signal:d})",
    "worker.program_not_started": "{worker} n’a pas pu être lancé : {detail}",
    "worker.shut_down": "les processus de lecture ont été fermés",
    "worker.silent": "{worker} : ne répond plus",
    "worker.timeout": "{worker} : arrêté après plus de {seconds} secondes",
    "worker.too_much": "{size:,} octets en {pieces:,} morceaux, c’est plus qu’un processus ne prend à la fois",
}
"""The sentence of each code; see :mod:`reviewer.domain.reasons.vocabulary` for how places are written."""
