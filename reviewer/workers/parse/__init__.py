"""The parse worker: one program that reads, splits, lays out, draws and stamps evidence behind walls."""
