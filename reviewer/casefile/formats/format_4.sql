-- Format 4: text by OCR.

-- What became of each page that OCR was asked to look at. The words themselves are in page.text, behind what stood there
-- before, which is kept here: a page can be recognised anew, and what an intake read of it stays known.
CREATE TABLE ocr_page (
    rendition INTEGER NOT NULL,
    number INTEGER NOT NULL,                           -- from 1
    outcome TEXT NOT NULL CHECK (outcome IN ('recognised', 'no words', 'not needed', 'kept', 'failed')),
    reason TEXT NOT NULL DEFAULT '',
    engine TEXT NOT NULL,
    language TEXT NOT NULL,                            -- eng+fra
    confidence REAL,                                   -- 0 to 100, as the engine says; NULL without words of OCR
    words INTEGER NOT NULL DEFAULT 0,
    confidences BLOB NOT NULL,                         -- zstd; one byte per code point of page.text, 255 if not from OCR
    native_text TEXT NOT NULL,
    native_boxes BLOB NOT NULL,
    made TEXT NOT NULL,
    PRIMARY KEY (rendition, number),
    FOREIGN KEY (rendition, number) REFERENCES page (rendition, number) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
-- The same bytes in several items are recognised once.
CREATE INDEX rendition_content ON rendition (content);
CREATE INDEX ocr_page_outcome ON ocr_page (outcome, confidence);
