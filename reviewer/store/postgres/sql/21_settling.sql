-- The state of an item as it follows from its reviews, as in store/resolutions.py, and the resolutions.
-- Locks are taken in one order: item, then its leases and reviews, then counter by its trigger, then the tenant's row,
-- which gives the numbers. Whoever gives back several items at once locks leases alone, in the order of the items.

-- A time as pydantic writes it, whatever the session's settings are.
CREATE FUNCTION reviewer.iso_time(us bigint) RETURNS text
LANGUAGE sql STABLE STRICT SET search_path = pg_catalog, pg_temp
RETURN to_char(timestamp '1970-01-01 00:00:00' + us * interval '1 microsecond',
               CASE us % 1000000 WHEN 0 THEN 'YYYY-MM-DD"T"HH24:MI:SS"Z"' ELSE 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"' END);

-- Whether the verdict, and each answer that the gold names, is the known one.
CREATE FUNCTION reviewer.matches_gold(review jsonb, gold jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
RETURN review -> 'verdict' = gold -> 'verdict' AND NOT EXISTS (
    SELECT FROM jsonb_each(coalesce(gold -> 'answers', '{}')) AS known
    WHERE coalesce(review -> 'answers' -> known.key, 'null') <> known.value);

-- Each reviewer's share of right gold items, one right and one wrong added; null in a project that does not weigh.
-- The setting keeps all digits of the shares, which a session could cut.
CREATE FUNCTION reviewer.gold_weights(tenant bigint, project bigint, rules jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET extra_float_digits = 1
AS $$
BEGIN
    IF rules ->> 'resolution' IS DISTINCT FROM 'weighted' THEN
        RETURN NULL;
    END IF;
    RETURN (
        SELECT coalesce(jsonb_object_agg(name, (hits + 1)::double precision / (judged + 2)), '{}')
        FROM (SELECT given.reviewer AS name, count(*) AS judged, count(*) FILTER (
                  WHERE reviewer.matches_gold(given.body::jsonb, known.answer::jsonb)) AS hits
              FROM reviewer.gold_item AS known
              JOIN reviewer.review AS given USING (tenant_id, item_number)
              WHERE known.tenant_id = tenant AND known.state = 'active' AND known.project_id = project
                AND given.submitted_at >= known.since AND given.state = 'submitted' AND given.round = 'first' AND given.kind = 'verdict'
              GROUP BY given.reviewer) AS counted);
END
$$;

-- Make a resolution the current one of its item, where none stands.
CREATE FUNCTION reviewer.store_resolution(tenant bigint, item_number bigint, resolution jsonb, now bigint) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    told text := reviewer.canonical(resolution || jsonb_build_object('decided_at', reviewer.iso_time(now)));
    next_number bigint;
BEGIN
    UPDATE reviewer.tenant AS head SET last_resolution = last_resolution + 1 WHERE head.tenant_id = tenant
    RETURNING last_resolution INTO next_number;
    INSERT INTO reviewer.resolution
        (tenant_id, number, item_number, state, verdict, outcome, method, decided_at, sha256, body)
    VALUES (tenant, next_number, store_resolution.item_number, 'current', resolution ->> 'verdict',
            resolution ->> 'outcome', resolution ->> 'method', now, reviewer.sha256_hex(told), told);
END
$$;

CREATE FUNCTION reviewer.retire_resolution(tenant bigint, number_of_item bigint, new_state text) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, pg_temp
AS $$
    UPDATE reviewer.resolution SET state = new_state
    WHERE tenant_id = tenant AND item_number = number_of_item AND state = 'current'
$$;

CREATE FUNCTION reviewer.state_of(next text, reviews jsonb[]) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
RETURN CASE
    WHEN EXISTS (SELECT FROM unnest(reviews) AS review WHERE review ->> 'escalation' IS NOT NULL) THEN 'escalated'
    WHEN EXISTS (SELECT FROM unnest(reviews) AS review WHERE review -> 'skip' ->> 'kind' = 'out_of_scope')
        THEN 'set_aside'
    WHEN next = 'resolve' THEN 'resolved'
    WHEN next = 'adjudicate' THEN 'adjudication'
    ELSE 'open' END;

-- The current first-round reviews of an item, oldest first, but those of one person.
CREATE FUNCTION reviewer.current_reviews(tenant bigint, number_of_item bigint, but_of text DEFAULT NULL) RETURNS jsonb[]
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT coalesce(array_agg(body::jsonb ORDER BY submitted_at, number), ARRAY[]::jsonb[])
    FROM reviewer.review
    WHERE tenant_id = tenant AND item_number = number_of_item AND state = 'submitted' AND round = 'first'
      AND (but_of IS NULL OR reviewer <> but_of)
$$;

-- Lock the counters of a project before the tenant's row, for what changes them only after it.
CREATE FUNCTION reviewer.lock_counters(tenant bigint, project bigint) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    INSERT INTO reviewer.counter (tenant_id, project_id, state, amount)
    SELECT tenant, project, state, 0
    FROM unnest(ARRAY['adjudication', 'escalated', 'open', 'resolved', 'set_aside']) AS state ON CONFLICT DO NOTHING;
    PERFORM FROM reviewer.counter AS kept
    WHERE kept.tenant_id = tenant AND kept.project_id = project ORDER BY kept.state COLLATE "C" FOR UPDATE;
END
$$;

-- Bring an item's state, needed reviews and resolution in line with its current reviews; return the state.
-- The state is derived anew each time, so that the same reviews always lead to the same place, in whatever order they
-- came or went. What a lead has adjudicated stays. Only a resolved item can have a resolution.
CREATE FUNCTION reviewer.settle(
    item reviewer.item, content jsonb, rules jsonb, reviews jsonb[], weights jsonb, now bigint
) RETURNS text
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    base integer := CASE WHEN reviewer.needs_overlap(rules, item.source, item.item_id, content)
                         THEN coalesce((rules ->> 'overlap')::integer, 1) ELSE 1 END;
    standing reviewer.resolution;
    decision record;
    new_state text;
    wanted jsonb;
    judged bigint := (SELECT count(*) FROM unnest(reviews) AS review WHERE reviewer.is_judgement(review));
BEGIN
    IF item.state = 'resolved' THEN
        SELECT * INTO standing FROM reviewer.resolution AS known
        WHERE known.tenant_id = item.tenant_id AND known.item_number = item.number AND known.state = 'current';
    END IF;
    SELECT * INTO decision FROM reviewer.decide(content, rules, reviews, base, weights);
    IF standing.method = 'adjudicated' THEN
        new_state := 'resolved';
        wanted := standing.body::jsonb - 'decided_at';
    ELSE
        new_state := reviewer.state_of(decision.next, reviews);
        wanted := CASE new_state WHEN 'resolved' THEN decision.resolution END;
    END IF;
    UPDATE reviewer.item AS moved
    SET state = new_state, needed = decision.needed, reviews = judged, changed_at = now,
        unsettled = CASE WHEN wanted -> 'correction_settled' = 'false' THEN 1 ELSE 0 END
    WHERE moved.tenant_id = item.tenant_id AND moved.number = item.number;
    IF new_state = 'open' AND item.state <> 'open' THEN
        PERFORM reviewer.pull_back_cursors(item.tenant_id, item.project_id, item.rank, item.queued_at, item.number);
    END IF;
    IF standing.number IS NULL OR (standing.body::jsonb - 'decided_at') IS DISTINCT FROM wanted THEN
        PERFORM reviewer.retire_resolution(
            item.tenant_id, item.number, CASE WHEN wanted IS NULL THEN 'withdrawn' ELSE 'superseded' END);
        IF wanted IS NOT NULL THEN
            PERFORM reviewer.store_resolution(item.tenant_id, item.number, wanted, now);
        END IF;
    END IF;
    RETURN new_state;
END
$$;

-- Settle an item; where it needs no more reviews, nobody holds it any longer.
CREATE FUNCTION reviewer.settle_and_free(
    item reviewer.item, content jsonb, rules jsonb, reviews jsonb[], weights jsonb, now bigint
) RETURNS text
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    state text := reviewer.settle(item, content, rules, reviews, weights, now);
BEGIN
    IF state <> 'open' THEN
        DELETE FROM reviewer.lease AS held
        WHERE held.tenant_id = item.tenant_id AND held.item_number = item.number AND held.round = 'first';
    END IF;
    RETURN state;
END
$$;
