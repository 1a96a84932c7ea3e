"""Decisions: what they rested on, frozen; what they lack; and the same answer years later."""

from __future__ import annotations
