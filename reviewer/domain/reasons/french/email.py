"""E-mail: what could not be decoded, what is odd, how it was protected."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "email.alternatives_differ": "le texte brut et le HTML de ce message disent des choses différentes",
    "email.base64_broken": "base64 interrompu après {count:,} octets",
    "email.base64_foreign": "le base64 contient des octets qui n’en sont pas ; {count:,} octets ont pu être décodés",
    "email.base64_outside": (
        "{count:,} octets de ce qui ressemble à du base64 se trouvent hors des parties et n’ont pas été décodés ; "
        "exporter l’original pour les examiner"
    ),
    "email.behind_signature": "{count:,} octets suivent sa signature et ne sont pas affichés",
    "email.body": "le corps : {because}",
    "email.body_lossy": (
        "une partie du corps n’a pas pu être décodée et s’affiche avec des caractères de remplacement"
    ),
    "email.boundary_missing": "un multipart ne contient aucun de ses délimiteurs",
    "email.boundary_unnamed": "un multipart ne nomme aucun délimiteur",
    "email.bytes_undecodable": "certains octets ne sont pas en {charset} et s’affichent « � »",
    "email.charset_unknown": "le jeu de caractères « {label} » est inconnu ; lu comme UTF-8 ou windows-1252",
    "email.charset_unnamed": "jeu de caractères deviné : {charset} ; un texte n’en nommait aucun",
    "email.charset_wrong": "un texte se disait en {claim} et contient d’autres octets ; lu comme {charset}",
    "email.date_missing": "le message n’a pas de date",
    "email.date_no_zone": "la date ne nomme aucun fuseau ; prise comme UTC",
    "email.date_unreadable": "la date « {text} » ne peut pas être lue",
    "email.date_year": "l’année de la date est écrite {written} ; lue comme {read:d}",
    "email.date_zone": "la date « {text} » a un fuseau impossible",
    "email.encoding_unknown": "le codage de transfert « {encoding} » est inconnu ; gardé tel quel",
    "email.encrypted": "il est chiffré ({how}), et il n’y a pas encore moyen de donner une clé",
    "email.envelope_passed_over": (
        "un autre message peut commencer dans celui-ci : {count:,} {count:ligne commence|lignes commencent} par "
        "« From » et {count:contient|contiennent} une date : « {line} »"
    ),
    "email.field_again": "l’en-tête a plusieurs « {field} » ; certains logiciels se fient à « {text} »",
    "email.header_charset": "un en-tête contient d’autres octets que l’ASCII ; lu comme {charset}, celui du corps",
    "email.header_guessed": ("jeu de caractères deviné : {charset} ; un en-tête contient d’autres octets que l’ASCII"),
    "email.header_junk": "l’en-tête contient des lignes qui n’en sont pas",
    "email.header_long": "un en-tête dépasse {limit:,} octets ; la suite n’est pas affichée",
    "email.multipart_open": "un multipart n’est pas fermé ; le message est peut-être coupé",
    "email.parameter_again": (
        "« {field} » dans l’en-tête nomme « {name} » plusieurs fois ; certains logiciels se fient à « {text} »"
    ),
    "email.part_encrypted": "une de ses parties est chiffrée (S/MIME)",
    "email.parts_deep": "des parties sont imbriquées sur plus de {limit:d} niveaux",
    "email.parts_many": "le message a plus de {limit:,} parties",
    "email.parts_outside": (
        "{count:,} {count:partie se trouve|parties se trouvent} hors des délimiteurs, et les logiciels de messagerie "
        "ne {count:la|les} montrent pas ; {count:elle figure|elles figurent} parmi les pièces jointes"
    ),
    "email.people_many": "le message nomme plus de {limit:,} personnes",
    "email.said_encrypted": "chiffré ({how}) ; son texte ne peut pas être lu sans la clé",
    "email.said_in_header": "son en-tête indique : {detail}",
    "email.signature_missing": "donné pour signé, sans signature",
    "email.signature_unreadable": "donné pour signé (S/MIME) ; la signature ne peut pas être lue",
    "email.signatures_deep": "son texte est à l’intérieur de plus de {limit:d} signatures",
    "email.signed": "signé ({how}), non vérifié",
    "email.signed_by": "signé ({how}), non vérifié, au nom de {names}",
    "email.signed_in_form_only": "non signé, bien qu’en forme de message signé (S/MIME)",
    "email.signed_in_part": "signé en partie ({how}), non vérifié",
    "email.signed_in_part_by": "signé en partie ({how}), non vérifié, au nom de {names}",
    "email.signed_or_encrypted": "signé ou chiffré (S/MIME)",
    "email.signed_part": "sa partie signée : {because}",
    "email.smime_form": "il est dans une forme de S/MIME qui n’est pas lue, par exemple compressée",
    "email.text_outside": "il y a du texte hors des parties, que les logiciels de courriel n’affichent pas",
    "email.text_part_encrypted": "une partie de son texte est chiffrée (PGP)",
    "email.type_unreadable": (
        "le type « {text} » ne peut pas être lu ; pris comme texte brut, d’autres logiciels peuvent faire autrement"
    ),
    "email.undivided": "{because} ; gardé sans être divisé",
    "email.uuencode_broken": "données uuencode interrompues après {count:,} octets",
    "email.uuencode_headless": "des données uuencode n’ont pas de début",
    "email.wrapped_damaged": "la partie qui contient son texte, signée ou chiffrée (S/MIME), est endommagée",
    "email.wrapped_empty": "la partie qui contient son texte, signée ou chiffrée (S/MIME), est vide",
    "email.wrapped_large": "la partie qui contient son texte, signée ou chiffrée (S/MIME), dépasse {limit:size}",
    "email.wrapped_otherwise": "son texte est dans une partie enveloppée (S/MIME) d’une façon qui n’est pas lue",
}
"""The sentence of each code; see :mod:`reviewer.domain.reasons.vocabulary` for how places are written."""
