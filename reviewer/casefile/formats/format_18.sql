-- Format 18: numbers are never given twice.

-- The highest number of each series that was taken back; see engine/numbering.py. Acts write it, but it is no part of
-- them: what is undone does not free its number.
CREATE TABLE number_given (series TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO number_given (series, last)
    SELECT json_extract(change.value, '$[0]'), max(json_extract(change.value, '$[1]'))
    FROM audit, json_each(audit.detail, '$.changes') AS change
    GROUP BY 1;
INSERT INTO number_given (series, last)
    SELECT 'unidentified officer', max(CAST(substr(serial, 3) AS INTEGER)) FROM (
        SELECT json_extract(change.value, '$[3].serial') AS serial
        FROM audit, json_each(audit.detail, '$.changes') AS change
        WHERE json_extract(change.value, '$[0]') = 'officer')
    WHERE serial GLOB 'U-[0-9]*'
    GROUP BY substr(serial, 1, 2);
