"""Decide about people who wait, purely."""
