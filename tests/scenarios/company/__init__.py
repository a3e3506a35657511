"""Stories in groups and forums: silence, privacy, danger."""
