"""The database: what is kept, and for how long."""
