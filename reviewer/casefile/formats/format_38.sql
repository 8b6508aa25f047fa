-- Format 38: queues that are done are put away, and brought back; what a ranking begins with; officers whom items concern
-- as a whole.

ALTER TABLE queue ADD COLUMN archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1));
ALTER TABLE queue ADD COLUMN seed_query TEXT NOT NULL DEFAULT '';
ALTER TABLE queue ADD COLUMN seed_passage INTEGER NOT NULL DEFAULT 0; -- its number; 0 for none. It may be removed later:
ALTER TABLE queue ADD COLUMN seed_words TEXT NOT NULL DEFAULT '';     -- so the words are kept

CREATE TABLE item_officer (                           -- beside link, which is of a passage and has a role
    id INTEGER PRIMARY KEY,
    item INTEGER NOT NULL REFERENCES item (id),
    officer INTEGER NOT NULL REFERENCES officer (id),
    UNIQUE (item, officer)
) STRICT;
CREATE INDEX item_officer_officer ON item_officer (officer);
