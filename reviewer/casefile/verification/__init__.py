"""Verifying a case: from the disk upwards, and all of its areas against their seals and the audit trail."""
