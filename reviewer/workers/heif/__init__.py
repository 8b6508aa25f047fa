"""The decoder of HEIC pictures, in a process of its own: it starts threads, which no other reader may."""
