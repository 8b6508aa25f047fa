"""The print worker: a page of sanitised HTML in, a PDF out, by QtWebEngine in a process of its own."""
