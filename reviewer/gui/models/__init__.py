"""Item models: ids and a page cache, never a query inside ``data()``."""
