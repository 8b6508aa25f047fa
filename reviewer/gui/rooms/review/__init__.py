"""The Review room: read items side by side, mark passages, link officers, note."""
