"""Which texts look most like those that were marked relevant."""
