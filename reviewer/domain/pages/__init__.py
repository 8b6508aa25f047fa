"""Pages, their text, and what reviewers say of passages on them."""
