-- Format 16: reasons, remarks, flags, defects and protection are codes with arguments, packed as JSON:
-- [["pdf.page_damaged",{"page":3}], …], and empty for none. stored_sentences.py turns what was stored before into that.

-- What a reviewer can undo is what has changes. An index over what an entry holds tells that: no column is added to the
-- trail, so that its entries stay byte for byte what was hashed.
CREATE INDEX audit_changing ON audit (reviewer, id) WHERE json_array_length(detail, '$.changes') > 0;
