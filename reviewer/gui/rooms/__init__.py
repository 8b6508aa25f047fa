"""The rooms of the window; none imports another."""
