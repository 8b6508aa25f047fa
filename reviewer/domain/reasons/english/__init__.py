"""The English sentence of each code, family by family."""
