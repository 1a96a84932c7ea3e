"""How the tables of the record came to be: one revision per change, run by ``..migrating``."""
