"""Optical character recognition: the Tesseract that MuPDF carries, its words with boxes and confidences."""
