"""The commands: what somebody types, and what they see in a terminal."""
