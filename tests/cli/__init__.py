"""The commands, from the keyboard to the screen."""
