-- Rounds other than the first, with the meaning of store/rounds.py: own finished items served again without a word, and
-- the sets of a calibration. The lease alone knows the round, and a log-in cannot read it there.

-- A number from 0 to 1 of which a session can know nothing beforehand, as it can of random() after setseed().
CREATE FUNCTION reviewer.draw() RETURNS double precision
LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp
AS $$ SELECT ('x' || left(gen_random_uuid()::text, 8))::bit(32)::bigint / 4294967296.0 $$;

-- Lock an item that is to be served in another round, unless somebody else works on it right now.
CREATE FUNCTION reviewer.lock_at_once(me reviewer.member, candidate bigint) RETURNS boolean
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM FROM reviewer.item WHERE tenant_id = me.tenant_id AND number = candidate FOR NO KEY UPDATE SKIP LOCKED;
    RETURN FOUND;
END
$$;

CREATE FUNCTION reviewer.holds_any(me reviewer.member, candidate bigint, now bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT EXISTS (SELECT FROM reviewer.lease
                   WHERE tenant_id = me.tenant_id AND item_number = candidate AND reviewer = me.name
                     AND expires_at > now)
$$;

CREATE FUNCTION reviewer.holds_again(me reviewer.member, candidate bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT EXISTS (SELECT FROM reviewer.lease
                   WHERE tenant_id = me.tenant_id AND item_number = candidate AND reviewer = me.name
                     AND round <> 'first' AND expires_at > reviewer.now_us())
$$;

-- The next item of the open calibration that this person is to judge.
CREATE FUNCTION reviewer.next_of_set(me reviewer.member, project bigint, now bigint) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    set_now reviewer.calibration;
    candidate bigint;
BEGIN
    SELECT * INTO set_now FROM reviewer.calibration AS kept
    WHERE kept.tenant_id = me.tenant_id AND kept.project_id = project AND kept.closed_at IS NULL;
    IF set_now.number IS NULL OR NOT set_now.people::jsonb ? me.name THEN
        RETURN NULL;
    END IF;
    FOR candidate IN
        SELECT part.value::bigint
        FROM jsonb_array_elements_text(set_now.item_numbers::jsonb) WITH ORDINALITY AS part(value, place)
        WHERE NOT EXISTS (SELECT FROM reviewer.review AS known
                          WHERE known.tenant_id = me.tenant_id AND known.item_number = part.value::bigint
                            AND known.reviewer = me.name AND known.round = 'calibration'
                            AND known.state = 'submitted')
          AND NOT reviewer.holds_any(me, part.value::bigint, now)
        ORDER BY part.place
    LOOP
        IF reviewer.lock_at_once(me, candidate) THEN
            RETURN candidate;
        END IF;
    END LOOP;
    RETURN NULL;
END
$$;

-- An own finished item at random: seven days old at least, one of the newest 1,000 of these, and none on which the person
-- was told anything since; nor one of the last ten, which stand on the screen with their verdicts. Only 50 are looked at, so that it costs the same after any number of reviews.
CREATE FUNCTION reviewer.own_again(me reviewer.member, project bigint, now bigint) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    latest bigint := now - 7 * 86400000000;
    finished bigint;
    skipped bigint;
    candidate bigint;
BEGIN
    SELECT least(latest, mine.submitted_at - 1) INTO latest FROM reviewer.review AS mine
    WHERE mine.tenant_id = me.tenant_id AND mine.project_id = own_again.project AND mine.reviewer = me.name
      AND mine.state = 'submitted'
    ORDER BY mine.submitted_at DESC LIMIT 1 OFFSET 9;
    SELECT count(*) INTO finished
    FROM (SELECT FROM reviewer.review AS mine
          WHERE mine.tenant_id = me.tenant_id AND mine.project_id = own_again.project AND mine.reviewer = me.name
            AND mine.state = 'submitted' AND mine.submitted_at <= latest LIMIT 1000) AS old;
    IF finished = 0 THEN
        RETURN NULL;
    END IF;
    FOREACH skipped IN ARRAY ARRAY[floor(reviewer.draw() * finished)::bigint, 0] LOOP
        FOR candidate IN
            SELECT old.item_number
            FROM (SELECT mine.item_number, mine.round, mine.kind, mine.submission_id FROM reviewer.review AS mine
                  WHERE mine.tenant_id = me.tenant_id AND mine.project_id = own_again.project
                    AND mine.reviewer = me.name AND mine.state = 'submitted' AND mine.submitted_at <= latest
                  ORDER BY mine.submitted_at DESC LIMIT 50 OFFSET skipped) AS old
            WHERE old.round = 'first' AND old.kind = 'verdict'
              AND NOT EXISTS (SELECT FROM reviewer.copied_review AS made
                              WHERE made.tenant_id = me.tenant_id AND made.submission_id = old.submission_id OFFSET 0)
        LOOP
            IF reviewer.may_come_again(me, candidate, now) AND reviewer.lock_at_once(me, candidate) THEN
                RETURN candidate;
            END IF;
        END LOOP;
    END LOOP;
    RETURN NULL;
END
$$;

-- Whether a finished item can be served again: once, resolved by the reviews alone, and never judged after a reveal.
CREATE FUNCTION reviewer.may_come_again(me reviewer.member, candidate bigint, now bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT EXISTS (SELECT FROM reviewer.item
                   WHERE item.tenant_id = me.tenant_id AND item.number = candidate AND item.state = 'resolved')
        AND NOT EXISTS (SELECT FROM reviewer.review AS known
                        WHERE known.tenant_id = me.tenant_id AND known.item_number = candidate
                          AND known.reviewer = me.name
                          AND (known.round = 'consistency' AND known.state = 'submitted'
                               OR coalesce((known.body::jsonb ->> 'after_reveal')::boolean, false)))
        AND NOT EXISTS (SELECT FROM reviewer.resolution AS final
                        WHERE final.tenant_id = me.tenant_id AND final.item_number = candidate
                          AND final.state = 'current' AND final.method = 'adjudicated')
        AND NOT reviewer.holds_any(me, candidate, now)
$$;

-- What comes before the queue: an item of the open calibration, or by the draw an own finished one; nulls for neither.
CREATE FUNCTION reviewer.choose_round(
    me reviewer.member, project bigint, now bigint, OUT number bigint, OUT round text
)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    share constant double precision := coalesce(
        (reviewer.project_body(me.tenant_id, project) ->> 'consistency_share')::double precision, 0);
BEGIN
    number := reviewer.next_of_set(me, project, now);
    round := 'calibration';
    IF number IS NULL AND reviewer.draw() < share THEN
        number := reviewer.own_again(me, project, now);
        round := 'consistency';
    END IF;
END
$$;

-- In which other round a person was at this item: the lease has lapsed, or the review was taken back.
CREATE FUNCTION reviewer.round_to_go_on_with(me reviewer.member, candidate bigint) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    was text := coalesce(
        (SELECT held.round FROM reviewer.lease AS held
         WHERE held.tenant_id = me.tenant_id AND held.item_number = candidate AND held.reviewer = me.name
           AND held.round <> 'first'),
        (SELECT CASE WHEN last.state = 'withdrawn' AND last.round <> 'first' THEN last.round END
         FROM (SELECT known.state, known.round FROM reviewer.review AS known
               WHERE known.tenant_id = me.tenant_id AND known.item_number = candidate AND known.reviewer = me.name
               ORDER BY known.number DESC LIMIT 1) AS last));
BEGIN
    -- A calibration that was closed meanwhile is over: to the queue the item is as any other.
    IF was = 'calibration' AND NOT EXISTS (
           SELECT FROM reviewer.calibration AS kept
           WHERE kept.tenant_id = me.tenant_id AND kept.closed_at IS NULL
             AND kept.item_numbers::jsonb @> to_jsonb(candidate)) THEN
        RETURN NULL;
    END IF;
    RETURN was;
END
$$;

CREATE FUNCTION reviewer.start_calibration(
    project bigint, title text, numbers bigint[], people text[], OUT number bigint, OUT seq bigint, OUT hash text
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me reviewer.member := reviewer.require('lead');
    now bigint := reviewer.now_us();
    discussed text;
BEGIN
    IF coalesce(length(title), 0) NOT BETWEEN 1 AND 200 OR coalesce(cardinality(numbers), 0) NOT BETWEEN 1 AND 500
       OR coalesce(cardinality(people), 0) NOT BETWEEN 2 AND 100 OR array_position(people, NULL) IS NOT NULL
       OR array_position(numbers, NULL) IS NOT NULL
       OR EXISTS (SELECT FROM unnest(people) AS name WHERE length(name) NOT BETWEEN 1 AND 200) THEN
        PERFORM reviewer.refuse('22023', 'A calibration round has a name, 1 to 500 items and 2 to 100 people.');
    END IF;
    PERFORM FROM reviewer.tenant AS head WHERE head.tenant_id = me.tenant_id FOR NO KEY UPDATE;
    IF EXISTS (SELECT FROM reviewer.calibration AS known
               WHERE known.tenant_id = me.tenant_id AND known.project_id = start_calibration.project
                 AND known.closed_at IS NULL) THEN
        PERFORM reviewer.refuse('55006', 'A calibration round is open already: close it before the next one starts.');
    END IF;
    IF cardinality(numbers) <> (SELECT count(*) FROM reviewer.item
                                WHERE item.tenant_id = me.tenant_id AND item.project_id = start_calibration.project
                                  AND item.number = ANY (numbers)) THEN
        PERFORM reviewer.refuse('P0002', 'An item of the set is not in this project: choose the set again.');
    END IF;
    SELECT min(item.item_id) INTO discussed FROM reviewer.review AS known
    JOIN reviewer.item ON item.tenant_id = known.tenant_id AND item.number = known.item_number
    WHERE known.tenant_id = me.tenant_id AND known.item_number = ANY (numbers) AND known.round = 'calibration';
    IF discussed IS NOT NULL THEN
        PERFORM reviewer.refuse('55006', 'Item ''' || discussed
            || ''' was in a calibration round already: choose another one in its place.');
    END IF;
    SELECT coalesce(max(known.number), 0) + 1 INTO number FROM reviewer.calibration AS known
    WHERE known.tenant_id = me.tenant_id;
    INSERT INTO reviewer.calibration (tenant_id, number, project_id, title, item_numbers, people, started_at, started_by)
    VALUES (me.tenant_id, start_calibration.number, project, title, reviewer.canonical(to_jsonb(numbers)),
            reviewer.canonical(to_jsonb(people)), now, me.name);
    SELECT appended.seq, appended.hash INTO seq, hash FROM reviewer.append(
        me.tenant_id, me.name, 'calibration.started', title, jsonb_build_object(
            'number', number, 'items', cardinality(numbers), 'people', people)) AS appended;
END
$$;

CREATE FUNCTION reviewer.close_calibration(project bigint, wanted bigint, OUT seq bigint, OUT hash text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me reviewer.member := reviewer.require('lead');
    closed_title text;
BEGIN
    PERFORM FROM reviewer.tenant AS head WHERE head.tenant_id = me.tenant_id FOR NO KEY UPDATE;
    UPDATE reviewer.calibration AS kept SET closed_at = reviewer.now_us(), closed_by = me.name
    WHERE kept.tenant_id = me.tenant_id AND kept.project_id = close_calibration.project AND kept.number = wanted
      AND kept.closed_at IS NULL RETURNING kept.title INTO closed_title;
    IF closed_title IS NULL THEN
        PERFORM reviewer.refuse('P0002', 'There is no open calibration round ' || wanted
                                         || ': see ''reviewer rounds show''.');
    END IF;
    SELECT appended.seq, appended.hash INTO seq, hash FROM reviewer.append(
        me.tenant_id, me.name, 'calibration.closed', closed_title, jsonb_build_object('number', wanted)) AS appended;
END
$$;
GRANT EXECUTE ON FUNCTION reviewer.start_calibration(bigint, text, bigint[], text[]),
    reviewer.close_calibration(bigint, bigint) TO reviewer_lead, reviewer_admin;
