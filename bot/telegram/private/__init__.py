"""The private chat: what somebody writes there, asks for by a command, or presses."""
