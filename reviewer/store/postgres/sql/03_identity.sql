-- Who is asking: the log-in of the session, never a setting that a client can change.

CREATE FUNCTION reviewer.now_us() RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
RETURN (extract(epoch FROM clock_timestamp()) * 1000000)::bigint;

-- In a transaction that has changed something a reviewer sees nothing until the commit, or else what a verdict brings
-- about would tell of the verdicts of others, and it could be taken back.
CREATE FUNCTION reviewer.my_tenant() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT tenant_id FROM reviewer.member
    WHERE name = session_user::text AND (role <> 'reviewer' OR pg_current_xact_id_if_assigned() IS NULL)
$$;

CREATE FUNCTION reviewer.my_role() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT role FROM reviewer.member WHERE name = session_user::text $$;

CREATE FUNCTION reviewer.i_see_all() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT EXISTS (SELECT FROM reviewer.member
                     WHERE name = session_user::text AND role IN ('lead', 'engineer', 'admin', 'auditor')) $$;

-- Every refusal of ours carries this mark, so that a program can tell its sentence from one of the server's own.
CREATE FUNCTION reviewer.refuse(code text, sentence text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$ BEGIN RAISE EXCEPTION USING ERRCODE = code, MESSAGE = sentence, DETAIL = 'reviewer'; END $$;

-- Each function that changes or serves something begins with this: who asks, and whether the role allows the deed.
CREATE FUNCTION reviewer.require(deed text) RETURNS reviewer.member
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me reviewer.member;
    allowed text[] := CASE deed
        WHEN 'belong' THEN ARRAY['reviewer', 'lead', 'engineer', 'admin', 'auditor']
        WHEN 'review' THEN ARRAY['reviewer', 'lead', 'admin']
        WHEN 'lead' THEN ARRAY['lead', 'admin']
        WHEN 'bring' THEN ARRAY['lead', 'engineer', 'admin']
        WHEN 'build' THEN ARRAY['lead', 'engineer', 'admin']
        WHEN 'administer' THEN ARRAY['admin']
        ELSE ARRAY[]::text[] END;
    words text := CASE deed
        WHEN 'review' THEN 'review items'
        WHEN 'lead' THEN 'settle disagreements, assign items or change the project'
        WHEN 'bring' THEN 'bring in items or reviews'
        WHEN 'build' THEN 'build datasets'
        WHEN 'administer' THEN 'change the members'
        ELSE 'do this' END;
BEGIN
    SELECT * INTO me FROM reviewer.member WHERE name = session_user::text;
    IF NOT FOUND THEN
        PERFORM reviewer.refuse('42501', session_user::text || ' is no member here: ask an admin to add the log-in.');
    END IF;
    IF NOT me.role = ANY (allowed) THEN
        PERFORM reviewer.refuse('42501', me.name || ' is ' || me.role || ' here and may not ' || words
                                || ': ask an admin to change the role.');
    END IF;
    -- Each rule is checked again after a lock is held, which an older snapshot would not see.
    IF deed <> 'belong' AND current_setting('transaction_isolation') <> 'read committed' THEN
        PERFORM reviewer.refuse('55006', 'Call this in a transaction of the level READ COMMITTED.');
    END IF;
    IF me.role = 'reviewer' AND pg_current_xact_id_if_assigned() IS NOT NULL THEN
        PERFORM reviewer.refuse('55006', 'This transaction has changed something already: commit it first.');
    END IF;
    RETURN me;
END
$$;

CREATE FUNCTION reviewer.sha256_hex(content text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp
RETURN encode(sha256(convert_to(content, 'UTF8')), 'hex');

-- The same draw as domain/canonical.py: the first 56 bits of a SHA-256, as a number in [0, 1).
CREATE FUNCTION reviewer.unit_fraction(VARIADIC parts text[]) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp
RETURN ('x00' || left(reviewer.sha256_hex(array_to_string(parts, chr(31))), 14))::bit(64)::bigint
       / 72057594037927936.0::double precision;

-- The same text as domain/canonical.py: sorted keys, no white space, plain Unicode. PostgreSQL's own text of a string, a
-- number, a truth value or null is that already, so only what holds other values is taken apart.
CREATE FUNCTION reviewer.canonical(value jsonb) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN CASE jsonb_typeof(value)
        WHEN 'object' THEN (
            SELECT '{' || coalesce(string_agg(
                to_json(key)::text || ':' || CASE WHEN jsonb_typeof(entry.value) IN ('object', 'array')
                    THEN reviewer.canonical(entry.value) ELSE entry.value::text END,
                ',' ORDER BY key COLLATE "C"), '') || '}'
            FROM jsonb_each(value) AS entry(key, value))
        WHEN 'array' THEN (
            SELECT '[' || coalesce(string_agg(
                CASE WHEN jsonb_typeof(entry.value) IN ('object', 'array')
                    THEN reviewer.canonical(entry.value) ELSE entry.value::text END,
                ',' ORDER BY entry.place), '') || ']'
            FROM jsonb_array_elements(value) WITH ORDINALITY AS entry(value, place))
        ELSE value::text END;
END
$$;
