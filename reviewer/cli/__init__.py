"""The command line: prints, nothing else."""
