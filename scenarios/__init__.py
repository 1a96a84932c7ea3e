"""
The worked cases: each a sentence, a case and what is to be found of it, in one readable file.

The files are for whoever agrees the protocol to read and to change; README.md beside them says
how one is written. ``scenarios.run`` runs them. Every person in them is made up.
"""
