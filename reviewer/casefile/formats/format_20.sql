-- Format 20: what was spent on the containers within each file at the top of a delivery (its item is the family), so
-- that kills, retries and later sittings go on with what is left of its budget.
CREATE TABLE unpacked (
    family INTEGER PRIMARY KEY REFERENCES item (id),
    archives INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    seconds REAL NOT NULL
) STRICT;
