-- Format 33: tags on items as a whole, from the codebook that passages are tagged from.

CREATE TABLE item_tag (
    id INTEGER PRIMARY KEY,
    item INTEGER NOT NULL REFERENCES item (id),
    tag INTEGER NOT NULL REFERENCES tag (id),
    UNIQUE (item, tag)
) STRICT;
CREATE INDEX item_tag_tag ON item_tag (tag);
