"""Benchmarks: ratios within one run, absolute figures for orientation (`make bench`)."""
