"""Renditions, recognised text, passages, tags, notes and what items are marked as."""
