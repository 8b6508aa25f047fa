"""Encrypts PDFs that are to leave, in a program that meets nothing else."""
