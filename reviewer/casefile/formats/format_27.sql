-- Format 27: what a message has to do with in threads can be looked up.

-- What a message names, and its base subject about the time when it was sent: domain/analysis/thread_keys.py.
CREATE TABLE thread_key (
    item INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    key INTEGER NOT NULL,                              -- 32 bits of a hash: others may have it by chance
    PRIMARY KEY (item, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX thread_key_key ON thread_key (key);

-- By which rules keys and threads were made; 0 where they have to be made anew of all messages, negative while they are.
ALTER TABLE arranging ADD COLUMN thread_rules INTEGER NOT NULL DEFAULT 0;

CREATE TRIGGER thread_headers_changed
AFTER UPDATE OF kind, state, message_id, in_reply_to, reference_ids, sender, date, subject ON item
WHEN EXISTS (SELECT 1 FROM thread_message WHERE item = new.id) BEGIN
    UPDATE arranging SET thread_rules = 0 WHERE thread_rules;
END;
CREATE TRIGGER thread_people_changed AFTER DELETE ON item_person
WHEN EXISTS (SELECT 1 FROM thread_message WHERE item = old.item) BEGIN
    UPDATE arranging SET thread_rules = 0 WHERE thread_rules;
END;
CREATE TRIGGER thread_words_removed AFTER DELETE ON message_words BEGIN
    UPDATE arranging SET thread_rules = 0 WHERE thread_rules;
END;
