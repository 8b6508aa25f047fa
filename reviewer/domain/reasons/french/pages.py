"""Pictures, recognised text, and the making of pages."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "libre.crashed": "LibreOffice a planté en le lisant",
    "libre.crashed_by": "LibreOffice a planté en le lisant (signal {signal:d})",
    "libre.ended": "LibreOffice a été arrêté en le lisant",
    "libre.file_size": "LibreOffice écrirait un fichier plus grand que permis",
    "libre.format": "LibreOffice n’est pas chargé de lire ce format ({format})",
    "libre.memory": "LibreOffice en a fait plus que la mémoire ne peut contenir, et a été arrêté",
    "libre.no_pages": "LibreOffice n’en a fait aucune page",
    "libre.not_loaded": "LibreOffice n’a pas pu le charger",
    "libre.not_saved": "LibreOffice n’a pas pu en faire des pages",
    "libre.not_started": "LibreOffice n’a pas pu être lancé",
    "libre.pages_large": "LibreOffice en a fait {count:,} octets de pages ; le maximum est {limit:,}",
    "libre.processor_time": "LibreOffice y a épuisé son temps de calcul",
    "libre.small_letters": "ses lettres auraient moins de {limit:d} points",
    "libre.too_old": "ce LibreOffice est trop ancien",
    "libre.too_slow": "LibreOffice y a mis plus de {seconds} secondes et a été arrêté",
    "libre.trial": "il n’a fait aucune page d’un document d’essai",
    "ocr.gave_up": "le moteur d’OCR a abandonné la page",
    "ocr.language": "le moteur d’OCR ne peut pas utiliser les données de langue pour {language} dans {folder}",
    "ocr.memory": "le moteur d’OCR n’a pas pu obtenir de mémoire",
    "ocr.no_engine": "cette version de PyMuPDF n’a pas de moteur d’OCR utilisable : {detail}",
    "ocr.not_started": "ce lecteur a été lancé sans moteur d’OCR",
    "ocr.passage_stands": "un extrait ou un caviardage repose sur son texte",
    "ocr.passages_stand": "{count:,} extraits ou caviardages reposent sur son texte",
    "pages.decoded_by": "décodé par {engine}",
    "pages.letters_missing": (
        "{count:,} {count:caractère qu’aucune police disponible ne montre s’affiche|caractères qu’aucune police "
        "disponible ne montre s’affichent} □"
    ),
    "pages.many": "il a plus de {limit:,} {unit}, ce qui est trop pour être mis en page",
    "pages.no_pages": "ce genre d’élément ne s’affiche pas en pages",
    "pages.none": "{detail}",
    "pages.not_by_libreoffice": "pas par LibreOffice : {because}",
    "pages.paper_unknown": "« {paper} » n’est pas un papier ; choisissez parmi : {papers}",
    "pages.plain_only": "texte brut seulement : {because}",
    "pages.plain_text": "mis en page comme texte brut",
    "pages.processor_time": (
        "tout ce qui est fait pour ses pages peut prendre {limit:d} secondes de temps de calcul, et elles sont épuisées"
    ),
    "pages.redacted": "refait à partir de pixels, avec {count:,} {count:cache|caches} sur ce qui est caviardé",
    "pages.redacted_no_words": (
        "certains mots ne peuvent pas être cherchés : il n’y a pas de données de langue pour l’OCR sur cet ordinateur"
    ),
    "pages.rest_follows": "ce que les pages de LibreOffice ne montrent pas suit à partir de la page {page:d}",
    "pages.rest_missing": "ce que ces pages ne montrent pas n’a pas pu être mis en page : {because}",
    "pages.large": "{count:,} {unit}, c’est trop pour être mis en page ; le maximum est {limit:,}",
    "pages.cut": (
        "seuls les {shown:,} premiers caractères sur {count:,} sont dans les pages ; tous peuvent être cherchés"
    ),
    "pages.try_again": (
        "ses pages n’ont pas pu être faites à temps ({because}) ; réessayez quand l’ordinateur sera moins occupé"
    ),
    "pages.text_fills": "le texte remplirait plus de {limit:,} pages",
    "pages.text_long": "le texte dépasse {limit:,} caractères",
    "pages.would_fill": "il remplirait {count:,} pages ; la limite est {limit:,}",
    "picture.cut_short": "l’image est coupée ou endommagée ; ce qui peut en être décodé est affiché",
    "picture.damaged": "l’image est endommagée : rien ne peut en être décodé",
    "picture.empty": "l’image est vide",
    "picture.facts_damaged": "ses données {part} sont endommagées",
    "picture.mirrored": "en miroir",
    "picture.mirrored_down": "en miroir de haut en bas",
    "picture.mirrored_left": "en miroir et tourné de 90° vers la gauche",
    "picture.mirrored_right": "en miroir et tourné de 90° vers la droite",
    "picture.no_decoder": "aucun décodeur d’images {format} n’est utilisable dans un lecteur isolé",
    "picture.no_page": "l’image est endommagée : aucune de ses pages ne peut être décodée",
    "picture.over_limit": "l’image a plus de {limit:,} pixels",
    "picture.pages_cut_short": "page {pages} coupée ou endommagée",
    "picture.pages_lost": "la page {pages} ne peut pas être décodée",
    "picture.pages_many": "il a {count:,} pages, dont les {limit:,} premières sont affichées",
    "picture.pages_too_large": "toutes les pages ensemble ont trop de pixels",
    "picture.too_large": "l’image fait {width:,} sur {height:,} pixels, trop pour être lue",
    "picture.turned": "tourné de 180°",
    "picture.turned_left": "tourné de 90° vers la gauche",
    "picture.turned_right": "tourné de 90° vers la droite",
    "picture.unreadable": "l’image est trop endommagée pour être lue",
    "print.cut": "trop large pour le papier, coupé à droite",
    "print.failed": "l’impression a échoué : {error} : {detail}",
    "print.images_lacking": "la page nomme des images qui ne l’accompagnaient pas",
    "print.letters_missing": (
        "{count:,} {count:lettre qu’aucune police ici n’a, donc invisible|lettres qu’aucune police ici n’a, donc "
        "invisibles}"
    ),
    "print.not_loaded": "Chromium n’a pas pu le charger",
    "print.memory": "Chromium demandait plus de mémoire que permis, et a été arrêté",
    "print.mostly_blank": "il remplirait des pages presque vides ; il a donc été mis sur une colonne",
    "print.nothing": "Chromium n’a rien imprimé",
    "print.one_column": "trop large pour le papier ; il a donc été mis sur une colonne",
    "print.paper": "« {paper} » n’est pas un papier sur lequel le programme imprime",
    "print.processor_time": "Chromium y a épuisé son temps de calcul et a été arrêté",
    "print.refused": "{count:,} {count:demande distante refusée|demandes distantes refusées}",
    "print.renderer_ended": "la page a mis en panne le moteur de rendu de Chromium",
    "print.shrunk": "large, réduit pour tenir sur le papier",
    "print.too_wide": "trop large pour le papier, même sur une colonne",
    "print.too_slow": "il n’a pas pu être mis en page en {seconds} secondes",
}
"""The sentence of each code; see :mod:`reviewer.domain.reasons.vocabulary` for how places are written."""
