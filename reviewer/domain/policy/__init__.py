"""Clauses, allegations, findings, and the history of complaints."""
