"""What is said when figures may not leave."""

from __future__ import annotations

from placement.errors import PlacementError


class NotReleased(PlacementError):  # noqa: N818 - it is what a person is told
    """Figures may not be released: the reason, and what can be done."""
