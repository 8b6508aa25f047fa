"""Readers of PowerPoint presentations."""
