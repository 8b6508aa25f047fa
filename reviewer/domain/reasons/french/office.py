"""Office documents."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "office.active_parts": "il contient des contrôles ActiveX ; ils n’ont pas été exécutés",
    "office.broken_off": "il s’interrompt après {found:,} octets sur {size:,}",
    "office.cell_repeated": "une cellule répétée {count:,} fois est affichée {limit:,} fois",
    "office.cells_many": "seules ses {limit:,} premières cellules ont été lues",
    "office.cells_or_letters_many": (
        "seules les {cells:,} premières cellules, ou seuls les {letters:,} premiers caractères, ont été lus"
    ),
    "office.cells_over": "il a plus de cellules que les {limit:,} qui sont lues d’un classeur",
    "office.cells_refer_nowhere": "certaines de ses cellules renvoient à un texte qui n’y est pas",
    "office.charset_guessed": ("jeu de caractères deviné : {charset} ; ni le fichier ni ses polices ne le nomment"),
    "office.columns_many": (
        "les cellules au-delà de la colonne {limit:,}, qu’aucune feuille ne possède, ont été laissées"
    ),
    "office.commands_many": "seuls ses {limit:,} premiers mots et commandes ont été lus",
    "office.edits_broken": (
        "la liste de ses derniers enregistrements s’interrompt ; le dernier état de chaque diapositive a été cherché, "
        "et un état plus ancien peut être affiché"
    ),
    "office.end_missing": "la fin du fichier manque ou est endommagée ; il a été lu jusque-là",
    "office.entities": (
        "son XML déclare des entités, ce qu’aucun document Office ne fait, dans une liste qui ne finit pas"
    ),
    "office.entities_left_out": (
        "son XML déclare des entités, ce qu’aucun document Office ne fait ; elles ont été laissées"
    ),
    "office.field_open": "un champ n’y est pas fermé ; ce qu’il a absorbé est montré d’un seul tenant, comme caché",
    "office.file_packed": "un fichier qu’il contient ne peut pas être décompressé",
    "office.files_many": "seuls les {limit:,} premiers fichiers qu’il contient en ont été sortis",
    "office.flat_part_damaged": "une de ses parties est endommagée",
    "office.formula_unvalued": (
        "{sheet} : aucune valeur n’est enregistrée pour la formule en {cells} ; la formule est affichée"
    ),
    "office.formulas_many": "seules les {limit:,} premières formules d’une feuille sont énumérées",
    "office.formulas_unvalued": (
        "{sheet} : aucune valeur n’est enregistrée pour la formule en {cells} et {more:,} autres ; la formule est "
        "affichée"
    ),
    "office.group_open": "un groupe n’y est pas fermé ; sa fin peut manquer",
    "office.letters_many": "seuls ses {limit:,} premiers caractères ont été lus",
    "office.lock_damaged": "il est protégé par un mot de passe, et ce qui dit comment est endommagé",
    "office.lock_newer": ("il est protégé par un mot de passe, d’une façon plus récente qui n’est pas suivie ici"),
    "office.lock_too_much_work": (
        "il est protégé par un mot de passe, et un seul essai demande plus de travail qu’aucun programme n’en permet"
    ),
    "office.lock_unfollowed": "il est protégé par un mot de passe, d’une façon qui n’a pas pu être suivie",
    "office.lock_unknown": "il est protégé par un mot de passe, d’une façon qui n’est pas suivie ici",
    "office.loose_slide_unread": ("une diapositive qu’aucune liste de diapositives ne nomme ne peut pas être lue"),
    "office.macro_sheet": "il contient une feuille de macros, qui n’a pas été exécutée",
    "office.macros": "il contient des macros ; elles n’ont pas été exécutées",
    "office.more": "il y a une suite qui n’a pas été lue",
    "office.nested_deep": "ce qui est imbriqué sur plus de {limit:d} niveaux est affiché sans son ordre",
    "office.no_reader": "il n’y a pas de lecteur pour {format}",
    "office.no_workbook": "ce n’est pas un classeur",
    "office.none": "ce n’est pas un document Office",
    "office.part_broken_off": "sa partie {part} s’interrompt",
    "office.part_damaged": (
        "sa partie {part} est endommagée : ce qui a pu en être lu est ici, et il peut manquer des mots"
    ),
    "office.part_entities": (
        "sa partie {part} déclare des entités, ce qu’aucun document Office ne fait ; elles ont été laissées, et rien "
        "n’a été téléchargé"
    ),
    "office.part_missing": "sa partie {part} manque",
    "office.part_over_limit": "décompressée, sa partie {part} dépasse la limite de {limit:size}",
    "office.part_packed": "sa partie {part} ne peut pas être décompressée",
    "office.part_unread": "sa partie {part} ne peut pas être lue",
    "office.parts_many": "c’est un ensemble de trop de parties pour être un document",
    "office.records_damaged": "ses enregistrements sont endommagés",
    "office.refers_to": "il renvoie à {target}",
    "office.rights_managed": (
        "il est protégé par une gestion de droits, que seul le serveur de son propriétaire peut lever"
    ),
    "office.row_repeated": "une ligne répétée {count:,} fois est affichée {limit:,} fois",
    "office.saved_fast": (
        "il a été enregistré par l’« enregistrement rapide » de Word 2 : les mots sont dans l’ordre où ils ont été "
        "écrits, avec ceux qui ont été supprimés"
    ),
    "office.shared_damaged": "ce que ses feuilles partagent est endommagé",
    "office.sheet_damaged": "la feuille « {sheet} » est endommagée ; elle a été lue jusque-là",
    "office.sheet_entities": (
        "une feuille déclare des entités, ce qu’aucun document Office ne fait ; elles ont été laissées"
    ),
    "office.sheet_missing": "la feuille « {sheet} » manque",
    "office.sheet_twice": "la feuille « {sheet} » est au même endroit qu’une autre",
    "office.sheet_xml_damaged": "le XML d’une feuille est endommagé ; elle a été lue jusque-là",
    "office.sheets_are_other": "la partie qui devrait contenir ses feuilles contient autre chose",
    "office.sheets_unread": "la partie qui devrait contenir ses feuilles ne peut pas être lue",
    "office.signed": "il porte une signature, qui n’a pas été vérifiée",
    "office.slide_missing": "une de ses diapositives manque",
    "office.slide_unread": "la diapositive {number:d} ne peut pas être lue",
    "office.slides_are_other": "la partie qui devrait contenir ses diapositives contient autre chose",
    "office.slides_unordered": (
        "sa liste de diapositives ne peut pas être suivie : ses mots sont dans l’ordre du fichier"
    ),
    "office.slides_unread": "la partie qui devrait contenir ses diapositives ne peut pas être lue",
    "office.tables_damaged": "les tables qui disent où est son texte sont endommagées",
    "office.text_beyond_end": "le fichier s’interrompt avant la partie qui contient son texte",
    "office.text_broken_off": "la partie qui devrait contenir son texte s’interrompt",
    "office.text_is_other": "la partie qui devrait contenir son texte contient autre chose",
    "office.text_long": "seuls ses {limit:,} premiers caractères ont été pris",
    "office.text_map_damaged": "la table qui dit où est son texte est endommagée",
    "office.text_map_missing": "la partie qui dit où est son texte manque",
    "office.text_missing": "la partie qui contient son texte manque",
    "office.text_part_missing": "la partie qui devrait contenir son texte manque",
    "office.text_repeated": "les tables qui disent où est son texte désignent bien des fois le même texte",
    "office.text_table_damaged": "le XML de sa table de textes est endommagé ; elle a été lue jusque-là",
    "office.too_damaged": "le fichier est trop endommagé pour être lu",
    "office.word_95": (
        "il vient de Word 95 ou d’avant : les mots masqués et supprimés s’affichent comme s’ils ne l’étaient pas"
    ),
    "office.would_fetch": "il irait chercher {target} ({role})",
    "office.xml_damaged": ("son XML est endommagé : ce qui a pu en être lu est ici, et il peut manquer des mots"),
    "office.xml_unreadable": "son XML est trop endommagé pour être lu",
}
"""The sentence of each code; see :mod:`reviewer.domain.reasons.vocabulary` for how places are written."""
