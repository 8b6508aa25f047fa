"""PDFs, and pages drawn or made of them."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "pdf.actions_unread": "ses actions n’ont pas pu être cherchées, car le PDF est endommagé",
    "pdf.clip_outside": "cette partie est hors de la page",
    "pdf.damaged": "le PDF est endommagé : {because}",
    "pdf.empty": "le PDF est vide",
    "pdf.encryption_unknown": "le PDF est chiffré d’une façon qui ne peut pas être levée ici",
    "pdf.file_missing": "le fichier joint « {name} » manque : {because}",
    "pdf.file_packed": "ses octets ne peuvent pas être décompressés",
    "pdf.file_size_differs": "le PDF déclare {declared:,} octets et en contient {found:,}",
    "pdf.files_large": "les fichiers joints sont trop grands ensemble",
    "pdf.files_many": "seuls les {limit:,} premiers fichiers joints en ont été sortis",
    "pdf.files_unread": "les fichiers qui y sont joints n’ont pas pu être cherchés, car le PDF est endommagé",
    "pdf.form_unread": "son formulaire n’a pas pu être cherché, car le PDF est endommagé",
    "pdf.hidden_looked_for": "cherché sur les {limit:,} premières pages",
    "pdf.hidden_in_time": (
        "les mots qui y sont cachés n’ont été cherchés qu’avant la page {page:d}, car son temps processeur était épuisé"
    ),
    "pdf.hidden_letters": (
        "les mots cachés de la page {page:d} n’ont pas été cherchés : elle dessine plus de {limit:,} lettres"
    ),
    "pdf.hidden_unread": "les mots cachés n’ont pas pu y être cherchés, car le PDF est endommagé",
    "pdf.labels_differ": "il y a {labels:d} mentions pour {count:d} pages",
    "pdf.highlight_off": "un surlignage est à la page {page:d} sur {count:d}",
    "pdf.left_out": "omis dans cette copie : {what}",
    "pdf.locked": "le PDF demande un mot de passe",
    "pdf.locked_still": "le PDF demande un mot de passe qui n’est pas parmi ceux essayés",
    "pdf.mended_copy": "une copie faite par {reader}, car le PDF est endommagé",
    "pdf.no_page": "le PDF est endommagé : aucune page ne peut y être trouvée",
    "pdf.no_page_readable": "le PDF est endommagé : aucune de ses pages ne peut être lue",
    "pdf.no_such_page": "il n’y a pas de page {page:d} dans un document de {count:d} pages",
    "pdf.none": "ce n’est pas un PDF",
    "pdf.not_bound": "le rapport et ses pièces n’ont pas pu être réunis en un PDF",
    "pdf.not_encrypted": "le rapport n’a pas pu être chiffré de façon à s’ouvrir de nouveau",
    "pdf.not_redacted": "la copie caviardée n’a pas pu être faite",
    "pdf.not_stamped": "le PDF est trop endommagé pour en faire une pièce",
    "pdf.not_shown": "dans cette copie sans être visible sur aucune de ses pages : {what}",
    "pdf.notes_unread": "les notes sur ses pages n’ont pas pu être cherchées, car le PDF est endommagé",
    "pdf.page_damaged": "la page {page:d} est endommagée et n’a pas pu être lue",
    "pdf.page_damaged_in_part": "la page {page:d} est endommagée en partie ; il peut manquer des mots",
    "pdf.page_not_drawn": "la page {page:d} est endommagée et ne peut pas être dessinée",
    "pdf.page_size": "la page {page:d} se dit de {width} sur {height} points, ce qu’aucune page ne peut faire",
    "pdf.pages_gathered": (
        "il est endommagé : sa liste de pages est perdue ; {count:,} {count:page a été trouvée|pages ont été trouvées} "
        "sans elle, peut-être dans un autre ordre"
    ),
    "pdf.pages_many": "le PDF a {count:,} pages ; {limit:,} au plus peuvent être lues",
    "pdf.pages_not_copied": "ses pages n’ont pas pu être copiées",
    "pdf.pages_unread": (
        "à partir de la page {page:d}, ses pages n’ont pas été lues, car elles prennent plus de temps processeur "
        "qu’un élément ne peut en avoir"
    ),
    "pdf.picture_large": "l’image serait trop grande ; demandez moins de la page, ou une échelle plus petite",
    "pdf.picture_over_memory": "l’image serait trop grande pour la mémoire partagée avec la fenêtre",
    "pdf.redaction_off": "un caviardage est à la page {page:d} sur {count:d}",
    "pdf.scale": "une page se dessine entre {least} et {most} pixels par point",
    "pdf.second_reader": (
        "il est endommagé : le premier lecteur n’y a trouvé aucune page, {reader} a lu ses pages ; les fichiers joints "
        "et les champs de formulaire n’ont pas pu être cherchés"
    ),
    "pdf.text_many": "à partir de la page {page:d}, il y a plus de texte qu’il ne peut en être gardé",
    "pdf.unlocked_copy": "une copie sans son mot de passe",
    "pdf.unreadable": "le PDF est trop endommagé pour être lu",
    "pdf.words_off": "des mots sont à la page {page:d} sur {count:d}",
}
"""The sentence of each code; see :mod:`reviewer.domain.reasons.vocabulary` for how places are written."""
