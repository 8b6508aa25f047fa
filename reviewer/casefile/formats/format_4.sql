-- Format 4: text by OCR.

CREATE TABLE placeholder_4 (id INTEGER PRIMARY KEY) STRICT;
