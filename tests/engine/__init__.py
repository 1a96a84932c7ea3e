"""Tests of the engine beside its rules, and the made-up cases that they share."""
