"""The project around the program: documents, pins, package."""
