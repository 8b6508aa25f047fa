"""What may leave a case, and what stays: words and pure rules."""
