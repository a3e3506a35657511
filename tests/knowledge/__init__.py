"""Tests of the knowledge room: reading, faults, and what ships."""
