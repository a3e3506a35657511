"""Forward steps of the schema, in order; Alembic finds them here."""
