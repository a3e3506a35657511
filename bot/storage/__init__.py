"""Keep what must outlive a restart, and no longer than needed."""
