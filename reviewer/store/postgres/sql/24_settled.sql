-- Taking reviews back, bringing in reviews of others, and what a lead decides.

CREATE FUNCTION reviewer.withdraw(
    submission text, OUT seq bigint, OUT hash text, OUT item_id text, OUT source text
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me reviewer.member := reviewer.require('review');
BEGIN
    SELECT gone.seq, gone.hash, gone.item_id, gone.source INTO seq, hash, item_id, source
    FROM reviewer.take_back(me, submission, reviewer.now_us()) AS gone;
END
$$;

CREATE FUNCTION reviewer.take_back(
    me reviewer.member, submission text, now bigint, OUT seq bigint, OUT hash text, OUT item_id text, OUT source text
)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    known reviewer.review;
    item reviewer.item;
    rules jsonb;
    weights jsonb;
BEGIN
    SELECT * INTO known FROM reviewer.review AS given
    WHERE given.tenant_id = me.tenant_id AND given.submission_id = submission;
    item := reviewer.lock_number(me, known.item_number);
    PERFORM reviewer.holders_of(me.tenant_id, item.number, NULL);
    -- Locked itself too, since an export marks reviews without a look at their items.
    SELECT * INTO known FROM reviewer.review AS given
    WHERE given.tenant_id = me.tenant_id AND given.submission_id = submission FOR NO KEY UPDATE;
    IF known.number IS NULL OR known.state <> 'submitted' THEN
        PERFORM reviewer.refuse('P0002', 'There is no current review ' || coalesce(left(submission, 100), '')
            || ': it may have been withdrawn already.');
    END IF;
    IF known.reviewer <> me.name THEN
        PERFORM reviewer.refuse('55006', 'Review ' || submission || ' is by ' || known.reviewer
            || ': only its reviewer can withdraw it.');
    END IF;
    IF known.used_at IS NOT NULL THEN
        PERFORM reviewer.refuse('55006', 'An adjudication or an export already used this review: '
            || 'submit a changed revision instead.');
    END IF;
    item_id := item.item_id;
    source := item.source;
    rules := reviewer.project_body(me.tenant_id, item.project_id);
    weights := reviewer.gold_weights(me.tenant_id, item.project_id, rules);
    UPDATE reviewer.review AS given SET state = 'withdrawn'
    WHERE given.tenant_id = me.tenant_id AND given.number = known.number;
    IF known.round <> 'first' OR reviewer.is_settled_gold(item) THEN
        NULL;
    ELSIF me.role = 'reviewer' THEN
        PERFORM reviewer.settle_later(item, weights, now);
    ELSE
        PERFORM reviewer.settle_and_free(
            item, reviewer.content_of(item), rules, reviewer.current_reviews(me.tenant_id, item.number), weights, now);
    END IF;
    IF known.round = 'first' THEN
        PERFORM reviewer.pull_back_cursors(
            me.tenant_id, item.project_id, item.rank, item.queued_at, item.number, me.name);
    END IF;
    SELECT appended.seq, appended.hash INTO seq, hash FROM reviewer.append(
        me.tenant_id, me.name, 'review.withdrawn', item.item_id, jsonb_build_object('submission', submission)
        || CASE WHEN known.round = 'first' AND item.gold = 0 THEN reviewer.told_datasets(item) ELSE '{}' END)
        AS appended;
    PERFORM reviewer.count_gold(me, item, rules, me.name, now);
    IF known.kind = 'cannot_judge' THEN
        PERFORM reviewer.note_skill(item, rules);
    END IF;
END
$$;
GRANT EXECUTE ON FUNCTION reviewer.withdraw(text) TO reviewer_reviewer, reviewer_lead, reviewer_admin;

-- Lock the item with this number, if there is one, and return it as it is then.
CREATE FUNCTION reviewer.lock_number(me reviewer.member, wanted bigint) RETURNS reviewer.item
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    found reviewer.item;
BEGIN
    PERFORM FROM reviewer.item WHERE item.tenant_id = me.tenant_id AND item.number = wanted FOR NO KEY UPDATE;
    SELECT * INTO found FROM reviewer.item WHERE item.tenant_id = me.tenant_id AND item.number = wanted;
    RETURN found;
END
$$;

-- Refuse a resolution that is not one of this item: its format, verdict, hits, places, and the reviews that it names.
CREATE FUNCTION reviewer.check_resolution(item reviewer.item, rules jsonb, decided jsonb) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    used text[];
BEGIN
    IF decided IS NULL OR NOT reviewer.fits(decided, reviewer.shape_of('resolution'))
       OR decided ->> 'item_id' <> item.item_id OR decided ->> 'source' IS DISTINCT FROM item.source
       OR reviewer.outcome_of(rules, decided ->> 'verdict') <> decided ->> 'outcome' THEN
        PERFORM reviewer.refuse('22023', 'The decision does not fit its format, its item or its verdict: '
            || 'settle the item by the program.');
    END IF;
    PERFORM reviewer.check_fit(rules, decided ->> 'verdict', decided -> 'answers');
    PERFORM reviewer.check_places(reviewer.content_of(item), decided);
    used := ARRAY(SELECT jsonb_array_elements_text(coalesce(decided -> 'reviews', '[]')));
    IF EXISTS (SELECT FROM unnest(used || (decided ->> 'adopted')) AS wanted(id)
               WHERE wanted.id IS NOT NULL AND NOT EXISTS (
                   SELECT FROM reviewer.review AS given
                   WHERE given.tenant_id = item.tenant_id AND given.submission_id = wanted.id
                     AND given.item_number = item.number))
    THEN
        PERFORM reviewer.refuse('22023', 'The decision names a review that is not one of item ''' || item.item_id
            || ''': read its reviews again.');
    END IF;
END
$$;

-- Make a lead's decision the final value of an item and mark the reviews that it rests on as used.
CREATE FUNCTION reviewer.adjudicate(
    project bigint, wanted_id text, wanted_source text, resolution text, OUT seq bigint, OUT hash text
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me reviewer.member := reviewer.require('lead');
    now bigint := reviewer.now_us();
    item reviewer.item;
    decided jsonb;
BEGIN
    IF octet_length(resolution) > 20000000 THEN
        PERFORM reviewer.refuse('22023', 'A decision has at most 20 MB: shorten its correction or its reason.');
    END IF;
    item := reviewer.locked_item(me, project, wanted_id, wanted_source);
    decided := reviewer.read_json(resolution);
    PERFORM reviewer.check_resolution(item, reviewer.project_body(me.tenant_id, item.project_id), decided);
    decided := decided || jsonb_build_object('method', 'adjudicated', 'decided_by', me.name);
    PERFORM reviewer.holders_of(me.tenant_id, item.number, NULL);
    UPDATE reviewer.review AS given SET used_at = now
    WHERE given.tenant_id = me.tenant_id AND given.used_at IS NULL AND given.submission_id = ANY (
        ARRAY(SELECT jsonb_array_elements_text(coalesce(decided -> 'reviews', '[]'))));
    UPDATE reviewer.item AS settled
    SET state = 'resolved', changed_at = now,
        unsettled = CASE WHEN decided -> 'correction_settled' = 'false' THEN 1 ELSE 0 END
    WHERE settled.tenant_id = me.tenant_id AND settled.number = item.number;
    DELETE FROM reviewer.lease AS held
    WHERE held.tenant_id = me.tenant_id AND held.item_number = item.number AND held.round = 'first';
    PERFORM reviewer.retire_resolution(me.tenant_id, item.number, 'superseded');
    PERFORM reviewer.store_resolution(me.tenant_id, item.number, decided, now);
    SELECT appended.seq, appended.hash INTO seq, hash FROM reviewer.append(
        me.tenant_id, me.name, 'item.adjudicated', item.item_id, jsonb_build_object(
            'source', item.source, 'verdict', decided ->> 'verdict', 'adopted', decided ->> 'adopted',
            'reviews', coalesce(decided -> 'reviews', '[]'), 'reason', coalesce(decided ->> 'reason', ''))
            || CASE WHEN decided ->> 'category' IS NULL THEN '{}'
                    ELSE jsonb_build_object('category', decided ->> 'category') END
            || reviewer.told_datasets(item))
        AS appended;
END
$$;
GRANT EXECUTE ON FUNCTION reviewer.adjudicate(bigint, text, text, text) TO reviewer_lead, reviewer_admin;

-- Put a settled item back into the queue, as store/reopening.py does: for one more review, or, afresh, with its reviews
-- put aside, so that anybody may judge it again.
CREATE FUNCTION reviewer.reopen(
    project bigint, wanted_id text, wanted_source text, afresh boolean, OUT seq bigint, OUT hash text
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me reviewer.member := reviewer.require('lead');
    item reviewer.item := reviewer.locked_item(me, project, wanted_id, wanted_source);
    rules jsonb := reviewer.project_body(me.tenant_id, item.project_id);
    judged bigint := (SELECT count(*) FROM unnest(reviewer.current_reviews(me.tenant_id, item.number)) AS review
                      WHERE reviewer.is_judgement(review));
    wanted bigint := judged + 1;
BEGIN
    IF item.state <> 'resolved' THEN
        PERFORM reviewer.refuse('55006', 'Item ''' || item.item_id || ''' is ' || replace(item.state, '_', ' ')
            || ': only a settled item can be reopened.');
    END IF;
    IF coalesce(afresh, false) THEN
        UPDATE reviewer.review AS given SET state = 'superseded'
        WHERE given.tenant_id = me.tenant_id AND given.item_number = item.number
          AND given.state = 'submitted' AND given.round = 'first';
        judged := 0;
        wanted := CASE WHEN reviewer.needs_overlap(rules, item.source, item.item_id, reviewer.content_of(item))
                       THEN coalesce((rules ->> 'overlap')::integer, 1) ELSE 1 END;
    END IF;
    UPDATE reviewer.item AS opened
    SET state = 'open', needed = wanted, reviews = judged, unsettled = 0, changed_at = reviewer.now_us()
    WHERE opened.tenant_id = me.tenant_id AND opened.number = item.number;
    PERFORM reviewer.retire_resolution(me.tenant_id, item.number, 'superseded');
    PERFORM reviewer.pull_back_cursors(me.tenant_id, item.project_id, item.rank, item.queued_at, item.number);
    SELECT appended.seq, appended.hash INTO seq, hash FROM reviewer.append(
        me.tenant_id, me.name, 'item.reopened', item.item_id, jsonb_build_object(
            'source', item.source, 'afresh', coalesce(afresh, false), 'needed', wanted)
            || reviewer.told_datasets(item)) AS appended;
END
$$;
GRANT EXECUTE ON FUNCTION reviewer.reopen(bigint, text, text, boolean) TO reviewer_lead, reviewer_admin;

-- The number of the item that a review is about, or null.
CREATE FUNCTION reviewer.number_meant(me reviewer.member, project bigint, told text) RETURNS bigint
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    given jsonb := reviewer.read_review(told);
BEGIN
    RETURN (reviewer.item_named(me.tenant_id, project, given ->> 'item_id', given ->> 'source')).number;
EXCEPTION WHEN SQLSTATE '22023' OR SQLSTATE 'P0002' THEN
    RETURN NULL;
END
$$;

-- Lock all that an import may change in the order in which everybody locks, since the tenant's row is locked from the
-- first review on: the items, their leases and reviews, then the counters. Return the numbers of the items.
CREATE FUNCTION reviewer.lock_for_import(me reviewer.member, project bigint, bodies text[]) RETURNS bigint[]
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    wanted bigint;
    numbers bigint[] := '{}';
BEGIN
    FOR wanted IN
        SELECT DISTINCT reviewer.number_meant(me, project, told) AS number FROM unnest(bodies) AS told ORDER BY number
    LOOP
        PERFORM reviewer.lock_number(me, wanted);
        numbers := numbers || wanted;
    END LOOP;
    PERFORM FROM reviewer.lease AS held
    WHERE held.tenant_id = me.tenant_id AND held.item_number = ANY (numbers)
    ORDER BY held.item_number, held.reviewer FOR UPDATE;
    PERFORM FROM reviewer.review AS given
    WHERE given.tenant_id = me.tenant_id AND given.item_number = ANY (numbers) AND given.state = 'submitted'
    ORDER BY given.number FOR NO KEY UPDATE;
    PERFORM reviewer.lock_counters(me.tenant_id, project);
    RETURN numbers;
END
$$;

-- What people submitted under their own log-in nobody else changes in their name.
CREATE FUNCTION reviewer.refuse_to_overrule(me reviewer.member, item reviewer.item, given jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    current reviewer.review := reviewer.standing_review(item, given);
BEGIN
    IF given ->> 'supersedes' = current.submission_id AND current.reviewer <> me.name AND EXISTS (
           SELECT FROM reviewer.audit_event AS event
           WHERE event.tenant_id = me.tenant_id AND event.seq = current.audit_seq AND event.actor = current.reviewer) THEN
        PERFORM reviewer.refuse('55006', current.reviewer || ' submitted the current review of item ''' || item.item_id
            || ''': nobody else can change it.');
    END IF;
END
$$;

-- Store one review of an import; false where it is there already.
CREATE FUNCTION reviewer.import_review(
    me reviewer.member, project bigint, told text, locked bigint[], rules jsonb, weights jsonb, now bigint
) RETURNS boolean
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    given jsonb := reviewer.read_review(told);
    item reviewer.item := reviewer.item_named(me.tenant_id, project, given ->> 'item_id', given ->> 'source');
    content jsonb := reviewer.content_of(item);
BEGIN
    IF item.number <> ALL (locked) THEN
        PERFORM reviewer.refuse('55006', 'Item ''' || item.item_id || ''' came in only now: bring this review in again.');
    END IF;
    given := reviewer.placed(item, given, coalesce(reviewer.time_us(given ->> 'submitted_at'), now));
    IF (reviewer.same_again(item, given)).seq IS NOT NULL THEN
        RETURN false;
    END IF;
    PERFORM reviewer.check_review(item, rules, given);
    PERFORM reviewer.check_places(content, given);
    PERFORM reviewer.refuse_to_overrule(me, item, given);
    PERFORM reviewer.store_review(me, item, content, rules, given, weights, now);
    RETURN true;
END
$$;

-- Store reviews of any people, each on its own merits and with its own time; `refused` is how many did not even come
-- this far.
CREATE FUNCTION reviewer.import_reviews(project bigint, bodies text[], refused bigint)
RETURNS TABLE (line bigint, added boolean, problem text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me reviewer.member := reviewer.require('bring');
    now bigint := reviewer.now_us();
    rules jsonb := reviewer.project_body(me.tenant_id, import_reviews.project);
    weights jsonb;
    locked bigint[];
    amount bigint := 0;
    bad bigint := coalesce(refused, 0);
BEGIN
    IF bodies IS NULL OR cardinality(bodies) > 1000 OR pg_column_size(bodies) > 200000000
       OR bad NOT BETWEEN 0 AND 1000000000000
       OR rules IS NULL THEN
        PERFORM reviewer.refuse('22023', 'At most 1,000 reviews and 200 MB of a project come in at once: '
            || 'bring them in by parts.');
    END IF;
    locked := reviewer.lock_for_import(me, project, bodies);
    weights := reviewer.gold_weights(me.tenant_id, project, rules);
    FOR place IN 1 .. cardinality(bodies) LOOP
        line := place;
        problem := '';
        BEGIN
            added := reviewer.import_review(me, project, bodies[place], locked, rules, weights, now);
        EXCEPTION WHEN SQLSTATE '22023' OR SQLSTATE 'P0002' OR SQLSTATE '23505' OR SQLSTATE '55006' THEN
            added := false;
            problem := SQLERRM;
        END;
        amount := amount + added::integer;
        bad := bad + (problem <> '')::integer;
        RETURN NEXT;
    END LOOP;
    IF amount > 0 THEN
        PERFORM reviewer.append(me.tenant_id, me.name, 'reviews.imported', rules ->> 'name',
                                jsonb_build_object('added', amount, 'rejected', bad));
    END IF;
END
$$;
GRANT EXECUTE ON FUNCTION reviewer.import_reviews(bigint, text[], bigint)
    TO reviewer_lead, reviewer_engineer, reviewer_admin;
