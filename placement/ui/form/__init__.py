"""The case form: which fields there are, how one is asked for, and what is still missing."""
