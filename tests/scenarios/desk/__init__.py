"""Stories at the desk: cases, volunteers, the line between them and a person."""
