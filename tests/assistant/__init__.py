"""Tests of what a reply says, and in which order."""
