"""The Search room: everything in the case, with snippets, and the page where it stands."""
