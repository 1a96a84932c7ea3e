"""
What if: typed changes applied to a copy, and what they would move.

``changes`` is the vocabulary, ``base`` what it is applied to, ``difference`` before and after by
clause. One definition serves the command line, the app and simulation; a base is never altered.
"""

from scenarios.what_if.base import Base, apply
from scenarios.what_if.changes import Change, read_changes
from scenarios.what_if.difference import Difference, difference

__all__ = ["Base", "Change", "Difference", "apply", "difference", "read_changes"]
