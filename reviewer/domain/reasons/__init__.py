"""Why something was not read in full, and what is odd about it: codes with arguments, and the words for each."""
