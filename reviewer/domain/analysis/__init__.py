"""Duplicates, threads and near-duplicates: rules that need nothing but the texts."""
