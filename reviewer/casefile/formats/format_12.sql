-- Format 12: the people of messages, each name and address once.

CREATE TABLE person (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    address TEXT NOT NULL,                             -- lower case
    UNIQUE (address, name)
) STRICT;
CREATE TABLE item_person (
    item INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE,
    seq INTEGER NOT NULL,                              -- in the order of the headers
    role TEXT NOT NULL,
    person INTEGER NOT NULL REFERENCES person (id),
    PRIMARY KEY (item, seq)
) STRICT, WITHOUT ROWID;

INSERT OR IGNORE INTO person (name, address) SELECT name, address FROM participant ORDER BY item, seq;
INSERT INTO item_person (item, seq, role, person)
SELECT old.item, old.seq, old.role, person.id FROM participant AS old
CROSS JOIN person ON person.address = old.address AND person.name = old.name ORDER BY old.item, old.seq;
CREATE INDEX item_person_person ON item_person (person);

DROP TABLE participant;
CREATE VIEW participant (item, seq, role, name, address) AS
SELECT item_person.item, item_person.seq, item_person.role, person.name, person.address
FROM item_person JOIN person ON person.id = item_person.person;
