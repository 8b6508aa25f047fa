"""Lists, tables and trees of rows, and how the lines of a row are drawn."""
