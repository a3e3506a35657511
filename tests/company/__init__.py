"""Manners over many lines of talk: how often the bot would speak where nobody called it."""
