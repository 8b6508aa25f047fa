"""Give items their pages, recognise scans, and mark passages."""
