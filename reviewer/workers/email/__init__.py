"""Reading and laying out e-mail."""
