"""What leaves the case, from the command line."""
