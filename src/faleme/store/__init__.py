"""Keep articles, readings and incidents: one schema, on SQLite by default and PostgreSQL by choice."""
