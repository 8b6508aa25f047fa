"""The sections of the findings report, each drawn up from the case by a module of its own."""
