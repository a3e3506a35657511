"""Engines of jobs: one contract, every engine."""
