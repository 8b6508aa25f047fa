"""Archives: what is wrong with them, and what is odd about their members."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "archive.after": "{because} après {size:,} octets",
    "archive.between_damaged": "des octets entre ses membres sont endommagés",
    "archive.beyond_libarchive": (
        "le lecteur de cette machine (libarchive) s’est arrêté sur quelque chose qu’il ne prend pas en charge ; ce qui "
        "suit n’a pas été lu, et rien n’indique que ce soit endommagé"
    ),
    "archive.broken_off": "il est interrompu",
    "archive.checksum": "sa somme de contrôle ne correspond pas",
    "archive.damaged": "ses données sont endommagées",
    "archive.device": "un périphérique ou un tube",
    "archive.end_lost": "il est interrompu ou endommagé : ce qui suit le dernier membre est perdu",
    "archive.header_damaged": "un en-tête est endommagé ; il peut manquer des membres",
    "archive.header_too_long": "un en-tête de noms est trop long pour en être un et a été ignoré",
    "archive.header_without_member": "il se termine par l’en-tête d’un membre qui ne suit pas",
    "archive.headers_only": "il contient des en-têtes et aucun membre",
    "archive.in_other_part": "il est dans une autre partie de l’archive scindée",
    "archive.link": "lien vers {target}",
    "archive.list_broken_off": "cette archive 7z est interrompue ou endommagée : sa liste ne peut pas être lue",
    "archive.list_damaged": "cette archive 7z est endommagée : sa liste ne peut pas être lue",
    "archive.list_differs": "sa liste annonce {declared:,} membres et en nomme {found:,}",
    "archive.list_locked": "sa liste de membres est protégée par un mot de passe",
    "archive.list_locked_for_good": (
        "sa liste de membres est protégée par un mot de passe, et aucun lecteur ici ne peut ouvrir une telle archive"
    ),
    "archive.list_missing": (
        "sa liste de membres manque ou est endommagée ; les membres ont été trouvés par leurs propres en-têtes"
    ),
    "archive.list_too_long": "la liste des membres de cette archive 7z est trop longue pour la mémoire du lecteur",
    "archive.locked_for_good": (
        "il est protégé par un mot de passe, et aucun lecteur ici ne peut ouvrir une telle archive"
    ),
    "archive.member_over_limit": "il dépasse {limit:size}, la limite pour un membre",
    "archive.member_over_ratio": "décompressé, il fait plus de {limit:,} fois sa taille, ce qui est la limite",
    "archive.name_controls": "son nom contient des caractères de commande",
    "archive.name_hides": "son nom contient des caractères qui cachent du texte ou en changent le sens de lecture",
    "archive.name_mismarked": "son nom était donné pour de l’UTF-8 et n’en est pas ; lu comme {charset}",
    "archive.name_not_utf8": "son nom n’est pas en UTF-8 ; lu comme {charset}",
    "archive.name_nul": "son nom contient un caractère nul",
    "archive.name_unmarked": "son nom n’était pas donné pour de l’UTF-8 ; lu comme {charset}",
    "archive.named_otherwise": "son propre en-tête le nomme « {name} »",
    "archive.no_member": "il est endommagé : aucun membre ne peut y être trouvé",
    "archive.no_reader": "le format n’a pas de lecteur sur cette machine (libarchive) : {format}",
    "archive.not_read_here": "la bibliothèque libarchive de cette machine ne lit pas ce format : {format}",
    "archive.not_there": "il n’est pas où la liste l’indique",
    "archive.over_limit": "décompressée, l’archive dépasse {limit:size}, ce qui est la limite",
    "archive.over_members": "il contient plus de {limit:,} membres, ce qui est la limite ; les autres ont été laissés",
    "archive.over_ratio": "décompressée, l’archive fait plus de {limit:,} fois sa taille, ce qui est la limite",
    "archive.part_begins": "« {name} » ne commence pas comme une archive : ses parties n’ont pas été réunies",
    "archive.part_copy": (
        "ses octets sont ceux de « {name} », une partie de « {whole} », qui a été scindé ; son contenu est sous "
        "« {holder} »"
    ),
    "archive.part_joined": "c’est une partie de « {whole} », qui a été scindé ; son contenu est sous « {holder} »",
    "archive.part_missing": (
        "une de ses parties, « {name} », n’est pas dans le même dossier : ses parties n’ont pas été réunies"
    ),
    "archive.part_twice": (
        "« {name} » et « {other} » en sont la même partie d’après leurs noms : ses parties n’ont pas été réunies"
    ),
    "archive.part_unread": (
        "le début d’une de ses parties, « {name} », n’a pas pu être lu : ses parties n’ont pas été réunies"
    ),
    "archive.parts_end": (
        "ses {count:,} parties ont été réunies ; l’une est endommagée, ou il en manque une après « {name} »"
    ),
    "archive.passwords_tried": "seuls les {count:,} premiers mots de passe y ont été essayés",
    "archive.path": "son chemin est « {path} »",
    "archive.path_absolute": "son chemin part de la racine du disque",
    "archive.path_backslashes": "son chemin contient des barres obliques inverses",
    "archive.path_leads_out": "son chemin mène hors de l’archive",
    "archive.path_names_drive": "son chemin nomme un lecteur",
    "archive.path_shortened": "son chemin est très long et a été raccourci",
    "archive.pieces_damaged": "la table de ses morceaux est endommagée",
    "archive.recovered_behind_damage": "récupéré : trouvé derrière une partie endommagée",
    "archive.recovered_unlisted": "récupéré : la liste de l’archive ne le nomme pas",
    "archive.rest_left_out": "{because} ; ce qui suit a été laissé",
    "archive.rest_lost": "{because} ; ce qui suit est perdu",
    "archive.shared_bytes": (
        "il partage ses octets avec un autre membre, comme dans les archives faites pour remplir un disque"
    ),
    "archive.size_differs": "son en-tête annonce {declared:,} octets et il en sort {found:,}",
    "archive.solid": (
        "il est compressé avec les membres qui le précèdent (archive solide), ce que le lecteur de cette machine "
        "(libarchive) ne sait pas défaire ; rien n’indique qu’il soit endommagé"
    ),
    "archive.sparse_map_damaged": "la table d’un fichier creux est endommagée ; il peut manquer des membres",
    "archive.split": "c’est une partie d’une archive scindée ; il faut les autres parties",
    "archive.too_many_parts": "il a plus de {limit:,} parties : elles n’ont pas été réunies",
    "archive.too_much_memory": "le décompresser demande plus de mémoire qu’un lecteur ne peut en utiliser",
    "archive.trailing_bytes": "des octets qui n’en font pas partie suivent sa fin",
    "archive.unknown_cipher": (
        "il est protégé par un mot de passe, avec un chiffrement qu’aucun lecteur ici ne connaît"
    ),
    "archive.unknown_format": "ce n’est pas une archive d’un format connu",
    "archive.unknown_method": "il est compressé par une méthode qu’aucun lecteur ici ne connaît ({method})",
    "archive.unnamed_method": "il est compressé par une méthode qu’aucun lecteur ici ne connaît",
}
"""The sentence of each code; see :mod:`reviewer.domain.reasons.vocabulary` for how places are written."""
