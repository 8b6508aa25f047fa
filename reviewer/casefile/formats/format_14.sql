-- Format 14: signatures of texts take half the room. The numbers themselves are cut to 16 bits by migrations.py.

UPDATE arranging SET signatures = replace(signatures, ' permutations,', ' permutations of 16 bits,');

-- Samples of words that were cut off at their end are made anew: the end of a long text is now sampled too.
DELETE FROM message_words WHERE length(own) >= 4096 OR length(quoted) >= 4096;
