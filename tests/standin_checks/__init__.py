"""The stand-in Bot API, checked with python-telegram-bot and with bare HTTP."""
