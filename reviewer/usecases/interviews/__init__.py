"""Prepare, plan and hold interviews, and draw up their record."""
