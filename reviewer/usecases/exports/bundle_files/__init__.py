"""The files of a bundle beside its documents that other programs read."""
