"""How what people install is made: a tree with an interpreter of its own, and the packages around it."""
