-- Tenants and their members. A log-in and its group are made by a database administrator: no log-in of ours may do that.

-- Run by the database administrator alone: nobody else is granted it.
CREATE FUNCTION reviewer.create_tenant(tenant_name text, first_admin text, workspace_id text, salt text) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    made bigint;
    now bigint := reviewer.now_us();
BEGIN
    INSERT INTO reviewer.tenant (name) VALUES (tenant_name) RETURNING tenant_id INTO made;
    INSERT INTO reviewer.meta (tenant_id, key, value) VALUES
        (made, 'workspace_id', create_tenant.workspace_id),
        (made, 'salt', create_tenant.salt),
        (made, 'created_at', to_char(to_timestamp(now / 1000000.0) AT TIME ZONE 'UTC',
                                     'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'));
    INSERT INTO reviewer.member (tenant_id, name, role, added_at) VALUES (made, first_admin, 'admin', now);
    PERFORM reviewer.append(made, first_admin, 'workspace.created', tenant_name, '{}');
    RETURN made;
END
$$;

CREATE FUNCTION reviewer.add_member(member_name text, member_role text, OUT seq bigint, OUT hash text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me reviewer.member := reviewer.require('administer');
BEGIN
    PERFORM reviewer.check_member(member_name, member_role);
    BEGIN
        INSERT INTO reviewer.member (tenant_id, name, role, added_at)
        VALUES (me.tenant_id, member_name, member_role, reviewer.now_us());
    EXCEPTION WHEN unique_violation THEN
        PERFORM reviewer.refuse('55006', CASE
            WHEN EXISTS (SELECT FROM reviewer.member WHERE tenant_id = me.tenant_id AND name = member_name)
            THEN '''' || member_name || ''' is a member already: change the role with ''reviewer members role''.'
            ELSE '''' || member_name || ''' cannot be a member here: choose another log-in.' END);
    END;
    SELECT * INTO seq, hash FROM reviewer.append(
        me.tenant_id, me.name, 'member.added', member_name, jsonb_build_object('role', member_role));
END
$$;

CREATE FUNCTION reviewer.set_role(member_name text, member_role text, OUT seq bigint, OUT hash text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me reviewer.member := reviewer.require('administer');
BEGIN
    PERFORM reviewer.check_member(member_name, member_role);
    UPDATE reviewer.member SET role = member_role WHERE tenant_id = me.tenant_id AND name = member_name;
    IF NOT FOUND THEN
        PERFORM reviewer.refuse('P0002', '''' || member_name
            || ''' is not a member: add the person with ''reviewer members add''.');
    END IF;
    PERFORM reviewer.keep_an_admin(me.tenant_id);
    SELECT * INTO seq, hash FROM reviewer.append(
        me.tenant_id, me.name, 'member.role', member_name, jsonb_build_object('role', member_role));
END
$$;

CREATE FUNCTION reviewer.remove_member(member_name text, OUT seq bigint, OUT hash text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me reviewer.member := reviewer.require('administer');
BEGIN
    DELETE FROM reviewer.member WHERE tenant_id = me.tenant_id AND name = member_name;
    IF NOT FOUND THEN
        PERFORM reviewer.refuse('P0002', '''' || coalesce(member_name, '') || ''' is not a member.');
    END IF;
    PERFORM reviewer.keep_an_admin(me.tenant_id);
    DELETE FROM reviewer.member_skill AS known WHERE known.tenant_id = me.tenant_id AND known.name = member_name;
    -- Perhaps nobody has one of these skills any more, so that what needs it is for everybody.
    DELETE FROM reviewer.queue_cursor AS kept WHERE kept.tenant_id = me.tenant_id;
    SELECT * INTO seq, hash FROM reviewer.append(me.tenant_id, me.name, 'member.removed', member_name, '{}');
END
$$;

CREATE FUNCTION reviewer.check_member(member_name text, member_role text) RETURNS void
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF coalesce(length(btrim(member_name)), 0) = 0 OR octet_length(member_name) > 63 THEN
        PERFORM reviewer.refuse('22023', 'A log-in''s name has 1 to 63 bytes.');
    END IF;
    IF member_role IS NULL OR NOT member_role = ANY (ARRAY['reviewer', 'lead', 'engineer', 'admin', 'auditor']) THEN
        PERFORM reviewer.refuse('22023', '''' || coalesce(member_role, '')
            || ''' is not a role: choose one of reviewer, lead, engineer, admin, auditor.');
    END IF;
END
$$;

-- Two admins who demote each other at once wait for each other on the tenant's row, so one of them is refused.
CREATE FUNCTION reviewer.keep_an_admin(of_tenant bigint) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM FROM reviewer.tenant WHERE tenant_id = of_tenant FOR NO KEY UPDATE;
    IF NOT EXISTS (SELECT FROM reviewer.member WHERE tenant_id = of_tenant AND role = 'admin') THEN
        PERFORM reviewer.refuse('55006', 'A workspace keeps at least one admin: give the role to somebody else first.');
    END IF;
END
$$;
GRANT EXECUTE ON FUNCTION reviewer.add_member(text, text), reviewer.set_role(text, text), reviewer.remove_member(text)
    TO reviewer_admin;
