"""The Telegram room: pages, buttons, words, sending."""
