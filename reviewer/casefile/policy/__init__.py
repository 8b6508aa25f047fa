"""Clauses, allegations, findings and complaints."""
