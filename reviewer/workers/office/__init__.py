"""Office documents of every age, read into one model: words to search, pages to print."""
