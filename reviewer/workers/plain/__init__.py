"""Text files, tables, web pages, calendar entries and contact cards."""
