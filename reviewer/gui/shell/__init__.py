"""The window around the rooms: start page, unlocking, the rail, the top bar and the status line."""
