"""Pictures of every room: ``python -m reviewer.gui.screenshots CASE OUT_DIR``, with REVIEWER_PASSPHRASE set.

Light and dark, on a small laptop and on a large screen, drawn offscreen. The first two show the Review room.
"""
