"""The other side of the wall: programs started by name, which see one item's bytes and nothing else."""
