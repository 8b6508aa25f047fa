"""The Custody room: what was taken in and what became of it, the audit trail, the walls around the workers."""
