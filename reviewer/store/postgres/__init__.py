"""A workspace on a PostgreSQL server, where the database itself holds everybody to their role."""
