-- Submitting: review, audit event, item state and lease in one transaction, with the meaning of
-- store/submitting.py. Who submits is the log-in, and when is the server's clock.

CREATE FUNCTION reviewer.content_of(item reviewer.item) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT body::jsonb FROM reviewer.item_body AS kept
    WHERE kept.tenant_id = item.tenant_id AND kept.number = item.number
$$;

-- What tells a repeated submission from another: the review without what the store and the versions add.
CREATE FUNCTION reviewer.content_sha256(given jsonb) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
RETURN reviewer.sha256_hex(reviewer.canonical(given - ARRAY[
    'state', 'round', 'revision', 'supersedes', 'submitted_at', 'guideline_version', 'policy_version', 'project_version']));

-- The submission as it was stored before, or nulls; refused where its id was used for something else.
CREATE FUNCTION reviewer.same_again(item reviewer.item, given jsonb, OUT seq bigint, OUT hash text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    known reviewer.review;
BEGIN
    SELECT * INTO known FROM reviewer.review AS stored
    WHERE stored.tenant_id = item.tenant_id AND stored.submission_id = given ->> 'submission_id';
    IF known.number IS NULL THEN
        RETURN;
    END IF;
    IF known.item_number <> item.number OR known.content_sha256 <> reviewer.content_sha256(given) THEN
        PERFORM reviewer.refuse(CASE
            WHEN known.item_number = item.number AND known.reviewer = given ->> 'reviewer' THEN '23505' ELSE '55006' END,
            'Submission ' || known.submission_id
            || ' was already used for other content, perhaps in another window of yours: '
            || 'it stands as it was; submit a change under a new id.');
    END IF;
    SELECT event.seq, event.hash INTO seq, hash FROM reviewer.audit_event AS event
    WHERE event.tenant_id = item.tenant_id AND event.seq = known.audit_seq;
END
$$;

-- The current review of a person of an item in a round, or nulls.
CREATE FUNCTION reviewer.standing_review(item reviewer.item, given jsonb) RETURNS reviewer.review
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT mine FROM reviewer.review AS mine
    WHERE mine.tenant_id = item.tenant_id AND mine.item_number = item.number
      AND mine.reviewer = given ->> 'reviewer' AND mine.round = coalesce(given ->> 'round', 'first')
      AND mine.state = 'submitted'
$$;

-- The review with its revision; the one that it replaces is put aside.
CREATE FUNCTION reviewer.as_revision(item reviewer.item, given jsonb) RETURNS jsonb
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    current reviewer.review := reviewer.standing_review(item, given);
    revision bigint := 1 + coalesce((
        SELECT max(mine.revision) FROM reviewer.review AS mine
        WHERE mine.tenant_id = item.tenant_id AND mine.item_number = item.number
          AND mine.reviewer = given ->> 'reviewer' AND mine.round = coalesce(given ->> 'round', 'first')), 0);
BEGIN
    IF current.number IS NULL THEN
        revision := greatest(revision, (given ->> 'revision')::bigint);
    ELSIF current.kind <> 'defer' AND given ->> 'supersedes' IS DISTINCT FROM current.submission_id THEN
        PERFORM reviewer.refuse('23505', (given ->> 'reviewer') || ' has already reviewed item ''' || item.item_id
            || ''': to change that review, name it in ''supersedes'' (' || current.submission_id || ').');
    ELSE
        UPDATE reviewer.review AS mine SET state = 'superseded'
        WHERE mine.tenant_id = item.tenant_id AND mine.number = current.number;
        given := given || jsonb_build_object('supersedes', current.submission_id);
    END IF;
    RETURN reviewer.but_defaults(given || jsonb_build_object('revision', revision),
                                 '{"revision": 1, "state": "submitted", "supersedes": null}');
END
$$;

-- Store a checked review and what follows from it, for a reviewer at the commit (25_at_commit.sql). The tenant's row is
-- locked last, when all texts and hashes are made.
CREATE FUNCTION reviewer.store_review(
    me reviewer.member, item reviewer.item, content jsonb, rules jsonb, given jsonb, weights jsonb, now bigint,
    copied_from text DEFAULT NULL, OUT seq bigint, OUT hash text, OUT state text
)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    complete jsonb := reviewer.as_revision(item, given);
    told text := reviewer.canonical(complete);
    digest text := reviewer.sha256_hex(told);
    person text := complete ->> 'reviewer';
    round text := coalesce(complete ->> 'round', 'first');
    given_at bigint := reviewer.time_us(complete ->> 'submitted_at');
    content_digest text := reviewer.content_sha256(given);
    next_number bigint;
    -- What is known of a gold item does not rest on reviews.
    in_datasets jsonb := CASE WHEN round = 'first' AND item.gold = 0 THEN reviewer.told_datasets(item) ELSE '{}' END;
BEGIN
    state := item.state;
    PERFORM reviewer.holders_of(item.tenant_id, item.number, NULL);
    IF round <> 'first' OR reviewer.is_settled_gold(item) THEN
        NULL;
    ELSIF me.role = 'reviewer' THEN
        PERFORM reviewer.settle_later(item, weights, now);
    ELSE
        state := reviewer.settle_and_free(
            item, content, rules, reviewer.reviews_with(item, complete, given_at), weights, now);
    END IF;
    DELETE FROM reviewer.lease AS held
    WHERE held.tenant_id = item.tenant_id AND held.item_number = item.number AND held.reviewer = person;
    UPDATE reviewer.tenant AS head SET last_review = last_review + 1 WHERE head.tenant_id = item.tenant_id
    RETURNING last_review INTO next_number;
    -- Seen only now: two submissions of different items at once that share their id.
    PERFORM reviewer.same_again(item, given);
    SELECT appended.seq, appended.hash INTO seq, hash FROM reviewer.append(
        item.tenant_id, me.name, 'review.submitted', item.item_id, jsonb_build_object(
            'submission', complete ->> 'submission_id', 'source', complete ->> 'source',
            'kind', reviewer.kind_of(complete), 'verdict', complete ->> 'verdict', 'round', round,
            'revision', coalesce((complete ->> 'revision')::bigint, 1), 'sha256', digest)
        || CASE WHEN person = me.name THEN '{}' ELSE jsonb_build_object('reviewer', person) END
        || CASE WHEN copied_from IS NULL THEN '{}' ELSE jsonb_build_object('copied_from', copied_from) END
        || in_datasets) AS appended;
    INSERT INTO reviewer.review (tenant_id, number, submission_id, project_id, item_number, reviewer, round, revision,
        state, kind, verdict, submitted_at, audit_seq, content_sha256, sha256, body)
    VALUES (item.tenant_id, next_number, complete ->> 'submission_id', item.project_id, item.number, person, round,
        coalesce((complete ->> 'revision')::bigint, 1), 'submitted', reviewer.kind_of(complete),
        complete ->> 'verdict', given_at, seq, content_digest, digest, told);
    PERFORM reviewer.count_gold(me, item, rules, person, now);
    IF round = 'first' AND (item.skill IS NOT NULL OR reviewer.kind_of(complete) = 'cannot_judge') THEN
        PERFORM reviewer.note_skill(item, rules);
    END IF;
END
$$;

-- The current first-round reviews of an item with a new one among them, oldest first.
CREATE FUNCTION reviewer.reviews_with(item reviewer.item, fresh jsonb, fresh_at bigint) RETURNS jsonb[]
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT array_agg(body ORDER BY submitted_at, number NULLS LAST)
    FROM (SELECT stored.body::jsonb AS body, stored.submitted_at, stored.number FROM reviewer.review AS stored
          WHERE stored.tenant_id = item.tenant_id AND stored.item_number = item.number
            AND stored.state = 'submitted' AND stored.round = 'first' AND stored.reviewer <> fresh ->> 'reviewer'
          UNION ALL SELECT fresh, fresh_at, NULL) AS known
$$;

-- Let a late submission count as long as nobody else took the place: the token decides, not the clock. Without a token
-- a reviewer can only change a review of their own, or else whoever submits blindly could read what others said.
CREATE FUNCTION reviewer.check_lease(
    me reviewer.member, item reviewer.item, given jsonb, token text, now bigint
) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    current reviewer.review := reviewer.standing_review(item, given);
    held bigint := (SELECT lease.item_number FROM reviewer.lease
                    WHERE lease.tenant_id = me.tenant_id AND lease.reviewer = me.name
                      AND lease.token = check_lease.token);
BEGIN
    IF token IS NULL THEN
        IF me.role <> 'reviewer' OR (current.number IS NOT NULL
            AND (current.kind <> 'defer' OR given ->> 'supersedes' = current.submission_id)) THEN
            RETURN;
        END IF;
    ELSIF held IS NULL OR held = item.number THEN
        PERFORM reviewer.standing(me, token, now);
        IF (item.state = 'open' AND item.reviews < item.needed) OR coalesce(given ->> 'round', 'first') <> 'first' THEN
            RETURN;
        END IF;
    END IF;
    PERFORM reviewer.refuse('55000', 'Item ''' || item.item_id
        || ''' is no longer held for you: your work stays as a draft; claim the item again.');
END
$$;

-- The review as it will be stored: in its item's source, with its time.
CREATE FUNCTION reviewer.placed(item reviewer.item, given jsonb, at bigint) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT reviewer.but_defaults(given, '{"state": "submitted", "round": "first"}')
        || jsonb_build_object('source', item.source, 'submitted_at', reviewer.iso_time(at))
$$;

-- The review in the round in which its item was served, which the lease alone knows, or else in that of what it replaces.
CREATE FUNCTION reviewer.in_its_round(me reviewer.member, item reviewer.item, given jsonb, token text) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT reviewer.but_defaults(
        given || jsonb_build_object('round', coalesce(
            (SELECT lease.round FROM reviewer.lease
             WHERE lease.tenant_id = me.tenant_id AND lease.reviewer = me.name AND lease.item_number = item.number
               AND lease.token = in_its_round.token),
            (SELECT mine.round FROM reviewer.review AS mine
             WHERE token IS NULL AND mine.tenant_id = me.tenant_id AND mine.reviewer = me.name
               AND mine.item_number = item.number AND mine.submission_id = given ->> 'supersedes'),
            CASE WHEN token IS NULL THEN given ->> 'round' END, 'first')),
        '{"round": "first"}')
$$;

-- Refuse what does not fit the project as it is now.
CREATE FUNCTION reviewer.check_review(item reviewer.item, rules jsonb, given jsonb) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    current bigint := (SELECT project.version FROM reviewer.project
                       WHERE project.tenant_id = item.tenant_id AND project.project_id = item.project_id);
BEGIN
    PERFORM reviewer.check_fit(rules, given ->> 'verdict', given -> 'answers');
    IF coalesce((given ->> 'project_version')::bigint, 1) NOT BETWEEN 1 AND current THEN
        PERFORM reviewer.refuse('22023', 'The project has no version ' || (given ->> 'project_version')
            || ': its current one is ' || current || '.');
    END IF;
END
$$;

-- Store a review of the log-in; sent again with the same id and content it changes nothing and tells the same place in
-- the ledger.
CREATE FUNCTION reviewer.submit(
    project bigint, review text, token text, OUT seq bigint, OUT hash text, OUT state text, OUT repeated boolean
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me reviewer.member := reviewer.require('review');
    now bigint := reviewer.now_us();
    given jsonb := reviewer.read_review(review);
    item reviewer.item;
    content jsonb;
    rules jsonb;
    weights jsonb;
BEGIN
    -- A verdict that was acknowledged has reached the disk, whatever the session says.
    PERFORM set_config('synchronous_commit', 'on', true);
    IF given ->> 'reviewer' <> me.name THEN
        PERFORM reviewer.refuse('42501', me.name || ' is logged in and cannot submit a review of '
            || (given ->> 'reviewer') || ': everybody submits their own.');
    END IF;
    item := reviewer.locked_item(me, project, given ->> 'item_id', given ->> 'source');
    given := reviewer.placed(item, given - 'revision', now);
    IF EXISTS (SELECT FROM reviewer.review AS mine
               WHERE mine.tenant_id = me.tenant_id AND mine.item_number = item.number AND mine.reviewer = me.name
                 AND mine.submission_id = given ->> 'submission_id') THEN
        PERFORM reviewer.check_places(reviewer.content_of(item), given);
    END IF;
    SELECT again.seq, again.hash INTO seq, hash FROM reviewer.same_again(item, given) AS again;
    repeated := seq IS NOT NULL;
    IF repeated THEN
        state := item.state;
        RETURN;
    END IF;
    given := reviewer.in_its_round(me, item, given, token);
    -- The lease comes before the text is looked at: a quote that fits or not would tell of an item that is not held.
    PERFORM reviewer.check_lease(me, item, given, token, now);
    IF given ->> 'round' = 'gold' THEN
        given := given - 'round';
    END IF;
    content := reviewer.content_of(item);
    rules := reviewer.project_body(me.tenant_id, item.project_id);
    PERFORM reviewer.check_review(item, rules, given);
    PERFORM reviewer.check_places(content, given);
    IF (reviewer.standing_review(item, given)).number IS NULL THEN
        given := given - 'supersedes';
    END IF;
    weights := reviewer.gold_weights(me.tenant_id, item.project_id, rules);
    SELECT stored.seq, stored.hash, stored.state INTO seq, hash, state
    FROM reviewer.store_review(me, item, content, rules, given, weights, now) AS stored;
    -- Whether the others agree is told of a verdict that is committed: see state_after() in 12_serving.sql.
    IF me.role = 'reviewer' THEN
        state := NULL;
    END IF;
END
$$;
GRANT EXECUTE ON FUNCTION reviewer.submit(bigint, text, text) TO reviewer_reviewer, reviewer_lead, reviewer_admin;
