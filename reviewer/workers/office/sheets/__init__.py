"""Readers of Excel workbooks."""
