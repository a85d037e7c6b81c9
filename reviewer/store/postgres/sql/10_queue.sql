-- Claims, with the meaning of store/claiming.py. Expiry is part of each statement, and the server's clock decides.
-- The cursors of the queue move only while the tenant's row is locked, that is one change after the other, so none can
-- pass an item that another transaction is about to open behind it.

-- The item with this id; one that stands in several sources must name one.
CREATE FUNCTION reviewer.item_named(tenant bigint, project bigint, id text, system text) RETURNS reviewer.item
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    found reviewer.item;
    systems text;
BEGIN
    IF system IS NULL THEN
        SELECT string_agg(named.source, ', ' ORDER BY named.source), min(named.source) INTO systems, system
        FROM (SELECT item.source FROM reviewer.item
              WHERE item.tenant_id = tenant AND item.project_id = project AND item.item_id = id LIMIT 5) AS named
        HAVING count(*) > 0;
        IF systems <> system THEN
            PERFORM reviewer.refuse('22023', 'Item ''' || id || ''' exists in several sources (' || systems
                                             || '): name the source.');
        END IF;
        SELECT * INTO found FROM reviewer.item
        WHERE item.tenant_id = tenant AND item.project_id = project AND item.item_id = id AND item.source = systems;
    ELSE
        SELECT * INTO found FROM reviewer.item
        WHERE item.tenant_id = tenant AND item.project_id = project AND item.item_id = id AND item.source = system;
    END IF;
    IF found.number IS NULL THEN
        PERFORM reviewer.refuse('P0002', 'There is no item ''' || coalesce(left(id, 500), '') || ''''
            || coalesce(' of source ''' || left(nullif(item_named.system, ''), 500) || '''', '')
            || ' in this project: see ''reviewer queue list''.');
    END IF;
    RETURN found;
END
$$;

-- Whoever claims does so alone under one log-in, so that two windows cannot pass the limit together.
CREATE FUNCTION reviewer.refuse_hoarding(me reviewer.member, now bigint, chosen bigint) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    holds bigint;
    again boolean;
BEGIN
    PERFORM FROM reviewer.member WHERE name = me.name FOR NO KEY UPDATE;
    SELECT count(*), coalesce(bool_or(lease.item_number = chosen), false) INTO holds, again
    FROM reviewer.lease
    WHERE lease.tenant_id = me.tenant_id AND lease.reviewer = me.name AND lease.expires_at > now;
    IF holds >= 20 AND NOT again THEN
        PERFORM reviewer.refuse('55006', me.name || ' holds ' || holds
                                         || ' items already: submit or release some of them first.');
    END IF;
END
$$;

CREATE FUNCTION reviewer.other_holders(tenant bigint, item bigint, person text, now bigint) RETURNS bigint
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT count(*) FROM reviewer.lease
    WHERE lease.tenant_id = tenant AND lease.item_number = item AND lease.reviewer <> person AND lease.expires_at > now
      AND lease.round = 'first'
$$;

-- Lock a candidate and say whether it is free for this person: null where somebody else has the lock. The answer is a
-- statement of its own, because whoever had the lock before may have taken the last place since the candidate was found.
CREATE FUNCTION reviewer.secure(me reviewer.member, candidate bigint, now bigint, patient boolean) RETURNS boolean
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF patient THEN
        PERFORM FROM reviewer.item WHERE tenant_id = me.tenant_id AND number = candidate FOR NO KEY UPDATE;
    ELSE
        PERFORM FROM reviewer.item WHERE tenant_id = me.tenant_id AND number = candidate
        FOR NO KEY UPDATE SKIP LOCKED;
        IF NOT FOUND THEN
            RETURN NULL;
        END IF;
    END IF;
    RETURN EXISTS (
        SELECT FROM reviewer.item
        WHERE item.tenant_id = me.tenant_id AND item.number = candidate AND item.state = 'open'
          AND (item.assigned_to = me.name
               OR (item.assigned_to IS NULL AND (item.skill IS NULL OR reviewer.suits(me, item.skill))))
          AND item.needed - item.reviews > reviewer.other_holders(me.tenant_id, candidate, me.name, now)
          AND NOT EXISTS (SELECT FROM reviewer.lease
                          WHERE lease.tenant_id = me.tenant_id AND lease.item_number = candidate
                            AND lease.reviewer = me.name AND lease.expires_at > now)
          AND NOT EXISTS (SELECT FROM reviewer.review
                          WHERE review.tenant_id = me.tenant_id AND review.item_number = candidate
                            AND review.reviewer = me.name AND review.round = 'first'
                            AND review.state = 'submitted' AND review.kind <> 'defer'));
END
$$;

-- The first item of the queue that is free for this person, locked; those that the person deferred come last. The
-- places that are taken are numbered and hashed once for each claim: an item is full if its last place is among them, so
-- that thousands of held items at the head of the queue cost little more than reading past them.
-- OFFSET 0 keeps the planner from joining whole tables for what a look into an index answers row by row, and the
-- settings keep it on the index of the queue whatever it believes of a table that grows meanwhile.
CREATE FUNCTION reviewer.choose(me reviewer.member, project bigint, now bigint) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    place reviewer.queue_cursor := reviewer.place_of(me, project);
    gold_in_order bigint := CASE WHEN reviewer.gold_is_apart(me.tenant_id, project) THEN 0 ELSE 1 END;
    candidate bigint;
    secured boolean;
    busy bigint;
    refused boolean := false;
BEGIN
    FOR candidate IN
        SELECT item.number FROM reviewer.item
        WHERE item.tenant_id = me.tenant_id AND item.project_id = project AND item.state = 'open'
          AND (item.rank, item.queued_at, item.number) >= (place.rank, place.queued_at, place.number)
          AND (item.assigned_to = me.name
               OR (item.assigned_to IS NULL AND (item.skill IS NULL OR reviewer.suits(me, item.skill))))
          AND item.gold <= gold_in_order
          AND item.needed > item.reviews
          AND (item.number, item.needed - item.reviews) NOT IN (
              SELECT lease.item_number, row_number() OVER (PARTITION BY lease.item_number) FROM reviewer.lease
              WHERE lease.tenant_id = me.tenant_id AND lease.reviewer <> me.name AND lease.expires_at > now
                AND lease.round = 'first')
          AND item.number NOT IN (SELECT lease.item_number FROM reviewer.lease
                                  WHERE lease.tenant_id = me.tenant_id AND lease.reviewer = me.name
                                    AND lease.expires_at > now)
          AND NOT EXISTS (SELECT FROM reviewer.review
                          WHERE review.tenant_id = item.tenant_id AND review.item_number = item.number
                            AND review.reviewer = me.name AND review.round = 'first'
                            AND review.state = 'submitted' OFFSET 0)
        ORDER BY item.rank, item.queued_at, item.number
    LOOP
        secured := reviewer.secure(me, candidate, now, false);
        IF secured THEN
            RETURN candidate;
        END IF;
        refused := refused OR secured IS NOT NULL;
        busy := coalesce(busy, candidate);
    END LOOP;
    FOR candidate IN
        SELECT item.number FROM reviewer.review
        JOIN reviewer.item ON item.tenant_id = review.tenant_id AND item.number = review.item_number
        WHERE review.tenant_id = me.tenant_id AND review.reviewer = me.name
          AND review.state = 'submitted' AND review.kind = 'defer' AND review.round = 'first'
          AND item.project_id = choose.project AND item.state = 'open'
        ORDER BY review.submitted_at, review.number
    LOOP
        secured := reviewer.secure(me, candidate, now, false);
        IF secured THEN
            RETURN candidate;
        END IF;
    END LOOP;
    -- Where gold is drawn, what is still open of it comes at last, when there is nothing to mix it in with.
    FOR candidate IN
        SELECT item.number FROM reviewer.item
        WHERE item.tenant_id = me.tenant_id AND item.gold = 1 AND gold_in_order = 0
          AND item.project_id = choose.project AND item.state = 'open'
        ORDER BY item.rank, item.queued_at, item.number
    LOOP
        secured := reviewer.secure(me, candidate, now, false);
        IF secured AND NOT EXISTS (SELECT FROM reviewer.review
                                   WHERE review.tenant_id = me.tenant_id AND review.item_number = candidate
                                     AND review.reviewer = me.name AND review.state = 'submitted') THEN
            RETURN candidate;
        END IF;
    END LOOP;
    -- What somebody else has locked in this moment may be free the next: wait for it, unless a lock is held already
    -- for which another one could be waiting.
    IF busy IS NOT NULL AND NOT refused AND reviewer.secure(me, busy, now, true) THEN
        RETURN busy;
    END IF;
    RETURN NULL;
END
$$;

-- The place in the queue before which this person has judged everything that is open.
CREATE FUNCTION reviewer.place_of(me reviewer.member, project bigint) RETURNS reviewer.queue_cursor
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    place reviewer.queue_cursor;
BEGIN
    SELECT * INTO place FROM reviewer.queue_cursor AS kept
    WHERE kept.tenant_id = me.tenant_id AND kept.project_id = project AND kept.reviewer = me.name;
    IF NOT FOUND THEN
        place.rank := '-Infinity';
        place.queued_at := 0;
        place.number := 0;
    END IF;
    RETURN place;
END
$$;

-- Move this person's place on. The tenant's row is locked, so this statement sees all that was committed before, and
-- whoever opens something later pulls the place back.
CREATE FUNCTION reviewer.advance_cursor(me reviewer.member, project bigint) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    place reviewer.queue_cursor := reviewer.place_of(me, project);
    gold_in_order bigint := CASE WHEN reviewer.gold_is_apart(me.tenant_id, project) THEN 0 ELSE 1 END;
    head record;
BEGIN
    SELECT item.rank, item.queued_at, item.number INTO head FROM reviewer.item
    WHERE item.tenant_id = me.tenant_id AND item.project_id = project AND item.state = 'open'
      AND (item.rank, item.queued_at, item.number) >= (place.rank, place.queued_at, place.number)
      AND (item.assigned_to = me.name
               OR (item.assigned_to IS NULL AND (item.skill IS NULL OR reviewer.suits(me, item.skill))))
      AND item.gold <= gold_in_order
      AND NOT EXISTS (SELECT FROM reviewer.review
                      WHERE review.tenant_id = item.tenant_id AND review.item_number = item.number
                        AND review.reviewer = me.name AND review.round = 'first'
                        AND review.state = 'submitted' OFFSET 0)
    ORDER BY item.rank, item.queued_at, item.number LIMIT 1;
    IF head.number IS DISTINCT FROM place.number AND head.number IS NOT NULL THEN
        INSERT INTO reviewer.queue_cursor AS kept (tenant_id, project_id, reviewer, rank, queued_at, number)
        VALUES (me.tenant_id, project, me.name, head.rank, head.queued_at, head.number)
        ON CONFLICT (tenant_id, project_id, reviewer)
        DO UPDATE SET rank = excluded.rank, queued_at = excluded.queued_at, number = excluded.number;
    END IF;
END
$$;

-- Give a locked item to this person. An expired lease is taken over with a new token and as of this transaction.
CREATE FUNCTION reviewer.take(
    me reviewer.member, project bigint, candidate bigint, now bigint, served_round text DEFAULT 'first',
    OUT number bigint, OUT item_id text, OUT source text, OUT token text, OUT claimed_at bigint, OUT expires_at bigint
)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    SELECT item.number, item.item_id, item.source INTO number, item_id, source
    FROM reviewer.item WHERE item.tenant_id = me.tenant_id AND item.number = candidate;
    token := replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
    claimed_at := now;
    expires_at := now + reviewer.lease_us(me.tenant_id, project);
    INSERT INTO reviewer.lease (tenant_id, item_number, reviewer, token, claimed_at, expires_at, round)
    VALUES (me.tenant_id, candidate, me.name, take.token, now, take.expires_at, served_round)
    ON CONFLICT (tenant_id, item_number, reviewer)
    DO UPDATE SET token = excluded.token, claimed_at = excluded.claimed_at, expires_at = excluded.expires_at,
                  round = excluded.round, xid = pg_current_xact_id();
    PERFORM reviewer.append(me.tenant_id, me.name, 'item.claimed', take.item_id,
                            jsonb_build_object('source', take.source));
    PERFORM reviewer.advance_cursor(me, project);
END
$$;

CREATE FUNCTION reviewer.lease_us(tenant bigint, project bigint) RETURNS bigint
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    rules jsonb := reviewer.project_body(tenant, project);
BEGIN
    IF rules IS NULL THEN
        PERFORM reviewer.refuse('P0002', 'There is no such project in this workspace.');
    END IF;
    RETURN trunc(coalesce((rules ->> 'lease_minutes')::double precision, 15) * 60000000)::bigint;
END
$$;

-- Whether a person sees a grave hit on this item; where the hits are hidden it tells of none.
CREATE FUNCTION reviewer.is_severe(tenant bigint, candidate bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT EXISTS (
        SELECT FROM reviewer.item
        JOIN reviewer.item_body AS kept ON kept.tenant_id = item.tenant_id AND kept.number = item.number,
             jsonb_array_elements(coalesce(kept.body::jsonb -> 'policy_hits', '[]')) AS hit
        WHERE item.tenant_id = tenant AND item.number = candidate AND item.hits_hidden = 0
          AND coalesce(hit ->> 'outcome', 'fail') = 'fail' AND hit ->> 'severity' IN ('high', 'critical'))
$$;

-- Severe items interleaved, as in store/interleaving.py: after a severe one a milder one of the same priority, where
-- there is one among the next 50. The one that was passed over stays at the head of the queue.
CREATE FUNCTION reviewer.milder(me reviewer.member, chosen bigint, now bigint) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    head reviewer.item;
    last bigint;
    candidate bigint;
BEGIN
    SELECT * INTO head FROM reviewer.item WHERE item.tenant_id = me.tenant_id AND item.number = chosen;
    IF head.number IS NULL OR NOT reviewer.is_severe(me.tenant_id, chosen) THEN
        RETURN chosen;
    END IF;
    SELECT lease.item_number INTO last FROM reviewer.lease
    JOIN reviewer.item ON item.tenant_id = lease.tenant_id AND item.number = lease.item_number
    WHERE lease.tenant_id = me.tenant_id AND lease.reviewer = me.name AND item.project_id = head.project_id
    ORDER BY lease.claimed_at DESC, lease.item_number DESC LIMIT 1;
    IF last IS NULL THEN
        SELECT review.item_number INTO last FROM reviewer.review
        WHERE review.tenant_id = me.tenant_id AND review.project_id = head.project_id AND review.reviewer = me.name
          AND review.state = 'submitted'
        ORDER BY review.submitted_at DESC LIMIT 1;
    END IF;
    IF last IS NULL OR NOT reviewer.is_severe(me.tenant_id, last) THEN
        RETURN chosen;
    END IF;
    FOR candidate IN
        SELECT item.number FROM reviewer.item
        WHERE item.tenant_id = me.tenant_id AND item.project_id = head.project_id AND item.state = 'open'
          AND (item.rank, item.queued_at, item.number) > (head.rank, head.queued_at, head.number)
          AND item.rank = head.rank
          AND (item.gold = 0 OR NOT reviewer.gold_is_apart(me.tenant_id, head.project_id))
          AND (item.assigned_to = me.name
               OR (item.assigned_to IS NULL AND (item.skill IS NULL OR reviewer.suits(me, item.skill))))
        ORDER BY item.rank, item.queued_at, item.number LIMIT 50
    LOOP
        IF NOT reviewer.is_severe(me.tenant_id, candidate) AND reviewer.secure(me, candidate, now, false)
           AND NOT EXISTS (SELECT FROM reviewer.review
                           WHERE review.tenant_id = me.tenant_id AND review.item_number = candidate
                             AND review.reviewer = me.name AND review.round = 'first'
                             AND review.state = 'submitted') THEN
            RETURN candidate;
        END IF;
    END LOOP;
    RETURN chosen;
END
$$;

-- Claims return what an item is called, never what it says: that takes a second call, which demands that the claim has
-- been committed (see 12_serving.sql).
-- `interleave` is the person's own choice; without one it is the project's.
CREATE FUNCTION reviewer.claim_next(project bigint, interleave boolean DEFAULT NULL) RETURNS TABLE (
    number bigint, item_id text, source text, token text, claimed_at bigint, expires_at bigint
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me reviewer.member := reviewer.require('review');
    now bigint := reviewer.now_us();
    other record;
    gold bigint;
    chosen bigint;
BEGIN
    PERFORM reviewer.refuse_paused(me, project);
    PERFORM reviewer.refuse_hoarding(me, now, NULL);
    IF reviewer.is_newcomer(me, project) THEN
        gold := reviewer.gold_for_newcomer(me, project, now);
        IF gold IS NOT NULL THEN
            RETURN QUERY SELECT taken.* FROM reviewer.take(me, project, gold, now, 'gold') AS taken;
        END IF;
        RETURN;
    END IF;
    SELECT found.number, found.round INTO other FROM reviewer.choose_round(me, claim_next.project, now) AS found;
    IF other.number IS NOT NULL THEN
        RETURN QUERY SELECT taken.* FROM reviewer.take(me, project, other.number, now, other.round) AS taken;
        RETURN;
    END IF;
    chosen := reviewer.choose(me, project, now);
    IF coalesce(interleave, (reviewer.project_body(me.tenant_id, project) -> 'wellbeing' ->> 'interleave')::boolean)
    THEN
        chosen := reviewer.milder(me, chosen, now);
    END IF;
    -- Gold comes only before other work: nobody who has nothing else to do is kept busy with what is known.
    gold := CASE WHEN chosen IS NOT NULL THEN reviewer.mix_in_gold(me, project, now) END;
    IF gold IS NOT NULL THEN
        RETURN QUERY SELECT taken.* FROM reviewer.take(me, project, gold, now, 'gold') AS taken;
    ELSIF chosen IS NOT NULL THEN
        RETURN QUERY SELECT taken.* FROM reviewer.take(me, project, chosen, now) AS taken;
    END IF;
END
$$;

CREATE FUNCTION reviewer.claim_chosen(project bigint, wanted_id text, wanted_source text) RETURNS TABLE (
    number bigint, item_id text, source text, token text, claimed_at bigint, expires_at bigint
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me reviewer.member := reviewer.require('review');
    now bigint := reviewer.now_us();
    wanted reviewer.item := reviewer.item_named(me.tenant_id, project, wanted_id, wanted_source);
    named constant text := 'Item ''' || wanted.item_id || '''';
    again text;
BEGIN
    PERFORM reviewer.refuse_paused(me, project);
    PERFORM FROM reviewer.member WHERE name = me.name FOR NO KEY UPDATE;
    PERFORM FROM reviewer.item WHERE item.tenant_id = me.tenant_id AND item.number = wanted.number FOR NO KEY UPDATE;
    SELECT * INTO wanted FROM reviewer.item WHERE item.tenant_id = me.tenant_id AND item.number = wanted.number;
    again := coalesce(reviewer.round_to_go_on_with(me, wanted.number),
                      reviewer.gold_to_go_on_with(me, wanted.number));
    IF again IS NOT NULL THEN
        PERFORM reviewer.refuse_hoarding(me, now, wanted.number);
        RETURN QUERY SELECT taken.* FROM reviewer.take(me, project, wanted.number, now, again) AS taken;
        RETURN;
    END IF;
    IF reviewer.is_newcomer(me, project) THEN
        PERFORM reviewer.refuse('55006', 'Everybody begins here with a few items that are given out: take the next item, '
            'not one of your choice.');
    END IF;
    IF EXISTS (SELECT FROM reviewer.review
               WHERE review.tenant_id = me.tenant_id AND review.item_number = wanted.number
                 AND review.reviewer = me.name AND review.round = 'first' AND review.state = 'submitted'
                 AND review.kind <> 'defer') THEN
        PERFORM reviewer.refuse('23505', me.name || ' has already reviewed item ''' || wanted.item_id
                                         || ''': change that review instead.');
    ELSIF wanted.state <> 'open' THEN
        PERFORM reviewer.refuse('55006', named || ' is ' || replace(wanted.state, '_', ' ')
                                         || ' and needs no review now.');
    ELSIF wanted.assigned_to <> me.name THEN
        PERFORM reviewer.refuse('55006', named || ' is reserved for ' || wanted.assigned_to
                                         || ': ask a lead to assign it anew.');
    ELSIF wanted.assigned_to IS NULL AND NOT reviewer.suits(me, wanted.skill) THEN
        PERFORM reviewer.refuse('55006', named || ' needs the skill ''' || wanted.skill
                                         || ''', which others here have: leave it to them, or ask a lead.');
    ELSIF wanted.needed - wanted.reviews <= reviewer.other_holders(me.tenant_id, wanted.number, me.name, now)
          AND NOT EXISTS (SELECT FROM reviewer.lease
                          WHERE lease.tenant_id = me.tenant_id AND lease.item_number = wanted.number
                            AND lease.reviewer = me.name AND lease.expires_at > now) THEN
        PERFORM reviewer.refuse('55006', named || ' is held by other reviewers now: try again when their leases end.');
    END IF;
    PERFORM reviewer.refuse_hoarding(me, now, wanted.number);
    RETURN QUERY SELECT taken.* FROM reviewer.take(me, project, wanted.number, now) AS taken;
END
$$;
GRANT EXECUTE ON FUNCTION reviewer.claim_next(bigint, boolean), reviewer.claim_chosen(bigint, text, text)
    TO reviewer_reviewer, reviewer_lead, reviewer_admin;
