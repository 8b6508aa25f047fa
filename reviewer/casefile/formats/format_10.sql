-- Format 10: the table that a complaint was read from is evidence, and each complaint tells its line in it.

ALTER TABLE complaint ADD COLUMN item INTEGER REFERENCES item (id);       -- none before format 10
ALTER TABLE complaint ADD COLUMN line INTEGER CHECK (line > 0);           -- of the table's file or sheet, from 1
CREATE INDEX complaint_item ON complaint (item);
