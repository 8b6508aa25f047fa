-- Format 15, once the texts are brought over.

CREATE TRIGGER item_text_removed AFTER DELETE ON item_text BEGIN
    DELETE FROM item_fts WHERE rowid = old.item;
END;

-- Notes on an item, or on a passage of it, are searched with the item.
CREATE TRIGGER note_added AFTER INSERT ON note BEGIN
    DELETE FROM note_fts WHERE rowid = coalesce(new.item, (SELECT item FROM passage WHERE id = new.passage));
    INSERT INTO note_fts (rowid, notes)
    SELECT coalesce(new.item, (SELECT item FROM passage WHERE id = new.passage)), group_concat(text, char(10)) FROM note
    WHERE item = coalesce(new.item, (SELECT item FROM passage WHERE id = new.passage))
    OR passage IN (SELECT id FROM passage WHERE item = coalesce(new.item, (SELECT item FROM passage WHERE id = new.passage)))
    HAVING count(*) > 0;
END;
CREATE TRIGGER note_changed AFTER UPDATE ON note BEGIN
    DELETE FROM note_fts WHERE rowid = coalesce(new.item, (SELECT item FROM passage WHERE id = new.passage));
    INSERT INTO note_fts (rowid, notes)
    SELECT coalesce(new.item, (SELECT item FROM passage WHERE id = new.passage)), group_concat(text, char(10)) FROM note
    WHERE item = coalesce(new.item, (SELECT item FROM passage WHERE id = new.passage))
    OR passage IN (SELECT id FROM passage WHERE item = coalesce(new.item, (SELECT item FROM passage WHERE id = new.passage)))
    HAVING count(*) > 0;
END;
CREATE TRIGGER note_removed AFTER DELETE ON note BEGIN
    DELETE FROM note_fts WHERE rowid = coalesce(old.item, (SELECT item FROM passage WHERE id = old.passage));
    INSERT INTO note_fts (rowid, notes)
    SELECT coalesce(old.item, (SELECT item FROM passage WHERE id = old.passage)), group_concat(text, char(10)) FROM note
    WHERE item = coalesce(old.item, (SELECT item FROM passage WHERE id = old.passage))
    OR passage IN (SELECT id FROM passage WHERE item = coalesce(old.item, (SELECT item FROM passage WHERE id = old.passage)))
    HAVING count(*) > 0;
END;

-- What was made of a text goes when the text does, so that it is made anew of the next.
CREATE TRIGGER order_text_removed AFTER DELETE ON item_text BEGIN
    UPDATE message_fingerprint SET original = NULL, grouped = 0 WHERE original = old.item;
    DELETE FROM message_fingerprint WHERE item IN (old.item, (SELECT parent FROM item WHERE id = old.item));
    DELETE FROM message_words WHERE item = old.item;
    DELETE FROM thread_edge WHERE reason = 'quote' AND (child = old.item OR parent = old.item);
    DELETE FROM quoted_header WHERE item = old.item;
    DELETE FROM near_duplicate WHERE item = old.item OR other = old.item;
    DELETE FROM text_signature WHERE item = old.item;
END;
CREATE TRIGGER order_text_changed AFTER UPDATE OF body ON item_text WHEN old.body <> new.body BEGIN
    UPDATE message_fingerprint SET original = NULL, grouped = 0 WHERE original = old.item;
    DELETE FROM message_fingerprint WHERE item = old.item;
    DELETE FROM message_words WHERE item = old.item;
    DELETE FROM thread_edge WHERE reason = 'quote' AND (child = old.item OR parent = old.item);
    DELETE FROM quoted_header WHERE item = old.item;
    DELETE FROM near_duplicate WHERE item = old.item OR other = old.item;
    DELETE FROM text_signature WHERE item = old.item;
END;
