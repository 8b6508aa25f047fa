"""Words that an item carries and no page of it shows."""
