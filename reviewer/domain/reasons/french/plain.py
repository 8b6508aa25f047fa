"""Text files, calendars and cards."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "plain.charset_guessed": "jeu de caractères deviné : {charset} ; le fichier n’en nomme aucun",
    "plain.attached_many": "seuls les {limit:,} premiers fichiers de ses entrées sont extraits",
    "plain.entries_many": "seules les {limit:,} premières entrées sont affichées",
    "plain.entry_open": "une entrée n’est pas fermée ; le fichier est peut-être coupé",
    "plain.lines_unread": (
        "{count:,} {count:ligne n’est pas un champ et s’affiche telle quelle|lignes ne sont pas des champs et "
        "s’affichent telles quelles}"
    ),
    "plain.no_entry_in_calendar": "aucune entrée ne peut être trouvée dans ce qui se dit un calendrier",
    "plain.no_entry_in_card": "aucune entrée ne peut être trouvée dans ce qui se dit une carte de visite",
    "plain.text_long": "seuls ses {limit:,} premiers caractères sont affichés et cherchés",
}
"""The sentence of each code; see :mod:`reviewer.domain.reasons.vocabulary` for how places are written."""
