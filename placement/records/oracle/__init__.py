"""
What housing may be told that rests on where a protected person lives, and what it leaves possible.

``possible`` has the argument; ``release`` decides for a ranking, ``address`` for one address,
``check`` is the whole question as people ask it, ``log`` what was told before.
"""

from __future__ import annotations
