"""How soon a person should be seen."""
