"""Reading and drawing PDF, and setting text as one."""
