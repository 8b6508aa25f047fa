"""Outlook messages, stores and attachment containers."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "outlook.attached_message": "message joint « {name} » : {because}",
    "outlook.attached_unread": "le message joint ne peut pas être lu : {because}",
    "outlook.attachment": "pièce jointe « {name} » : {because}",
    "outlook.attachment_elsewhere": "le message ne fait que renvoyer à un fichier : {path}",
    "outlook.attachment_large": "il est plus grand que ce qui est lu d’un message",
    "outlook.attachment_large_by": "avec {count:,} octets, il est plus grand que ce qui est lu d’un message",
    "outlook.attachment_missing": "le message ne contient pas d’octets pour cette pièce jointe",
    "outlook.attachments_lacking": "le message annonce {declared:,} pièces jointes ; il y en a {found:,}",
    "outlook.attachments_many": "le message a {count:,} pièces jointes ; {limit:,} en sont lues",
    "outlook.attachments_over": "le message a plus de {limit:,} pièces jointes ; celle-ci n’est pas ouverte",
    "outlook.block_beyond_end": "le fichier finit avant le bloc à l’octet {offset:,}",
    "outlook.block_checksum": (
        "le bloc à l’octet {offset:,} ne correspond pas à sa somme de contrôle ; il est peut-être endommagé"
    ),
    "outlook.block_missing": "un bloc de l’archive de messagerie n’est pas là ({block})",
    "outlook.block_overwritten": "le bloc à l’octet {offset:,} a été écrasé",
    "outlook.blocks_damaged": "la liste des blocs d’un objet est endommagée",
    "outlook.broken_off": "il s’interrompt après {count:,} octets : {because}",
    "outlook.charset_guessed": (
        "jeu de caractères deviné : {charset} ; le message n’en nomme aucun, ou un autre que celui de ses lettres"
    ),
    "outlook.container_checksum": (
        "une partie du conteneur ne correspond pas à sa somme de contrôle ; elle est peut-être endommagée"
    ),
    "outlook.container_cut": "le conteneur est coupé",
    "outlook.container_cut_at": ("le conteneur est coupé : il y a {found:,} octets sur {size:,} de sa dernière partie"),
    "outlook.container_parts_many": "le conteneur a plus de {limit:,} parties ; la suite n’est pas lue",
    "outlook.container_properties_many": "un objet du conteneur a {count:,} propriétés ; {limit:,} en sont lues",
    "outlook.container_trailing": "le conteneur finit par {count:,} octets qui n’appartiennent à rien",
    "outlook.containers_deep": (
        "des conteneurs sont imbriqués sur plus de {limit:d} niveaux ; celui-ci n’est pas ouvert"
    ),
    "outlook.cut_off": "le fichier est coupé : il y a {found:,} octets sur {size:,}",
    "outlook.deleted": "supprimé",
    "outlook.directory_damaged": "il est trop endommagé : le répertoire de ses flux ne peut pas être lu",
    "outlook.draft": "brouillon",
    "outlook.embedded_as_is": "un objet incorporé, tel quel",
    "outlook.embedded_compound": ("un objet incorporé ; ses parties forment ici un fichier composé à elles seules"),
    "outlook.encrypted": "chiffré (S/MIME)",
    "outlook.encrypted_by_windows": (
        "c’est une archive Outlook que Windows a chiffrée ; elle ne s’ouvre que sur sa propre machine"
    ),
    "outlook.entries_many": "un objet a plus d’entrées que ce qui est lu",
    "outlook.folder_again": (
        "deux dossiers portent le même numéro ({folder}) ; l’un d’eux est lu, et les éléments des deux"
    ),
    "outlook.folder_gone": "son dossier a disparu",
    "outlook.folder_list_unread": ("la liste des éléments du dossier « {folder} » ne peut pas être lue : {because}"),
    "outlook.folder_unread": "un dossier ({folder}) ne peut pas être lu : {because}",
    "outlook.header_fields_many": "le message est venu avec {count:,} champs d’en-tête ; {limit:,} en sont lus",
    "outlook.heap_damaged": "le tas d’un objet est endommagé",
    "outlook.hidden": "caché : son dossier le garde à côté de sa liste, où Outlook ne montre rien",
    "outlook.holds_itself": "le message joint est celui auquel il est joint ; il n’est pas ouvert de nouveau",
    "outlook.in_no_folder": "dans aucun dossier",
    "outlook.index_checksum": (
        "l’index de l’archive de messagerie ne correspond pas à sa somme de contrôle à l’octet {offset:,}"
    ),
    "outlook.index_damaged": "l’index de l’archive de messagerie est endommagé à l’octet {offset:,}",
    "outlook.index_loops": "l’index de l’archive de messagerie renvoie à lui-même",
    "outlook.list_members_many": "la liste a {count:,} membres ; {limit:,} en sont lus",
    "outlook.listed_and_gone": "le dossier l’énumère, et ses données ont disparu",
    "outlook.message_large": "il est plus grand que ce qui est lu comme un message",
    "outlook.message_lost": "il est trop endommagé : le message qu’il contient ne peut pas être trouvé",
    "outlook.message_parts_many": "le message a plus de {limit:,} parties ; la suite n’est pas lue",
    "outlook.names_unread": (
        "la table des noms de propriétés de l’archive de messagerie ne peut pas être lue : {because}"
    ),
    "outlook.number_again": "un autre élément de l’archive de messagerie porte le même numéro",
    "outlook.nested_deep": "des messages sont imbriqués sur plus de {limit:d} niveaux ; celui-ci n’est pas ouvert",
    "outlook.never_sent": "il n’a jamais été envoyé",
    "outlook.no_container": "ce n’est pas un conteneur de pièces jointes d’Outlook",
    "outlook.no_message": "il ne contient aucun message Outlook",
    "outlook.no_properties": "un objet ne contient aucune propriété",
    "outlook.no_store": "ce n’est pas une archive Outlook, ou seulement le début d’une",
    "outlook.nothing_found": "aucun dossier et aucun message ne peuvent y être trouvés",
    "outlook.object_index_damaged": "l’index d’un objet est endommagé",
    "outlook.object_large": "un objet est plus grand que ce qui est lu",
    "outlook.object_missing": "il manque",
    "outlook.part_again": "deux parties d’un objet portent le même numéro ({part}) ; les deux sont lues",
    "outlook.part_missing": "un objet renvoie à une partie qui n’est pas là",
    "outlook.parts_damaged": "la liste des parties d’un objet est endommagée",
    "outlook.parts_many": ("un objet de l’archive de messagerie a plus de {limit:,} parties ; la suite n’est pas lue"),
    "outlook.people_and_files_unread": ("ses destinataires et ses pièces jointes ne peuvent pas être lus : {because}"),
    "outlook.piece_missing": "un objet renvoie à un morceau qui n’est pas là",
    "outlook.pieces_many": "un objet a plus de morceaux qu’une archive de messagerie ne peut en contenir",
    "outlook.property_unread": "une propriété ({property}) ne peut pas être lue : {because}",
    "outlook.recipient_property": "une propriété d’un destinataire ne peut pas être lue : {because}",
    "outlook.recipients_lacking": "le message annonce {declared:,} destinataires ; il y en a {found:,}",
    "outlook.recipients_many": "le message a {count:,} destinataires ; {limit:,} en sont lus",
    "outlook.recipients_unread": "ses destinataires ne peuvent pas être lus : {because}",
    "outlook.recovered": "récupéré",
    "outlook.rich_text_cut": "le texte mis en forme est coupé",
    "outlook.rich_text_damaged": "le texte mis en forme est endommagé",
    "outlook.rich_text_large": "le texte mis en forme est plus grand que ce qui est lu",
    "outlook.rich_text_long": "le texte mis en forme est plus long que ce qui est lu ; la suite est laissée",
    "outlook.rich_text_packed": "le texte mis en forme est compressé d’une façon inconnue",
    "outlook.signed": "signé (S/MIME)",
    "outlook.store_damaged": "l’archive de messagerie est endommagée : {because}",
    "outlook.store_properties_unread": (
        "les propriétés de l’archive de messagerie elle-même ne peuvent pas être lues : {because}"
    ),
    "outlook.store_version": "c’est une archive Outlook d’une version inconnue ({version:d})",
    "outlook.stream_cut": "le flux « {name} » est coupé : {found:,} octets sur {size:,}",
    "outlook.stream_size": "le flux « {name} » se dit plus grand que le fichier",
    "outlook.stream_unread": "le flux « {name} » du fichier ne peut pas être lu",
    "outlook.streams_stray": (
        "{count:,} flux du fichier n’appartiennent à rien ; il peut manquer des parties du message"
    ),
    "outlook.table_damaged": "une table est endommagée",
    "outlook.unread": "il ne peut pas être lu : {because}",
    "outlook.unreadable_at": "le fichier ne peut pas être lu à l’octet {offset:,}",
    "outlook.value_large": "une valeur dépasse {limit:,} octets",
    "outlook.values_many": "il a {count:,} valeurs, plus que ce qui est lu",
}
"""The sentence of each code; see :mod:`reviewer.domain.reasons.vocabulary` for how places are written."""
