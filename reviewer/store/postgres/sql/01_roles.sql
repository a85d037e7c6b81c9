-- The owner of everything, and one group for each role. Nobody logs in as any of these.
-- Groups belong to the whole server, so each is made only where it is missing.
DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['reviewer_owner', 'reviewer_member', 'reviewer_reviewer', 'reviewer_lead',
                                  'reviewer_engineer', 'reviewer_admin', 'reviewer_auditor'] LOOP
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = wanted) THEN
            EXECUTE pg_catalog.format(
                'CREATE ROLE %I NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS', wanted);
        END IF;
    END LOOP;
END
$$;
GRANT reviewer_member TO reviewer_reviewer, reviewer_lead, reviewer_engineer, reviewer_admin, reviewer_auditor;

-- A temporary table could stand in for a table of ours, and a table in "public" for one that a function means.
DO $$
BEGIN
    EXECUTE pg_catalog.format('REVOKE ALL ON DATABASE %I FROM PUBLIC', pg_catalog.current_database());
    EXECUTE pg_catalog.format('GRANT CONNECT ON DATABASE %I TO reviewer_member', pg_catalog.current_database());
END
$$;
REVOKE ALL ON SCHEMA public FROM PUBLIC;

CREATE SCHEMA reviewer AUTHORIZATION reviewer_owner;
ALTER DEFAULT PRIVILEGES FOR ROLE reviewer_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
GRANT USAGE ON SCHEMA reviewer TO reviewer_member;
SET LOCAL ROLE reviewer_owner;
SET LOCAL search_path = pg_catalog, pg_temp;
