-- Format 9: words of OCR on their way into the searchable text.

-- The searchable text of an item is one text, and is written whole. So the words of a long scan go into it in steps that
-- grow; which pages it still lacks stands here, so that a kill loses none of them. Empty whenever no OCR is under way.
CREATE TABLE ocr_unwritten (
    rendition INTEGER NOT NULL,
    number INTEGER NOT NULL,                           -- from 1
    old TEXT NOT NULL,                                 -- what the searchable text holds of the page meanwhile
    PRIMARY KEY (rendition, number),
    FOREIGN KEY (rendition, number) REFERENCES page (rendition, number) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
