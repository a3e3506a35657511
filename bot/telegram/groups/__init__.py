"""Manners in groups: what is answered there and how, the welcome, the trial, the settings."""
