"""The words of the trade as frozen dataclasses and pure rules: no I/O, no Qt, standard library only."""
