"""How well messages are read: floors on figures, the knowledge's own examples, and what must not change a level."""
