"""Measure how well the assistant reads: figures, mistakes, reliability, speed, and stress without labels."""
