-- What a log-in may read of an item. A claim or a verdict opens it only once it has been committed, so that nobody reads
-- without leaving a trace (see 05_policies.sql).

-- An item as a reviewer may see it, with its fields in their order: as_served() of domain/leases.py.
CREATE FUNCTION reviewer.served(body text, project jsonb, hits_hidden boolean, judged boolean) RETURNS text
LANGUAGE sql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp
AS $$
    SELECT '{' || string_agg(to_json(key)::text || ':' || value::text, ',' ORDER BY place) || '}'
    FROM json_each(body::json) WITH ORDINALITY AS field(key, value, place)
    WHERE key NOT IN ('gold', 'control', 'sampling_probability')
      AND (judged OR key <> 'suggestion' OR NOT coalesce((project ->> 'blind')::boolean, true))
      AND (judged OR key NOT IN ('policy_hits', 'flagged_at') OR NOT hits_hidden)
$$;

-- my_items() and my_judged_items() for one item, so that the cost does not grow with what a person has done.
CREATE FUNCTION reviewer.holds(me reviewer.member, item bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT EXISTS (
        SELECT FROM reviewer.lease
        WHERE tenant_id = me.tenant_id AND item_number = item AND reviewer = me.name
          AND expires_at > reviewer.now_us()
          AND pg_visible_in_snapshot(xid, pg_current_snapshot()) AND xid IS DISTINCT FROM pg_current_xact_id_if_assigned())
$$;

CREATE FUNCTION reviewer.has_reviewed(me reviewer.member, item bigint, judged boolean) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT EXISTS (
        SELECT FROM reviewer.review
        WHERE tenant_id = me.tenant_id AND item_number = item AND reviewer = me.name AND state = 'submitted'
          AND (NOT judged OR (kind = 'verdict' AND round = 'first'))
          AND pg_visible_in_snapshot(xid, pg_current_snapshot()) AND xid IS DISTINCT FROM pg_current_xact_id_if_assigned())
$$;

CREATE FUNCTION reviewer.serve(
    project bigint, wanted_id text, wanted_source text, OUT body text, OUT hits_hidden boolean, OUT judged boolean
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me reviewer.member := reviewer.require('belong');
    wanted reviewer.item := reviewer.item_named(me.tenant_id, project, wanted_id, wanted_source);
BEGIN
    -- What is served once more looks as it did before the first verdict.
    judged := reviewer.has_reviewed(me, wanted.number, true) AND NOT reviewer.holds_again(me, wanted.number);
    IF me.role = 'reviewer' AND NOT judged AND NOT reviewer.holds(me, wanted.number)
       AND NOT reviewer.has_reviewed(me, wanted.number, false) THEN
        PERFORM reviewer.refuse('42501', me.name || ' is reviewer here and may not read item ''' || wanted.item_id
                                         || ''' without holding it: claim it first.');
    END IF;
    hits_hidden := wanted.hits_hidden = 1;
    SELECT kept.body INTO body FROM reviewer.item_body AS kept
    WHERE kept.tenant_id = me.tenant_id AND kept.number = wanted.number;
    IF me.role = 'reviewer' THEN
        body := reviewer.served(body, reviewer.project_body(me.tenant_id, project), hits_hidden, judged);
    END IF;
END
$$;

-- What this log-in holds now, oldest claim first, except what it has judged or what was settled meanwhile.
CREATE FUNCTION reviewer.held(project bigint) RETURNS TABLE (
    number bigint, item_id text, source text, token text, claimed_at bigint, expires_at bigint,
    hits_hidden boolean, body text
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me reviewer.member := reviewer.require('belong');
    rules jsonb := reviewer.project_body(me.tenant_id, project);
BEGIN
    RETURN QUERY
        SELECT item.number, item.item_id, item.source, lease.token, lease.claimed_at, lease.expires_at,
               item.hits_hidden = 1, reviewer.served(kept.body, rules, item.hits_hidden = 1, false)
        FROM reviewer.lease
        JOIN reviewer.item ON item.tenant_id = lease.tenant_id AND item.number = lease.item_number
        JOIN reviewer.item_body AS kept ON kept.tenant_id = item.tenant_id AND kept.number = item.number
        WHERE lease.tenant_id = me.tenant_id AND lease.reviewer = me.name
          AND item.project_id = held.project AND reviewer.holds(me, item.number)
          AND (lease.round <> 'first' OR item.state = 'open'
               AND NOT EXISTS (SELECT FROM reviewer.review
                               WHERE review.tenant_id = item.tenant_id AND review.item_number = item.number
                                 AND review.reviewer = me.name AND review.round = 'first'
                                 AND review.state = 'submitted' AND review.kind <> 'defer'))
        ORDER BY lease.claimed_at, item.number;
END
$$;

-- The item of a claim that was just made and committed.
CREATE FUNCTION reviewer.held_item(token text) RETURNS TABLE (
    number bigint, claimed_at bigint, expires_at bigint, hits_hidden boolean, body text
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me reviewer.member := reviewer.require('belong');
BEGIN
    RETURN QUERY
        SELECT item.number, lease.claimed_at, lease.expires_at, item.hits_hidden = 1,
               reviewer.served(kept.body, reviewer.project_body(me.tenant_id, item.project_id),
                               item.hits_hidden = 1, false)
        FROM reviewer.lease
        JOIN reviewer.item ON item.tenant_id = lease.tenant_id AND item.number = lease.item_number
        JOIN reviewer.item_body AS kept ON kept.tenant_id = item.tenant_id AND kept.number = item.number
        WHERE lease.tenant_id = me.tenant_id AND lease.reviewer = me.name AND lease.token = held_item.token
          AND reviewer.holds(me, item.number);
    IF NOT FOUND THEN
        PERFORM reviewer.refuse('55000', 'This item is no longer held for you: claim it again.');
    END IF;
END
$$;

-- What became of the item of a submission of this log-in that has been committed, or null.
CREATE FUNCTION reviewer.state_after(submission text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me reviewer.member := reviewer.require('belong');
BEGIN
    RETURN (SELECT item.state FROM reviewer.review
            JOIN reviewer.item ON item.tenant_id = review.tenant_id AND item.number = review.item_number
            WHERE review.tenant_id = me.tenant_id AND review.submission_id = submission AND review.reviewer = me.name
              AND reviewer.has_reviewed(me, item.number, false));
END
$$;

-- The lease that a token proves, with its item locked. One that has lapsed stands until somebody else takes the place,
-- so that slow work counts where it harms nobody; in a round other than the first nobody takes it.
CREATE FUNCTION reviewer.standing(me reviewer.member, proof text, now bigint) RETURNS reviewer.item
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    held reviewer.lease;
    found reviewer.item;
BEGIN
    SELECT * INTO held FROM reviewer.lease
    WHERE lease.tenant_id = me.tenant_id AND lease.reviewer = me.name AND lease.token = proof;
    PERFORM FROM reviewer.item WHERE item.tenant_id = me.tenant_id AND item.number = held.item_number FOR NO KEY UPDATE;
    SELECT * INTO found FROM reviewer.item WHERE item.tenant_id = me.tenant_id AND item.number = held.item_number;
    SELECT * INTO held FROM reviewer.lease
    WHERE lease.tenant_id = me.tenant_id AND lease.item_number = found.number AND lease.reviewer = me.name
      AND lease.token = proof FOR UPDATE;
    IF held.token IS NULL OR (held.expires_at <= now AND held.round = 'first' AND found.needed - found.reviews
                              <= reviewer.other_holders(me.tenant_id, found.number, me.name, now)) THEN
        PERFORM reviewer.refuse('55000', coalesce('Item ''' || found.item_id || '''', 'This item')
            || ' is no longer held for you: your work stays as a draft; claim the item again.');
    END IF;
    RETURN found;
END
$$;

-- Prolong a lease that still stands, as of this transaction, so that a renewal that is taken back opens nothing.
-- Renewals are not written to the ledger.
CREATE FUNCTION reviewer.renew(token text, OUT expires_at bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me reviewer.member := reviewer.require('review');
    now bigint := reviewer.now_us();
    found reviewer.item;
BEGIN
    -- Who let leases lapse and took others would otherwise hold both.
    IF EXISTS (SELECT FROM reviewer.lease
               WHERE lease.tenant_id = me.tenant_id AND lease.reviewer = me.name AND lease.token = renew.token
                 AND lease.expires_at <= now) THEN
        BEGIN
            PERFORM reviewer.refuse_hoarding(me, now, NULL);
        EXCEPTION WHEN SQLSTATE '55006' THEN
            PERFORM reviewer.refuse('55000', SQLERRM);
        END;
    END IF;
    found := reviewer.standing(me, token, now);
    expires_at := now + reviewer.lease_us(me.tenant_id, found.project_id);
    UPDATE reviewer.lease AS kept SET expires_at = renew.expires_at, xid = pg_current_xact_id()
    WHERE kept.tenant_id = me.tenant_id AND kept.item_number = found.number AND kept.reviewer = me.name;
END
$$;

-- When the oldest open item came and when the next open one is due, each through an index.
CREATE FUNCTION reviewer.queue_summary(project bigint, OUT oldest bigint, OUT due bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me reviewer.member := reviewer.require('belong');
BEGIN
    SELECT item.queued_at INTO oldest FROM reviewer.item
    WHERE item.tenant_id = me.tenant_id AND item.project_id = project AND item.state = 'open'
    ORDER BY item.queued_at LIMIT 1;
    SELECT item.due_at INTO due FROM reviewer.item
    WHERE item.tenant_id = me.tenant_id AND item.project_id = project AND item.state = 'open'
      AND item.due_at IS NOT NULL
    ORDER BY item.due_at LIMIT 1;
END
$$;
GRANT EXECUTE ON FUNCTION reviewer.serve(bigint, text, text), reviewer.held(bigint), reviewer.held_item(text),
    reviewer.state_after(text), reviewer.queue_summary(bigint) TO reviewer_member;
GRANT EXECUTE ON FUNCTION reviewer.renew(text) TO reviewer_reviewer, reviewer_lead, reviewer_admin;
