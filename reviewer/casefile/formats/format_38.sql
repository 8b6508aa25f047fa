-- Format 38: queues that are done are put away, and brought back; officers whom items concern as a whole.

ALTER TABLE queue ADD COLUMN archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1));

CREATE TABLE item_officer (                           -- beside link, which is of a passage and has a role
    id INTEGER PRIMARY KEY,
    item INTEGER NOT NULL REFERENCES item (id),
    officer INTEGER NOT NULL REFERENCES officer (id),
    UNIQUE (item, officer)
) STRICT;
CREATE INDEX item_officer_officer ON item_officer (officer);
