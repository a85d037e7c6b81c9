-- Near copies, with the meaning of store/near_copies.py: the sketches, which items a person may apply a verdict to, and
-- doing and undoing that in one transaction. Items that are gold, control or judged with hidden hits have an empty
-- sketch, so nothing here could tell of them; an equal share of others has one too (docs/decisions/0064).

CREATE TABLE reviewer.item_sketch (
    tenant_id bigint NOT NULL,
    number bigint NOT NULL,
    bands bytea NOT NULL,
    signature bytea NOT NULL,
    PRIMARY KEY (tenant_id, number),
    FOREIGN KEY (tenant_id, number) REFERENCES reviewer.item
);

CREATE TABLE reviewer.item_band (
    tenant_id bigint NOT NULL,
    project_id bigint NOT NULL,
    band bigint NOT NULL,
    item_number bigint NOT NULL,
    PRIMARY KEY (tenant_id, project_id, band, item_number)
);

CREATE TABLE reviewer.copied_review (
    tenant_id bigint NOT NULL,
    submission_id text COLLATE "C" NOT NULL,
    original text COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant_id, submission_id)
);
CREATE INDEX ix_copied_review_original ON reviewer.copied_review (tenant_id, original);

-- What a log-in has opened last: the text of a copy is served once this is committed, so that reading leaves a trace.
CREATE TABLE reviewer.copies_opened (
    tenant_id bigint NOT NULL,
    reviewer text COLLATE "C" NOT NULL,
    item_number bigint NOT NULL,
    copies bigint[] NOT NULL,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    PRIMARY KEY (tenant_id, reviewer),
    FOREIGN KEY (tenant_id, item_number) REFERENCES reviewer.item
);

ALTER TABLE reviewer.item_sketch ENABLE ROW LEVEL SECURITY;
ALTER TABLE reviewer.copied_review ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON reviewer.item_sketch FOR SELECT TO reviewer_member
    USING (tenant_id = (SELECT reviewer.my_tenant()) AND (SELECT reviewer.i_see_all()));
CREATE POLICY own_rows ON reviewer.copied_review FOR SELECT TO reviewer_member
    USING (tenant_id = (SELECT reviewer.my_tenant()) AND ((SELECT reviewer.i_see_all()) OR EXISTS (
        SELECT FROM reviewer.review AS mine
        WHERE mine.submission_id = copied_review.submission_id AND mine.reviewer = session_user::text)));
GRANT SELECT (number, bands, signature) ON reviewer.item_sketch
    TO reviewer_lead, reviewer_engineer, reviewer_admin, reviewer_auditor;
GRANT SELECT (submission_id, original) ON reviewer.copied_review TO reviewer_member;

-- Add sketches that were made of the items' texts. Whatever came along, an item with a known answer or hidden hits gets
-- an empty one.
CREATE FUNCTION reviewer.add_sketches(numbers bigint[], bands bytea[], signatures bytea[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me reviewer.member := reviewer.require('bring');
BEGIN
    IF num_nulls(numbers, bands, signatures) > 0 OR cardinality(numbers) > 5000
       OR cardinality(bands) <> cardinality(numbers) OR cardinality(signatures) <> cardinality(numbers)
       OR EXISTS (SELECT FROM unnest(bands, signatures) AS given(keys, signature)
                  WHERE coalesce(length(given.keys) NOT IN (0, 128) OR length(given.signature) NOT IN (0, 128), true))
    THEN
        PERFORM reviewer.refuse('22023', 'The sketches are not complete: let the program make them.');
    END IF;
    WITH added AS (
        INSERT INTO reviewer.item_sketch AS kept (tenant_id, number, bands, signature)
        SELECT me.tenant_id, item.number, CASE WHEN item.gold = 0 AND item.hits_hidden = 0 THEN given.keys ELSE '' END,
               CASE WHEN item.gold = 0 AND item.hits_hidden = 0 THEN given.signature ELSE '' END
        FROM unnest(numbers, bands, signatures) AS given(number, keys, signature)
        JOIN reviewer.item ON item.tenant_id = me.tenant_id AND item.number = given.number
        ON CONFLICT DO NOTHING
        RETURNING kept.number, kept.bands
    )
    INSERT INTO reviewer.item_band (tenant_id, project_id, band, item_number)
    SELECT me.tenant_id, item.project_id, key, added.number
    FROM added JOIN reviewer.item ON item.tenant_id = me.tenant_id AND item.number = added.number,
         reviewer.bands_of(added.bands) AS key
    ON CONFLICT DO NOTHING;
END
$$;
GRANT EXECUTE ON FUNCTION reviewer.add_sketches(bigint[], bytea[], bytea[])
    TO reviewer_lead, reviewer_engineer, reviewer_admin;

CREATE FUNCTION reviewer.bands_of(packed bytea) RETURNS SETOF bigint
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT ('x' || encode(substr(packed, 1 + 8 * place, 8), 'hex'))::bit(64)::bigint
    FROM generate_series(0, length(packed) / 8 - 1) AS place
$$;

-- In how many places two signatures are equal.
CREATE FUNCTION reviewer.equal_places(one bytea, other bytea) RETURNS bigint
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
RETURN CASE WHEN length(one) <> length(other) THEN 0 WHEN one = other THEN length(one)
    ELSE (SELECT count(*) FROM generate_series(0, length(one) - 1) AS place
          WHERE get_byte(one, place) = get_byte(other, place)) END;

-- Whether this person could claim an item now, or holds it.
CREATE FUNCTION reviewer.could_claim(me reviewer.member, item reviewer.item, now bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
RETURN item.state = 'open' AND (item.assigned_to = me.name OR (item.assigned_to IS NULL AND reviewer.suits(me, item.skill)))
    AND item.needed - item.reviews > reviewer.other_holders(me.tenant_id, item.number, me.name, now)
    AND NOT EXISTS (SELECT FROM reviewer.review
                    WHERE review.tenant_id = me.tenant_id AND review.item_number = item.number
                      AND review.reviewer = me.name AND review.round = 'first' AND review.state = 'submitted');

-- The near copies of an item that this person could claim now, with the places in which the signatures are equal. Of
-- each band the newest 5,000 items are looked at, so that a text that came a million times costs no more.
CREATE FUNCTION reviewer.near_items(me reviewer.member, item reviewer.item, now bigint, most integer)
RETURNS TABLE (number bigint, equal bigint)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT near.number, near.equal
    FROM reviewer.item_sketch AS mine
    CROSS JOIN LATERAL (
        SELECT DISTINCT sharing.item_number
        FROM reviewer.bands_of(mine.bands) AS key
        CROSS JOIN LATERAL (
            SELECT one.item_number FROM reviewer.item_band AS one
            WHERE one.tenant_id = me.tenant_id AND one.project_id = item.project_id AND one.band = key
            ORDER BY one.item_number DESC LIMIT 5000) AS sharing
        WHERE sharing.item_number <> item.number) AS candidate
    CROSS JOIN LATERAL (
        SELECT other.number, reviewer.equal_places(mine.signature, theirs.signature) AS equal
        FROM reviewer.item AS other
        JOIN reviewer.item_sketch AS theirs ON theirs.tenant_id = other.tenant_id AND theirs.number = other.number
        WHERE other.tenant_id = me.tenant_id AND other.number = candidate.item_number
          AND reviewer.could_claim(me, other, now) OFFSET 0) AS near
    WHERE mine.tenant_id = me.tenant_id AND mine.number = item.number AND near.equal >= 90
    LIMIT most
$$;

-- How many near copies of an item that this log-in holds it could claim now; counted up to 2,001.
CREATE FUNCTION reviewer.count_copies(project bigint, wanted_id text, wanted_source text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me reviewer.member := reviewer.require('review');
    wanted reviewer.item := reviewer.item_named(me.tenant_id, project, wanted_id, wanted_source);
BEGIN
    IF NOT reviewer.holds(me, wanted.number) THEN
        RETURN 0;
    END IF;
    RETURN (SELECT count(*) FROM reviewer.near_items(me, wanted, reviewer.now_us(), 2001));
END
$$;

-- Note which copies this log-in is about to read: the nearest 200.
CREATE FUNCTION reviewer.open_copies(project bigint, wanted_id text, wanted_source text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me reviewer.member := reviewer.require('review');
    wanted reviewer.item := reviewer.item_named(me.tenant_id, project, wanted_id, wanted_source);
    numbers bigint[] := '{}';
BEGIN
    IF reviewer.holds(me, wanted.number) THEN
        numbers := ARRAY(SELECT near.number FROM reviewer.near_items(me, wanted, reviewer.now_us(), 2001) AS near
                         ORDER BY near.equal DESC, near.number LIMIT 200);
    END IF;
    IF cardinality(numbers) > 0 THEN
        INSERT INTO reviewer.copies_opened AS kept (tenant_id, reviewer, item_number, copies)
        VALUES (me.tenant_id, me.name, wanted.number, numbers)
        ON CONFLICT (tenant_id, reviewer)
        DO UPDATE SET item_number = excluded.item_number, copies = excluded.copies, xid = pg_current_xact_id();
        PERFORM reviewer.append(me.tenant_id, me.name, 'copies.opened', wanted.item_id, jsonb_build_object(
            'source', wanted.source, 'copies', cardinality(numbers)));
    END IF;
    RETURN cardinality(numbers);
END
$$;

-- What was opened and committed, as long as the item is held and each copy could still be claimed: the nearest first.
CREATE FUNCTION reviewer.opened_copies(project bigint) RETURNS TABLE (equal bigint, body text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me reviewer.member := reviewer.require('review');
    now bigint := reviewer.now_us();
    rules jsonb := reviewer.project_body(me.tenant_id, project);
BEGIN
    RETURN QUERY
        SELECT reviewer.equal_places(mine.signature, theirs.signature), reviewer.served(kept.body, rules, false, false)
        FROM reviewer.copies_opened AS opened
        JOIN reviewer.item_sketch AS mine ON mine.tenant_id = opened.tenant_id AND mine.number = opened.item_number
        CROSS JOIN LATERAL unnest(opened.copies) WITH ORDINALITY AS copy(number, place)
        JOIN reviewer.item AS item ON item.tenant_id = opened.tenant_id AND item.number = copy.number
        JOIN reviewer.item_sketch AS theirs ON theirs.tenant_id = item.tenant_id AND theirs.number = item.number
        JOIN reviewer.item_body AS kept ON kept.tenant_id = item.tenant_id AND kept.number = item.number
        WHERE opened.tenant_id = me.tenant_id AND opened.reviewer = me.name
          AND pg_visible_in_snapshot(opened.xid, pg_current_snapshot())
          AND opened.xid IS DISTINCT FROM pg_current_xact_id_if_assigned()
          AND item.project_id = opened_copies.project AND reviewer.holds(me, opened.item_number)
          AND reviewer.could_claim(me, item, now)
        ORDER BY copy.place;
END
$$;
GRANT EXECUTE ON FUNCTION reviewer.count_copies(bigint, text, text), reviewer.open_copies(bigint, text, text),
    reviewer.opened_copies(bigint) TO reviewer_reviewer, reviewer_lead, reviewer_admin;

-- Why a verdict cannot be applied to an item now, or null. An item that is left out answers as one that is no copy, and
-- one that this person has judged always as that.
CREATE FUNCTION reviewer.copy_problem(me reviewer.member, base reviewer.item, item reviewer.item, now bigint)
RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF EXISTS (SELECT FROM reviewer.review
               WHERE review.tenant_id = me.tenant_id AND review.item_number = item.number
                 AND review.reviewer = me.name AND review.round = 'first' AND review.state = 'submitted') THEN
        RETURN 'was judged by you meanwhile';
    ELSIF coalesce((SELECT reviewer.equal_places(mine.signature, theirs.signature)
                 FROM reviewer.item_sketch AS mine, reviewer.item_sketch AS theirs
                 WHERE mine.tenant_id = me.tenant_id AND mine.number = base.number
                   AND theirs.tenant_id = me.tenant_id AND theirs.number = item.number), 0) < 90
       OR item.number = base.number OR item.project_id <> base.project_id THEN
        RETURN 'is no near copy';
    ELSIF NOT reviewer.could_claim(me, item, now) THEN
        RETURN 'is not free for you any more';
    END IF;
    RETURN NULL;
END
$$;

-- Lock items with their leases in their order, and the counters, before the first event: the ledger comes last.
CREATE FUNCTION reviewer.lock_all(me reviewer.member, numbers bigint[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    each bigint;
    project bigint;
BEGIN
    PERFORM FROM reviewer.item WHERE item.tenant_id = me.tenant_id AND item.number = ANY (numbers)
    ORDER BY item.number FOR NO KEY UPDATE;
    FOR each IN SELECT DISTINCT wanted FROM unnest(numbers) AS wanted ORDER BY 1 LOOP
        PERFORM reviewer.holders_of(me.tenant_id, each, NULL);
    END LOOP;
    FOR project IN SELECT DISTINCT item.project_id FROM reviewer.item
                   WHERE item.tenant_id = me.tenant_id AND item.number = ANY (numbers) ORDER BY 1 LOOP
        PERFORM reviewer.lock_counters(me.tenant_id, project);
    END LOOP;
END
$$;

-- Apply a verdict that stands to near copies of its item: claim each and store its review, all in this transaction.
-- One that cannot be claimed now is left out, and it is said why; sent again, what is there counts as done.
CREATE FUNCTION reviewer.submit_copies(project bigint, original text, reviews text[])
RETURNS TABLE (place integer, seq bigint, hash text, problem text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me reviewer.member := reviewer.require('review');
    now bigint := reviewer.now_us();
    rules jsonb := reviewer.project_body(me.tenant_id, project);
    weights jsonb;
    given jsonb[] := '{}';
    numbers bigint[] := '{}';
    known reviewer.review;
    base reviewer.item;
    item reviewer.item;
    one jsonb;
BEGIN
    PERFORM set_config('synchronous_commit', 'on', true);
    IF coalesce(cardinality(reviews), 0) NOT BETWEEN 1 AND 200 THEN
        PERFORM reviewer.refuse('22023', 'A verdict is applied to 1 to 200 near copies at once: tick fewer.');
    END IF;
    SELECT * INTO known FROM reviewer.review AS stored
    WHERE stored.tenant_id = me.tenant_id AND stored.submission_id = original AND stored.reviewer = me.name
      AND stored.state = 'submitted' AND stored.kind = 'verdict'
      AND stored.project_id = submit_copies.project;
    IF known.number IS NULL THEN
        PERFORM reviewer.refuse('P0002', 'The verdict that should be applied does not stand: nothing was applied.');
    END IF;
    SELECT * INTO base FROM reviewer.item AS stored
    WHERE stored.tenant_id = me.tenant_id AND stored.number = known.item_number;
    FOR at IN 1 .. cardinality(reviews) LOOP
        one := reviewer.read_review(reviews[at]);
        IF one ->> 'reviewer' <> me.name OR one ->> 'verdict' IS DISTINCT FROM known.verdict
           OR coalesce(one ->> 'round', 'first') <> 'first' THEN
            PERFORM reviewer.refuse('22023', 'A near copy gets the verdict of its original, by the same person.');
        END IF;
        item := reviewer.item_named(me.tenant_id, project, one ->> 'item_id', one ->> 'source');
        given := given || reviewer.placed(item, one - 'revision' - 'supersedes', now);
        numbers := numbers || item.number;
    END LOOP;
    -- As a claim does: two windows of one person come one after the other.
    PERFORM FROM reviewer.member WHERE name = me.name FOR NO KEY UPDATE;
    PERFORM reviewer.lock_all(me, numbers);
    PERFORM reviewer.refuse_paused(me, project);
    weights := reviewer.gold_weights(me.tenant_id, project, rules);
    FOR at IN 1 .. cardinality(reviews) LOOP
        place := at;
        SELECT * INTO item FROM reviewer.item AS stored
        WHERE stored.tenant_id = me.tenant_id AND stored.number = numbers[at];
        SELECT again.seq, again.hash INTO seq, hash FROM reviewer.same_again(item, given[at]) AS again;
        problem := NULL;
        IF seq IS NULL THEN
            problem := reviewer.copy_problem(me, base, item, now);
        END IF;
        IF seq IS NULL AND problem IS NULL THEN
            SELECT stored.seq, stored.hash INTO seq, hash
            FROM reviewer.store_copy(me, item, rules, given[at], original, weights, now) AS stored;
        END IF;
        RETURN NEXT;
    END LOOP;
END
$$;

CREATE FUNCTION reviewer.store_copy(
    me reviewer.member, item reviewer.item, rules jsonb, given jsonb, original text, weights jsonb, now bigint,
    OUT seq bigint, OUT hash text
)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    content jsonb := reviewer.content_of(item);
BEGIN
    PERFORM reviewer.check_review(item, rules, given);
    PERFORM reviewer.check_places(content, given);
    PERFORM reviewer.take(me, item.project_id, item.number, now);
    INSERT INTO reviewer.copied_review (tenant_id, submission_id, original)
    VALUES (me.tenant_id, given ->> 'submission_id', store_copy.original);
    SELECT stored.seq, stored.hash INTO seq, hash
    FROM reviewer.store_review(me, item, content, rules, given, weights, now, original) AS stored;
END
$$;

-- Take back a review with all that came of applying it, or a copy with its original and the other copies: each that no
-- decision and no export has used yet, all in this transaction.
CREATE FUNCTION reviewer.withdraw_copies(submission text)
RETURNS TABLE (submission_id text, seq bigint, hash text, problem text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me reviewer.member := reviewer.require('review');
    now bigint := reviewer.now_us();
    first text := coalesce((SELECT copied.original FROM reviewer.copied_review AS copied
                            WHERE copied.tenant_id = me.tenant_id AND copied.submission_id = submission), submission);
    names text[];
    each record;
BEGIN
    names := first || ARRAY(SELECT copied.submission_id FROM reviewer.copied_review AS copied
                            WHERE copied.tenant_id = me.tenant_id AND copied.original = first);
    PERFORM reviewer.lock_all(me, ARRAY(SELECT known.item_number FROM reviewer.review AS known
                                        WHERE known.tenant_id = me.tenant_id AND known.submission_id = ANY (names)
                                          AND known.reviewer = me.name AND known.state = 'submitted'));
    PERFORM FROM reviewer.review AS known
    WHERE known.tenant_id = me.tenant_id AND known.submission_id = ANY (names) AND known.reviewer = me.name
    ORDER BY known.number FOR NO KEY UPDATE;
    FOR each IN SELECT known.submission_id, known.used_at, known.state FROM reviewer.review AS known
                WHERE known.tenant_id = me.tenant_id AND known.submission_id = ANY (names)
                  AND known.reviewer = me.name ORDER BY known.number LOOP
        submission_id := each.submission_id;
        seq := NULL;
        hash := NULL;
        problem := NULL;
        IF each.state <> 'submitted' THEN
            CONTINUE;
        ELSIF each.used_at IS NOT NULL THEN
            problem := 'was used by an adjudication or an export';
        ELSE
            SELECT gone.seq, gone.hash INTO seq, hash FROM reviewer.take_back(me, each.submission_id, now) AS gone;
        END IF;
        RETURN NEXT;
    END LOOP;
END
$$;
GRANT EXECUTE ON FUNCTION reviewer.submit_copies(bigint, text, text[]), reviewer.withdraw_copies(text)
    TO reviewer_reviewer, reviewer_lead, reviewer_admin;
