-- Format 10: the table that a complaint was read from is evidence, and each complaint tells its line in it.

ALTER TABLE complaint ADD COLUMN item INTEGER REFERENCES item (id);       -- none before format 10
ALTER TABLE complaint ADD COLUMN line INTEGER                             -- of its file, or row of its sheet, from 1
    CHECK ((line IS NULL OR line > 0) AND (item IS NULL) = (line IS NULL));
CREATE INDEX complaint_item ON complaint (item);
