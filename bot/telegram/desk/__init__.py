"""Work at the desk: what volunteers press and write, whom they reach, and what is done when nobody comes."""
