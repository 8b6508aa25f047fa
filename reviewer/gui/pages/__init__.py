"""The viewer: continuous pages with highlights, find, and selection by pointer or keyboard."""
