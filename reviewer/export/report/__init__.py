"""The findings report: one model of it, and its three forms."""
