"""Pages for people, made on the server: one file a page."""
