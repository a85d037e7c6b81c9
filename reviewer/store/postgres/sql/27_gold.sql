-- Items with a known answer, with the meaning of store/gold.py: drawn at random places, counted, promoted and retired;
-- and how people stand with them. Whatever is counted here is written while the tenant's row is locked, or else under the
-- lock of its item.

CREATE TABLE reviewer.gold_item (
    tenant_id bigint NOT NULL,
    item_number bigint NOT NULL,
    project_id bigint NOT NULL,
    state text COLLATE "C" NOT NULL CHECK (state IN ('active', 'retired')),
    answer text NOT NULL,
    band bigint NOT NULL,
    judged bigint NOT NULL,
    wrong bigint NOT NULL,
    since bigint NOT NULL,
    changed_at bigint NOT NULL,
    changed_by text COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant_id, item_number),
    FOREIGN KEY (tenant_id, item_number) REFERENCES reviewer.item,
    FOREIGN KEY (tenant_id, project_id) REFERENCES reviewer.project
);
CREATE INDEX ix_gold_item_draw ON reviewer.gold_item (tenant_id, project_id, state, band, judged, item_number);

CREATE TABLE reviewer.standing (
    tenant_id bigint NOT NULL,
    project_id bigint NOT NULL,
    reviewer text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL CHECK (state IN ('working', 'warned', 'paused')),
    qualified bigint NOT NULL,
    judged bigint NOT NULL,
    correct bigint NOT NULL,
    counted_from bigint NOT NULL,
    reason text NOT NULL,
    changed_at bigint NOT NULL,
    PRIMARY KEY (tenant_id, project_id, reviewer),
    FOREIGN KEY (tenant_id, project_id) REFERENCES reviewer.project
);
ALTER TABLE reviewer.gold_item ENABLE ROW LEVEL SECURITY;
ALTER TABLE reviewer.standing ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON reviewer.gold_item FOR SELECT TO reviewer_member
    USING (tenant_id = (SELECT reviewer.my_tenant()) AND (SELECT reviewer.i_see_all()));
CREATE POLICY own_rows ON reviewer.standing FOR SELECT TO reviewer_member
    USING (tenant_id = (SELECT reviewer.my_tenant())
           AND ((SELECT reviewer.i_see_all()) OR reviewer = session_user::text));
GRANT SELECT ON reviewer.gold_item, reviewer.standing
    TO reviewer_lead, reviewer_engineer, reviewer_admin, reviewer_auditor;
-- Not the counts: they would tell which of the items just judged was one with a known answer.
GRANT SELECT (project_id, reviewer, state, qualified, reason) ON reviewer.standing TO reviewer_member;

-- The upper end of Wilson's 95 % interval.
CREATE FUNCTION reviewer.upper_bound(correct bigint, judged bigint) RETURNS double precision
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
RETURN CASE WHEN judged = 0 THEN 1.0::double precision ELSE (
    correct::double precision / judged + 3.841458820694124 / (2 * judged)
    + 1.959963984540054 * sqrt(correct::double precision / judged * (1 - correct::double precision / judged) / judged
                               + 3.841458820694124 / (4.0 * judged * judged)))
    / (1 + 3.841458820694124 / judged) END;

CREATE FUNCTION reviewer.band_of(judged bigint, wrong bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
RETURN CASE WHEN judged < 3 THEN 1 WHEN wrong::double precision / judged < 0.2 THEN 0
            WHEN wrong::double precision / judged >= 0.5 THEN 2 ELSE 1 END;

-- A number of a project's rules, or what it is where they do not name it.
CREATE FUNCTION reviewer.rule_number(rules jsonb, name text, otherwise double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
RETURN coalesce((rules ->> name)::double precision, otherwise);

-- Whether gold items come by draws alone, and not at their place in the queue.
CREATE FUNCTION reviewer.gold_is_apart(tenant bigint, project bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT reviewer.rule_number(rules, 'gold_share', 0) > 0 OR reviewer.rule_number(rules, 'qualification_items', 0) > 0
    FROM reviewer.project_body(tenant, project) AS rules
$$;

CREATE FUNCTION reviewer.standing_of(tenant bigint, project bigint, person text) RETURNS reviewer.standing
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT known FROM reviewer.standing AS known
    WHERE known.tenant_id = tenant AND known.project_id = project AND known.reviewer = person
$$;

CREATE FUNCTION reviewer.refuse_paused(me reviewer.member, project bigint) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF (reviewer.standing_of(me.tenant_id, project, me.name)).state = 'paused' THEN
        PERFORM reviewer.refuse('55006', 'Your work in this project rests: several of your answers differ from known '
            'ones. Please talk to a lead, who can let you go on.');
    END IF;
END
$$;

-- Whether a person has yet to qualify for real work; whoever leads need not.
CREATE FUNCTION reviewer.is_newcomer(me reviewer.member, project bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT me.role NOT IN ('lead', 'admin')
       AND reviewer.rule_number(reviewer.project_body(me.tenant_id, project), 'qualification_items', 0) > 0
       AND coalesce((reviewer.standing_of(me.tenant_id, project, me.name)).qualified, 0) = 0
$$;

-- A gold item that is new to this person, locked: any difficulty as often as any other, and one of the ten that the
-- fewest have judged. The draws are made of random UUIDs, since a session can seed random().
CREATE FUNCTION reviewer.draw_gold(me reviewer.member, project bigint, now bigint) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    wanted_band bigint;
    found bigint[];
    candidate bigint;
BEGIN
    FOR wanted_band IN SELECT each FROM unnest(ARRAY[0, 1, 2]::bigint[]) AS each ORDER BY gen_random_uuid() LOOP
        found := ARRAY(
            SELECT gold.item_number FROM reviewer.gold_item AS gold
            WHERE gold.tenant_id = me.tenant_id AND gold.project_id = draw_gold.project AND gold.state = 'active'
              AND gold.band = wanted_band
              AND NOT EXISTS (SELECT FROM reviewer.review
                              WHERE review.tenant_id = gold.tenant_id AND review.item_number = gold.item_number
                                AND review.reviewer = me.name OFFSET 0)
              AND NOT EXISTS (SELECT FROM reviewer.lease
                              WHERE lease.tenant_id = gold.tenant_id AND lease.item_number = gold.item_number
                                AND lease.reviewer = me.name AND lease.expires_at > now OFFSET 0)
              AND EXISTS (SELECT FROM reviewer.item
                          WHERE item.tenant_id = gold.tenant_id AND item.number = gold.item_number
                            AND (item.assigned_to IS NULL OR item.assigned_to = me.name) OFFSET 0)
            ORDER BY gold.judged, gold.item_number LIMIT 10);
        FOR candidate IN SELECT each FROM unnest(found) AS each ORDER BY gen_random_uuid() LOOP
            IF reviewer.lock_at_once(me, candidate) THEN
                RETURN candidate;
            END IF;
        END LOOP;
    END LOOP;
    RETURN NULL;
END
$$;

-- The next item for somebody who has yet to qualify; null while the ones in hand may be enough.
CREATE FUNCTION reviewer.gold_for_newcomer(me reviewer.member, project bigint, now bigint) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    known reviewer.standing := reviewer.standing_of(me.tenant_id, project, me.name);
    wanted double precision := reviewer.rule_number(
        reviewer.project_body(me.tenant_id, project), 'qualification_items', 0);
    drawn bigint;
BEGIN
    IF coalesce(known.judged, 0) >= wanted THEN
        PERFORM reviewer.refuse('55006', 'You have judged the items that everybody begins with here, and a lead decides '
            'how you go on: please talk to one.');
    END IF;
    drawn := reviewer.draw_gold(me, project, now);
    IF drawn IS NULL AND NOT EXISTS (SELECT FROM reviewer.lease AS held
                                     WHERE held.tenant_id = me.tenant_id AND held.reviewer = me.name
                                       AND held.expires_at > now AND held.round = 'gold') THEN
        PERFORM reviewer.refuse('55006', 'Everybody begins here with a few items, and there are not enough of them for '
            'you: please ask a lead to let you begin.');
    END IF;
    RETURN drawn;
END
$$;

-- The gold item that comes before the next item of the queue, where the draw says so and one is left.
CREATE FUNCTION reviewer.mix_in_gold(me reviewer.member, project bigint, now bigint) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF reviewer.draw() < reviewer.rule_number(reviewer.project_body(me.tenant_id, project), 'gold_share', 0) THEN
        RETURN reviewer.draw_gold(me, project, now);
    END IF;
    RETURN NULL;
END
$$;

-- The round in which a person goes on with a gold item whose review was taken back or put off, or null.
CREATE FUNCTION reviewer.gold_to_go_on_with(me reviewer.member, candidate bigint) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT CASE WHEN last.state = 'withdrawn' OR (last.state = 'submitted' AND last.kind = 'defer') THEN 'gold' END
    FROM (SELECT known.state, known.kind FROM reviewer.review AS known
          JOIN reviewer.gold_item AS gold USING (tenant_id, item_number)
          WHERE known.tenant_id = me.tenant_id AND known.item_number = candidate AND known.reviewer = me.name
            AND gold.state = 'active'
          ORDER BY known.number DESC LIMIT 1) AS last
$$;

-- Whether an item is judged for its known answer alone, so that no review changes its state any more.
CREATE FUNCTION reviewer.is_settled_gold(item reviewer.item) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
RETURN item.gold = 1 AND item.state <> 'open';

-- For each person who judged a gold item: whether the last review before a reveal was right.
CREATE FUNCTION reviewer.count_gold_item(tenant bigint, number bigint) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, pg_temp
AS $$
    UPDATE reviewer.gold_item AS gold
    SET judged = counted.judged, wrong = counted.wrong, band = reviewer.band_of(counted.judged, counted.wrong)
    FROM (SELECT count(*) AS judged, count(*) FILTER (WHERE NOT right_one) AS wrong
          FROM (SELECT DISTINCT ON (said.reviewer) reviewer.matches_gold(said.body::jsonb, known.answer::jsonb) AS right_one
                FROM reviewer.review AS said JOIN reviewer.gold_item AS known USING (tenant_id, item_number)
                WHERE said.tenant_id = tenant AND said.item_number = count_gold_item.number AND said.round = 'first'
                  AND said.state IN ('submitted', 'superseded') AND said.kind = 'verdict'
                  AND NOT coalesce((said.body::jsonb ->> 'after_reveal')::boolean, false)
                ORDER BY said.reviewer, said.revision DESC) AS last) AS counted
    WHERE gold.tenant_id = tenant AND gold.item_number = count_gold_item.number
$$;

-- How many gold items in use a person judged since some time, and how many of them right.
CREATE FUNCTION reviewer.gold_of(
    tenant bigint, project bigint, person text, counted_from bigint, OUT judged bigint, OUT correct bigint
)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off SET enable_bitmapscan = off
AS $$
    SELECT count(*), count(*) FILTER (WHERE right_one)
    FROM (SELECT DISTINCT ON (gold.item_number)
                 reviewer.matches_gold(said.body::jsonb, gold.answer::jsonb) AS right_one
          FROM reviewer.gold_item AS gold
          JOIN reviewer.review AS said ON said.tenant_id = gold.tenant_id AND said.item_number = gold.item_number
               AND said.reviewer = person
          WHERE gold.tenant_id = tenant AND gold.project_id = project AND gold.state = 'active'
            AND said.round = 'first' AND said.state IN ('submitted', 'superseded') AND said.kind = 'verdict'
            AND said.submitted_at >= gold.since AND said.submitted_at > counted_from
            AND NOT coalesce((said.body::jsonb ->> 'after_reveal')::boolean, false)
          ORDER BY gold.item_number, said.revision DESC) AS last
$$;

-- The state after another answer: nobody is paused who was not warned before, and only a lead lifts it.
CREATE FUNCTION reviewer.next_standing(rules jsonb, state text, judged bigint, correct bigint) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
RETURN CASE
    WHEN state = 'paused' THEN state
    WHEN judged < reviewer.rule_number(rules, 'gold_minimum', 10)
      OR reviewer.upper_bound(correct, judged) >= greatest(reviewer.rule_number(rules, 'gold_warn_below', 0),
                                                           reviewer.rule_number(rules, 'gold_pause_below', 0))
        THEN 'working'
    WHEN state = 'warned' AND reviewer.upper_bound(correct, judged) < reviewer.rule_number(rules, 'gold_pause_below', 0)
        THEN 'paused'
    ELSE 'warned' END;

-- Count anew how hard a gold item is and how a person stands, after one of their reviews of it came or went. The tenant's
-- row is locked by then.
CREATE FUNCTION reviewer.count_gold(
    me reviewer.member, item reviewer.item, rules jsonb, person text, now bigint
) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    before reviewer.standing;
    counted record;
    new_state text;
    good_enough boolean;
    word text;
BEGIN
    IF item.gold <> 1 THEN
        RETURN;
    END IF;
    PERFORM reviewer.count_gold_item(item.tenant_id, item.number);
    before := reviewer.standing_of(item.tenant_id, item.project_id, person);
    SELECT * INTO counted
    FROM reviewer.gold_of(item.tenant_id, item.project_id, person, coalesce(before.counted_from, 0));
    IF before.state IS NULL AND counted.judged = 0 THEN
        RETURN;
    END IF;
    new_state := reviewer.next_standing(rules, coalesce(before.state, 'working'), counted.judged, counted.correct);
    good_enough := coalesce(before.qualified, 0) = 1
        OR (counted.judged >= nullif(reviewer.rule_number(rules, 'qualification_items', 0), 0)
            AND counted.correct >= reviewer.rule_number(rules, 'qualification_accuracy', 0.8) * counted.judged) IS TRUE;
    INSERT INTO reviewer.standing AS kept (tenant_id, project_id, reviewer, state, qualified, judged, correct,
        counted_from, reason, changed_at)
    VALUES (item.tenant_id, item.project_id, person, new_state, good_enough::integer, counted.judged, counted.correct,
            coalesce(before.counted_from, 0), '', now)
    ON CONFLICT (tenant_id, project_id, reviewer)
    DO UPDATE SET state = excluded.state, qualified = excluded.qualified, judged = excluded.judged,
                  correct = excluded.correct, reason = excluded.reason, changed_at = excluded.changed_at;
    FOREACH word IN ARRAY array_remove(ARRAY[
        CASE WHEN new_state NOT IN (coalesce(before.state, 'working'), 'working') THEN new_state END,
        CASE WHEN good_enough AND coalesce(before.qualified, 0) = 0 THEN 'qualified' END], NULL)
    LOOP
        PERFORM reviewer.append(item.tenant_id, me.name, 'member.' || word, person, jsonb_build_object(
            'project', rules ->> 'name', 'judged', counted.judged, 'correct', counted.correct));
    END LOOP;
END
$$;

-- What a lead gives as a reason.
CREATE FUNCTION reviewer.said(given text, what text) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF coalesce(length(btrim(given)), 0) NOT BETWEEN 1 AND 2000 THEN
        PERFORM reviewer.refuse('22023', 'The ' || what || ' has 1 to 2,000 characters: say it in a sentence.');
    END IF;
    RETURN btrim(given);
END
$$;

-- Let somebody go on who was warned, paused or not let in; what was judged before counts no more.
CREATE FUNCTION reviewer.resume_member(project bigint, person text, reason text, OUT seq bigint, OUT hash text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me reviewer.member := reviewer.require('lead');
    now bigint := reviewer.now_us();
    why text := reviewer.said(reason, 'reason');
    rules jsonb := reviewer.project_body(me.tenant_id, project);
    before reviewer.standing;
BEGIN
    IF rules IS NULL OR coalesce(length(person), 0) NOT BETWEEN 1 AND 200 THEN
        PERFORM reviewer.refuse('P0002', 'There is no such project or person in this workspace.');
    END IF;
    PERFORM FROM reviewer.tenant AS head WHERE head.tenant_id = me.tenant_id FOR NO KEY UPDATE;
    before := reviewer.standing_of(me.tenant_id, project, person);
    IF coalesce(before.state, 'working') = 'working'
       AND (reviewer.rule_number(rules, 'qualification_items', 0) = 0 OR coalesce(before.qualified, 0) = 1) THEN
        PERFORM reviewer.refuse('55006', person
            || ' is neither paused nor warned in this project: there is nothing to lift.');
    END IF;
    INSERT INTO reviewer.standing AS kept (tenant_id, project_id, reviewer, state, qualified, judged, correct,
        counted_from, reason, changed_at)
    VALUES (me.tenant_id, project, person, 'working', 1, 0, 0, now, why, now)
    ON CONFLICT (tenant_id, project_id, reviewer)
    DO UPDATE SET state = excluded.state, qualified = excluded.qualified, judged = excluded.judged,
                  correct = excluded.correct, counted_from = excluded.counted_from, reason = excluded.reason,
                  changed_at = excluded.changed_at;
    SELECT appended.seq, appended.hash INTO seq, hash FROM reviewer.append(
        me.tenant_id, me.name, 'member.resumed', person,
        jsonb_build_object('project', rules ->> 'name', 'reason', why)) AS appended;
END
$$;

-- Make an adjudicated item a gold item, with the lead's decision as the known answer.
CREATE FUNCTION reviewer.promote_gold(
    project bigint, wanted_id text, wanted_source text, explanation text, OUT seq bigint, OUT hash text
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me reviewer.member := reviewer.require('lead');
    now bigint := reviewer.now_us();
    why text := reviewer.said(explanation, 'explanation');
    item reviewer.item := reviewer.locked_item(me, project, wanted_id, wanted_source);
    rules jsonb := reviewer.project_body(me.tenant_id, project);
    decided jsonb := (SELECT final.body::jsonb FROM reviewer.resolution AS final
                      WHERE final.tenant_id = me.tenant_id AND final.item_number = item.number
                        AND final.state = 'current' AND final.method = 'adjudicated');
    told jsonb;
BEGIN
    IF item.state <> 'resolved' OR decided IS NULL THEN
        PERFORM reviewer.refuse('55006', 'Item ''' || item.item_id
            || ''' was not adjudicated: only a lead''s decision becomes a known answer.');
    END IF;
    told := jsonb_build_object('verdict', decided ->> 'verdict', 'explanation', why, 'answers', (
        SELECT coalesce(jsonb_object_agg(given.key, given.value), '{}')
        FROM jsonb_each(coalesce(decided -> 'answers', '{}')) AS given
        JOIN jsonb_array_elements(coalesce(rules -> 'questions', '[]')) AS question
             ON question ->> 'id' = given.key AND question ->> 'type' NOT IN ('text', 'spans')));
    INSERT INTO reviewer.gold_item AS kept (tenant_id, item_number, project_id, state, answer, band, judged, wrong,
        since, changed_at, changed_by)
    VALUES (me.tenant_id, item.number, item.project_id, 'active', reviewer.canonical(told), 1, 0, 0, now, now, me.name)
    ON CONFLICT (tenant_id, item_number)
    DO UPDATE SET state = excluded.state, answer = excluded.answer, since = excluded.since,
                  changed_at = excluded.changed_at, changed_by = excluded.changed_by;
    UPDATE reviewer.item AS marked SET gold = 1
    WHERE marked.tenant_id = me.tenant_id AND marked.number = item.number;
    PERFORM reviewer.count_gold_item(me.tenant_id, item.number);
    SELECT appended.seq, appended.hash INTO seq, hash FROM reviewer.append(
        me.tenant_id, me.name, 'gold.promoted', item.item_id, jsonb_build_object(
            'source', item.source, 'verdict', decided ->> 'verdict', 'explanation', why)
            || reviewer.told_datasets(item)) AS appended;
END
$$;

-- Serve a gold item no more, and count its answers no more.
CREATE FUNCTION reviewer.retire_gold(
    project bigint, wanted_id text, wanted_source text, reason text, OUT seq bigint, OUT hash text
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me reviewer.member := reviewer.require('lead');
    why text := reviewer.said(reason, 'reason');
    item reviewer.item := reviewer.locked_item(me, project, wanted_id, wanted_source);
BEGIN
    UPDATE reviewer.gold_item AS kept SET state = 'retired', changed_at = reviewer.now_us(), changed_by = me.name
    WHERE kept.tenant_id = me.tenant_id AND kept.item_number = item.number AND kept.state = 'active';
    IF NOT FOUND THEN
        PERFORM reviewer.refuse('55006', 'Item ''' || item.item_id
            || ''' is no gold item in use: see ''reviewer gold list''.');
    END IF;
    UPDATE reviewer.item AS marked SET gold = 0
    WHERE marked.tenant_id = me.tenant_id AND marked.number = item.number;
    SELECT appended.seq, appended.hash INTO seq, hash FROM reviewer.append(
        me.tenant_id, me.name, 'gold.retired', item.item_id,
        jsonb_build_object('source', item.source, 'reason', why) || reviewer.told_datasets(item)) AS appended;
END
$$;
GRANT EXECUTE ON FUNCTION reviewer.resume_member(bigint, text, text), reviewer.promote_gold(bigint, text, text, text),
    reviewer.retire_gold(bigint, text, text, text) TO reviewer_lead, reviewer_admin;
