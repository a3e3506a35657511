"""The port that a process listens on: updates that Telegram posts there, and how the bot is."""
