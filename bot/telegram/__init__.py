"""Speak with Telegram: take what was said, ask the assistant, send."""
