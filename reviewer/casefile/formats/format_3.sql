-- Format 3: order in the pile.

CREATE TABLE placeholder_3 (id INTEGER PRIMARY KEY) STRICT;
