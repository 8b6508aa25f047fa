"""The converter: an Office document in, a PDF out, by LibreOffice in a process made for this one document."""
