"""The panel app's pages: one ``page()`` a file, which asks, calls and shows."""
