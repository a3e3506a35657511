"""Errors that a person can act on."""

from __future__ import annotations


class BotError(Exception):
    """Something outside went wrong: the message says what to do about it, the code ends the process."""

    exit_code = 1
