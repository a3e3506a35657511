"""Stories: who writes what, who sees what."""
