"""A comparison for people: on a terminal, and as a page that the Board can read in five minutes."""
