"""What differs between operating systems: paths, keyring, settings, logging."""
