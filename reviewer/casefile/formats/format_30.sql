-- Format 30: a production that is not handed over any more. Its numbers are given to nothing else.

CREATE TABLE production_drop (
    id INTEGER PRIMARY KEY,
    production INTEGER NOT NULL UNIQUE REFERENCES production (id),
    follows INTEGER REFERENCES production (id),       -- what it supplemented, which another may supplement from then on
    reason TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
