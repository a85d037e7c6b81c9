-- The schema that the program expects; a program that knows another one says so when it opens the workspace.
INSERT INTO reviewer.alembic_version (version_num) VALUES ('0005');
RESET ROLE;
