"""Reading, drawing and stamping PDF."""
