-- Giving items back, and what a lead does with the queue, with the meaning of store/routing.py.

-- Move each person's place back to an item that became open before it, or only this person's. This locks the tenant's
-- row, so it comes after every change of items.
CREATE FUNCTION reviewer.pull_back_cursors(
    tenant bigint, project bigint, to_rank double precision, to_queued_at bigint, to_number bigint,
    person text DEFAULT NULL
) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM FROM reviewer.tenant AS head WHERE head.tenant_id = tenant FOR NO KEY UPDATE;
    UPDATE reviewer.queue_cursor AS kept SET rank = to_rank, queued_at = to_queued_at, number = to_number
    WHERE kept.tenant_id = tenant AND kept.project_id = project AND (person IS NULL OR kept.reviewer = person)
      AND (kept.rank, kept.queued_at, kept.number) > (to_rank, to_queued_at, to_number);
END
$$;

-- End one person's lease on an item; where somebody else does it, the ledger names the holder.
CREATE FUNCTION reviewer.end_lease(
    me reviewer.member, item bigint, id text, holder text, OUT seq bigint, OUT hash text
)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    DELETE FROM reviewer.lease AS held
    WHERE held.tenant_id = me.tenant_id AND held.item_number = item AND held.reviewer = holder;
    SELECT appended.seq, appended.hash INTO seq, hash FROM reviewer.append(
        me.tenant_id, me.name, 'item.released', id,
        CASE WHEN holder = me.name THEN '{}' ELSE jsonb_build_object('holder', holder) END) AS appended;
END
$$;

-- The leases are locked in the order of the items before the first event, since the ledger comes last.
CREATE FUNCTION reviewer.end_leases(
    me reviewer.member, project bigint, holder text, proof text, OUT item_ids text[], OUT seq bigint, OUT hash text
)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    numbers bigint[];
    each record;
BEGIN
    item_ids := '{}';
    numbers := ARRAY(
        SELECT held.item_number FROM reviewer.lease AS held
        JOIN reviewer.item ON item.tenant_id = held.tenant_id AND item.number = held.item_number
        WHERE held.tenant_id = me.tenant_id AND held.reviewer = holder AND item.project_id = project
          AND (proof IS NULL OR held.token = proof)
        ORDER BY held.item_number FOR UPDATE OF held);
    FOR each IN SELECT item.number, item.item_id FROM reviewer.item
                WHERE item.tenant_id = me.tenant_id AND item.number = ANY (numbers) ORDER BY item.number LOOP
        SELECT ended.seq, ended.hash INTO seq, hash
        FROM reviewer.end_lease(me, each.number, each.item_id, holder) AS ended;
        item_ids := item_ids || each.item_id;
    END LOOP;
END
$$;

CREATE FUNCTION reviewer.release(
    project bigint, token text, OUT item_ids text[], OUT seq bigint, OUT hash text
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me reviewer.member := reviewer.require('belong');
BEGIN
    SELECT ended.item_ids, ended.seq, ended.hash INTO item_ids, seq, hash
    FROM reviewer.end_leases(me, project, me.name, token) AS ended;
END
$$;

CREATE FUNCTION reviewer.release_all_of(
    project bigint, holder text, OUT item_ids text[], OUT seq bigint, OUT hash text
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me reviewer.member := reviewer.require('lead');
BEGIN
    SELECT ended.item_ids, ended.seq, ended.hash INTO item_ids, seq, hash
    FROM reviewer.end_leases(me, project, holder, NULL) AS ended;
END
$$;

-- Lock an item before anything is changed about it, and return it as it is then.
CREATE FUNCTION reviewer.locked_item(me reviewer.member, project bigint, id text, system text) RETURNS reviewer.item
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    found reviewer.item := reviewer.item_named(me.tenant_id, project, id, system);
BEGIN
    PERFORM FROM reviewer.item WHERE item.tenant_id = me.tenant_id AND item.number = found.number FOR NO KEY UPDATE;
    SELECT * INTO found FROM reviewer.item WHERE item.tenant_id = me.tenant_id AND item.number = found.number;
    RETURN found;
END
$$;

CREATE FUNCTION reviewer.release_item(
    project bigint, wanted_id text, wanted_source text, holder text,
    OUT holders text[], OUT seq bigint, OUT hash text
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me reviewer.member := reviewer.require('lead');
    wanted reviewer.item := reviewer.locked_item(me, project, wanted_id, wanted_source);
    name text;
BEGIN
    holders := reviewer.holders_of(me.tenant_id, wanted.number, holder);
    FOREACH name IN ARRAY holders LOOP
        SELECT ended.seq, ended.hash INTO seq, hash
        FROM reviewer.end_lease(me, wanted.number, wanted.item_id, name) AS ended;
    END LOOP;
END
$$;

-- Who holds an item, oldest claim first, with their leases locked.
CREATE FUNCTION reviewer.holders_of(tenant bigint, item bigint, holder text) RETURNS text[]
LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT ARRAY(SELECT held.reviewer FROM reviewer.lease AS held
                 WHERE held.tenant_id = tenant AND held.item_number = item
                   AND (holder IS NULL OR held.reviewer = holder)
                 ORDER BY held.claimed_at, held.reviewer FOR UPDATE)
$$;

-- Reserve an item for one person, or for nobody in particular; with `release` all others lose it at once.
CREATE FUNCTION reviewer.assign(
    project bigint, wanted_id text, wanted_source text, to_name text, release boolean, OUT seq bigint, OUT hash text
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me reviewer.member := reviewer.require('lead');
    wanted reviewer.item;
    name text;
    losing text[] := '{}';
BEGIN
    IF length(to_name) NOT BETWEEN 1 AND 200 THEN
        PERFORM reviewer.refuse('22023', 'A reviewer''s name has 1 to 200 characters.');
    END IF;
    wanted := reviewer.locked_item(me, project, wanted_id, wanted_source);
    UPDATE reviewer.item SET assigned_to = to_name
    WHERE item.tenant_id = me.tenant_id AND item.number = wanted.number;
    IF release THEN
        losing := array_remove(reviewer.holders_of(me.tenant_id, wanted.number, NULL), to_name);
    END IF;
    FOREACH name IN ARRAY losing LOOP
        PERFORM reviewer.end_lease(me, wanted.number, wanted.item_id, name);
    END LOOP;
    SELECT appended.seq, appended.hash INTO seq, hash FROM reviewer.append(
        me.tenant_id, me.name, 'item.assigned', wanted.item_id,
        jsonb_build_object('source', wanted.source, 'to', to_name)) AS appended;
    PERFORM reviewer.pull_back_cursors(me.tenant_id, project, wanted.rank, wanted.queued_at, wanted.number);
END
$$;

-- Give an item another priority; who has passed its new place comes back to it. The setting keeps all digits for the
-- ledger, which a session could cut.
CREATE FUNCTION reviewer.prioritise(
    project bigint, wanted_id text, wanted_source text, priority double precision, OUT seq bigint, OUT hash text
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET extra_float_digits = 1
AS $$
DECLARE
    me reviewer.member := reviewer.require('lead');
    wanted reviewer.item;
BEGIN
    IF coalesce(priority, 'NaN') IN ('NaN', 'Infinity', '-Infinity') THEN
        PERFORM reviewer.refuse('22023', 'A priority is a finite number: the higher, the sooner.');
    END IF;
    wanted := reviewer.locked_item(me, project, wanted_id, wanted_source);
    UPDATE reviewer.item SET rank = 0 - priority
    WHERE item.tenant_id = me.tenant_id AND item.number = wanted.number;
    SELECT appended.seq, appended.hash INTO seq, hash FROM reviewer.append(
        me.tenant_id, me.name, 'item.prioritised', wanted.item_id,
        jsonb_build_object('source', wanted.source, 'from', 0 - wanted.rank, 'to', priority)) AS appended;
    PERFORM reviewer.pull_back_cursors(me.tenant_id, project, 0 - priority, wanted.queued_at, wanted.number);
END
$$;
GRANT EXECUTE ON FUNCTION reviewer.release(bigint, text) TO reviewer_member;
GRANT EXECUTE ON FUNCTION reviewer.release_all_of(bigint, text), reviewer.release_item(bigint, text, text, text),
    reviewer.assign(bigint, text, text, text, boolean), reviewer.prioritise(bigint, text, text, double precision)
    TO reviewer_lead, reviewer_admin;
