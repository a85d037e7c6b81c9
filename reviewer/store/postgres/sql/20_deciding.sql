-- What follows from the reviews of an item: the meaning of domain/resolutions.py, over the JSON of item, project and
-- reviews, which leaves out whatever equals its default.

CREATE FUNCTION reviewer.is_judgement(review jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
RETURN review ->> 'verdict' IS NOT NULL AND review ->> 'escalation' IS NULL;

CREATE FUNCTION reviewer.kind_of(review jsonb) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
RETURN coalesce(review -> 'skip' ->> 'kind',
                CASE WHEN reviewer.is_judgement(review) THEN 'verdict' ELSE 'escalation' END);

-- The text that a span with this target points into, or null.
CREATE FUNCTION reviewer.target_text(item jsonb, target text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
RETURN CASE
    WHEN target = 'response' THEN item ->> 'response'
    WHEN starts_with(target, 'response:') THEN (
        SELECT entry ->> 'text' FROM jsonb_array_elements(item -> 'responses') AS entry
        WHERE entry ->> 'id' = substr(target, 10) LIMIT 1)
    WHEN starts_with(target, 'evidence:') THEN (
        SELECT entry ->> 'text' FROM jsonb_array_elements(item -> 'evidence') AS entry
        WHERE entry ->> 'id' = substr(target, 10) LIMIT 1)
    WHEN target ~ '^message:[0-9]{1,6}$' THEN item -> 'messages' -> substr(target, 9)::integer ->> 'content' END;

CREATE FUNCTION reviewer.verdicts_of(project jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
RETURN CASE WHEN coalesce(jsonb_array_length(project -> 'verdicts'), 0) > 0 THEN project -> 'verdicts'
    ELSE '[{"id": "approve", "outcome": "accept"}, {"id": "revise", "outcome": "correct"},
           {"id": "reject", "outcome": "reject"}]'::jsonb END;

CREATE FUNCTION reviewer.outcome_of(project jsonb, verdict text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
RETURN (SELECT entry ->> 'outcome' FROM jsonb_array_elements(reviewer.verdicts_of(project)) AS entry
        WHERE entry ->> 'id' = verdict LIMIT 1);

-- The share of the items like this one that get the overlap: the largest one of a stratum that has its own.
CREATE FUNCTION reviewer.overlap_share(project jsonb, content jsonb) RETURNS double precision
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
RETURN coalesce(
    CASE WHEN coalesce(project -> 'overlap_shares', '{}') <> '{}' THEN (
        SELECT max(own.value::text::double precision) FROM jsonb_each(project -> 'overlap_shares') AS own(key, value)
        WHERE own.key = 'language:' || coalesce(content -> 'metadata' ->> 'language', '')
           OR EXISTS (SELECT FROM jsonb_array_elements(coalesce(content -> 'policy_hits', '[]')) AS hit
                      WHERE coalesce(hit ->> 'outcome', 'fail') = 'fail'
                        AND own.key IN ('policy:' || (hit ->> 'policy'), 'severity:' || (hit ->> 'severity')))) END,
    (project ->> 'overlap_share')::double precision, 1.0);

-- Whether this item is in the share that gets the project's overlap; the rest needs one review.
CREATE FUNCTION reviewer.needs_overlap(
    project jsonb, source text, item_id text, content jsonb DEFAULT NULL
) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
RETURN reviewer.overlap_share(project, content) >= 1.0
    OR reviewer.unit_fraction('overlap', project ->> 'name', source, item_id)
       < reviewer.overlap_share(project, content);

-- An object without the entries that equal their default.
CREATE FUNCTION reviewer.but_defaults(value jsonb, defaults jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
RETURN (SELECT coalesce(jsonb_object_agg(entry.key, entry.value), '{}') FROM jsonb_each(value) AS entry(key, value)
        WHERE entry.value IS DISTINCT FROM defaults -> entry.key);

-- The commonest of several words; of equally common ones the one that came first.
CREATE FUNCTION reviewer.commonest(said text[]) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
RETURN (SELECT word FROM unnest(said) WITH ORDINALITY AS given(word, place)
        GROUP BY word ORDER BY count(*) DESC, min(place) LIMIT 1);

-- The one value that all are, or JSON's null.
CREATE FUNCTION reviewer.only_value(given jsonb[]) RETURNS jsonb
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
RETURN (SELECT CASE WHEN count(DISTINCT value) = 1 THEN (array_agg(value))[1] ELSE 'null' END
        FROM unnest(given) AS entry(value));

-- Whether one reviewer confirmed a hit that another called a false alarm or was unsure of.
CREATE FUNCTION reviewer.contested(reviews jsonb[]) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
RETURN EXISTS (
    SELECT FROM unnest(reviews) AS review, jsonb_array_elements(coalesce(review -> 'hits', '[]')) AS hit
    GROUP BY hit ->> 'hit' HAVING count(DISTINCT hit ->> 'judgement') > 1);

CREATE FUNCTION reviewer.agree(project jsonb, reviews jsonb[]) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
RETURN NOT reviewer.contested(reviews) AND 1 = (
    SELECT count(DISTINCT coalesce(reviewer.outcome_of(project, review ->> 'verdict'), ''))
    FROM unnest(reviews) AS review);

-- The reviews of the outcome with more than half of the votes or weight, if the project counts so, else null.
-- The sums keep the order of the reviews, so that floating point numbers give the same bits as in Python.
CREATE FUNCTION reviewer.winners(project jsonb, reviews jsonb[], weights jsonb) RETURNS jsonb[]
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $$
    WITH vote AS (
        SELECT review, place, coalesce(reviewer.outcome_of(project, review ->> 'verdict'), '') AS outcome,
               CASE WHEN project ->> 'resolution' = 'weighted'
                    THEN coalesce((weights ->> (review ->> 'reviewer'))::double precision, 1.0)
                    ELSE 1.0::double precision END AS weight
        FROM unnest(reviews) WITH ORDINALITY AS given(review, place)
        WHERE project ->> 'resolution' IN ('majority', 'weighted')
    ), tally AS (
        SELECT outcome, sum(weight ORDER BY place) AS weight, min(place) AS first FROM vote GROUP BY outcome
    )
    SELECT array_agg(vote.review ORDER BY vote.place) FROM vote JOIN tally USING (outcome)
    WHERE tally.weight * 2 > (SELECT sum(each.weight ORDER BY each.first) FROM tally AS each)
$$;

CREATE FUNCTION reviewer.judged_hits(reviews jsonb[]) RETURNS jsonb
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT coalesce(jsonb_agg(jsonb_build_object('hit', name, 'judgement', reviewer.commonest(said))
                              ORDER BY name COLLATE "C"), '[]')
    FROM (SELECT hit ->> 'hit' AS name, array_agg(hit ->> 'judgement' ORDER BY place, at) AS said
          FROM unnest(reviews) WITH ORDINALITY AS given(review, place),
               jsonb_array_elements(coalesce(review -> 'hits', '[]')) WITH ORDINALITY AS entry(hit, at)
          GROUP BY name) AS heard
$$;

-- The answers on which all who answered agree.
CREATE FUNCTION reviewer.shared_answers(reviews jsonb[]) RETURNS jsonb
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT coalesce(jsonb_object_agg(question, answers[1]), '{}')
    FROM (SELECT entry.key AS question, array_agg(entry.value ORDER BY place) AS answers
          FROM unnest(reviews) WITH ORDINALITY AS given(review, place),
               jsonb_each(coalesce(review -> 'answers', '{}')) AS entry
          GROUP BY entry.key HAVING count(DISTINCT entry.value) = 1) AS agreed
$$;

-- The stretches that more than half of the reviewers marked with the same label. The overlapping marks of one person
-- are merged first, so that nobody counts twice; an empty stretch covers nothing and is no range.
CREATE FUNCTION reviewer.majority_spans(item jsonb, reviews jsonb[]) RETURNS jsonb
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $$
    WITH own AS (
        SELECT coalesce(span ->> 'target', 'response') AS target, span ->> 'label' AS label,
               range_agg(int4range((span ->> 'start')::integer, (span ->> 'end')::integer)) AS ranges
        FROM unnest(reviews) WITH ORDINALITY AS given(review, place),
             jsonb_array_elements(coalesce(review -> 'spans', '[]')) AS span
        WHERE coalesce((span ->> 'anchored')::boolean, true)
        GROUP BY 1, 2, place
    ), edge AS (
        SELECT target, label, at, sum(change) AS change
        FROM own, unnest(ranges) AS one, LATERAL (VALUES (lower(one), 1), (upper(one), -1)) AS end_of(at, change)
        GROUP BY target, label, at
    ), stretch AS (
        SELECT target, label, at, lead(at) OVER along AS until, sum(change) OVER along AS depth
        FROM edge WINDOW along AS (PARTITION BY target, label ORDER BY at)
    ), covered AS (
        SELECT target, label, unnest(range_agg(int4range(at, until))) AS one
        FROM stretch WHERE depth * 2 > cardinality(reviews) GROUP BY target, label
    )
    SELECT coalesce(jsonb_agg(
        reviewer.but_defaults(
            jsonb_build_object(
                'target', target, 'start', lower(one), 'end', upper(one), 'label', label,
                'text', substr(coalesce(reviewer.target_text(item, target), ''), lower(one) + 1,
                               upper(one) - lower(one))),
            '{"target": "response", "text": ""}')
        ORDER BY target COLLATE "C", lower(one), upper(one), label COLLATE "C"), '[]')
    FROM covered
$$;

-- Combine agreeing reviews: commonest verdict and hit judgements, spans that most marked, one correction.
CREATE FUNCTION reviewer.resolve(item jsonb, project jsonb, reviews jsonb[], method text) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    alone jsonb := CASE WHEN cardinality(reviews) = 1 THEN reviews[1] END;
    verdict text := reviewer.commonest(ARRAY(
        SELECT review ->> 'verdict' FROM unnest(reviews) WITH ORDINALITY AS given(review, place) ORDER BY place));
    corrections jsonb[] := ARRAY(
        SELECT DISTINCT review -> 'correction' -> 'text' FROM unnest(reviews) AS review
        WHERE review ->> 'correction' IS NOT NULL);
BEGIN
    RETURN reviewer.but_defaults(
        jsonb_build_object(
            'item_id', item ->> 'id',
            'source', coalesce(item -> 'source' ->> 'system', 'file'),
            'verdict', verdict,
            'outcome', coalesce(reviewer.outcome_of(project, verdict), 'reject'),
            'method', method,
            'hits', reviewer.judged_hits(reviews),
            'answers', CASE WHEN alone IS NULL THEN reviewer.shared_answers(reviews)
                ELSE coalesce(alone -> 'answers', '{}') END,
            'spans', CASE WHEN alone IS NULL THEN reviewer.majority_spans(item, reviews)
                ELSE coalesce(alone -> 'spans', '[]') END,
            'claims', coalesce(alone -> 'claims', '[]'),
            'comparison', reviewer.only_value(ARRAY(
                SELECT coalesce(review -> 'comparison', 'null') FROM unnest(reviews) AS review)),
            'ranking', reviewer.only_value(ARRAY(
                SELECT coalesce(review -> 'ranking', 'null') FROM unnest(reviews) AS review)),
            'correction', reviewer.only_value(corrections),
            'correction_settled', cardinality(corrections) <= 1),
        '{"hits": [], "answers": {}, "spans": [], "claims": [], "comparison": null, "ranking": null,
          "correction": null, "correction_settled": true}')
        || jsonb_build_object('reviews', (
            SELECT jsonb_agg(coalesce(review ->> 'submission_id', '') ORDER BY place)
            FROM unnest(reviews) WITH ORDINALITY AS given(review, place)))
        || CASE WHEN alone ->> 'submission_id' IS NULL THEN '{}'
                ELSE jsonb_build_object('adopted', alone ->> 'submission_id') END;
END
$$;

-- What follows from the current first-round reviews of an item, in their order: `wait`, `extra_review`, `adjudicate` or
-- `resolve` with the resolution, and how many reviews the item needs.
CREATE FUNCTION reviewer.decide(
    item jsonb, project jsonb, reviews jsonb[], base integer, weights jsonb,
    OUT next text, OUT needed integer, OUT resolution jsonb
)
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    judged jsonb[] := ARRAY(
        SELECT review FROM unnest(reviews) WITH ORDINALITY AS given(review, place)
        WHERE reviewer.is_judgement(review) ORDER BY place);
    winning jsonb[];
BEGIN
    needed := base;
    IF cardinality(judged) < base THEN
        next := 'wait';
        RETURN;
    END IF;
    IF reviewer.agree(project, judged) THEN
        next := 'resolve';
        resolution := reviewer.resolve(item, project, judged, 'unanimous');
        RETURN;
    END IF;
    winning := reviewer.winners(project, judged, weights);
    IF winning IS NOT NULL THEN
        next := 'resolve';
        resolution := reviewer.resolve(
            item, project, winning, CASE project ->> 'resolution' WHEN 'weighted' THEN 'weighted' ELSE 'majority' END);
    ELSIF cardinality(judged) < coalesce((project ->> 'max_reviews')::integer, 5) THEN
        next := 'extra_review';
        needed := cardinality(judged) + 1;
    ELSE
        next := 'adjudicate';
    END IF;
END
$$;
