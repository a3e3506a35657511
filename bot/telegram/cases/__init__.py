"""Cases and their cards: steps that one volunteer wins, what the desk is told, and what its chat shows."""
