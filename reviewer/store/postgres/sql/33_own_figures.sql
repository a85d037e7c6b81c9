-- What a person's own scorecard is made of, and nothing more: the own verdicts, what others said of the same items as
-- verdicts without names, how each item was settled and why, and of gold items two numbers.

-- What somebody said of an item before anything was revealed to them, where the current verdict came after that.
CREATE FUNCTION reviewer.independent(current reviewer.review) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT coalesce(
        (SELECT earlier.body FROM reviewer.review AS earlier
         WHERE current.revision > 1 AND earlier.tenant_id = current.tenant_id
           AND earlier.item_number = current.item_number AND earlier.reviewer = current.reviewer
           AND earlier.round = 'first' AND earlier.kind = 'verdict' AND earlier.revision < (
               SELECT min(informed.revision) FROM reviewer.review AS informed
               WHERE informed.tenant_id = current.tenant_id AND informed.item_number = current.item_number
                 AND informed.reviewer = current.reviewer AND informed.round = 'first' AND informed.kind = 'verdict'
                 AND (informed.body::jsonb ->> 'after_reveal')::boolean)
         ORDER BY earlier.revision DESC LIMIT 1),
        current.body)
$$;

-- Of an item what the expected reading time and the reveals are told by; all of it can be read after the verdict.
CREATE FUNCTION reviewer.own_item(item reviewer.item, content jsonb) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT jsonb_build_object(
        'id', item.item_id, 'source', jsonb_build_object('system', item.source),
        'prompt', content -> 'prompt', 'response', content -> 'response',
        'responses', coalesce((SELECT jsonb_agg(jsonb_build_object('text', part -> 'text') ORDER BY place)
                               FROM jsonb_array_elements(coalesce(content -> 'responses', '[]'))
                                    WITH ORDINALITY AS entry(part, place)), '[]'),
        'suggestion', CASE WHEN content ->> 'suggestion' IS NOT NULL
                           THEN jsonb_build_object('agent', content -> 'suggestion' -> 'agent') END,
        'policy_hits', CASE WHEN item.hits_hidden = 1 THEN coalesce(
            (SELECT jsonb_agg(jsonb_build_object('detector', hit -> 'detector'))
             FROM jsonb_array_elements(coalesce(content -> 'policy_hits', '[]')) AS hit), '[]') ELSE '[]' END)
$$;

-- How an item was settled; of the reviews behind it only whether there is one that is not this person's.
CREATE FUNCTION reviewer.own_resolution(me reviewer.member, candidate bigint) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT jsonb_build_object(
        'verdict', final.verdict, 'outcome', final.outcome, 'method', final.method,
        'decided_by', final.body::jsonb -> 'decided_by', 'reason', final.body::jsonb -> 'reason',
        'reviews', CASE WHEN EXISTS (
            SELECT FROM jsonb_array_elements_text(coalesce(final.body::jsonb -> 'reviews', '[]')) AS used(submission)
            JOIN reviewer.review AS given
                 ON given.tenant_id = me.tenant_id AND given.submission_id = used.submission
            WHERE given.reviewer <> me.name) THEN '["other"]'::jsonb ELSE '[]'::jsonb END)
    FROM reviewer.resolution AS final
    WHERE final.tenant_id = me.tenant_id AND final.item_number = candidate AND final.state = 'current'
$$;

-- The items that this log-in has judged, in the order of their arrival, 500 at a time.
CREATE FUNCTION reviewer.own_work(project bigint, after bigint) RETURNS TABLE (
    number bigint, item jsonb, hits_hidden boolean, said jsonb, revealed jsonb, again jsonb, others text[],
    resolution jsonb
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me reviewer.member := reviewer.require('belong');
BEGIN
    RETURN QUERY
        SELECT known.number, reviewer.own_item(known, kept.body::jsonb), known.hits_hidden = 1,
               reviewer.independent(mine)::jsonb,
               CASE WHEN reviewer.independent(mine) <> mine.body THEN mine.body::jsonb END,
               (SELECT jsonb_agg(repeated.body::jsonb) FROM reviewer.review AS repeated
                WHERE repeated.tenant_id = me.tenant_id AND repeated.item_number = known.number
                  AND repeated.reviewer = me.name AND repeated.round = 'consistency'
                  AND repeated.state = 'submitted' AND repeated.kind = 'verdict'),
               ARRAY(SELECT reviewer.independent(other)::jsonb ->> 'verdict' AS verdict
                     FROM reviewer.review AS other
                     WHERE other.tenant_id = me.tenant_id AND other.item_number = known.number
                       AND other.reviewer <> me.name AND other.round = 'first' AND other.state = 'submitted'
                       AND other.kind = 'verdict' ORDER BY 1),
               reviewer.own_resolution(me, known.number)
        FROM reviewer.review AS mine
        JOIN reviewer.item AS known ON known.tenant_id = mine.tenant_id AND known.number = mine.item_number
        JOIN reviewer.item_body AS kept ON kept.tenant_id = known.tenant_id AND kept.number = known.number
        WHERE mine.tenant_id = me.tenant_id AND mine.reviewer = me.name
          AND mine.project_id = own_work.project AND mine.round = 'first' AND mine.state = 'submitted'
          AND mine.kind = 'verdict' AND known.number > after
          AND pg_visible_in_snapshot(mine.xid, pg_current_snapshot())
          AND mine.xid IS DISTINCT FROM pg_current_xact_id_if_assigned()
        ORDER BY known.number LIMIT 500;
END
$$;

-- How many verdicts on gold items were right, of how many. Only those of the days before count: a number that moves with
-- each verdict would tell which items are gold while the verdict can still be changed.
CREATE FUNCTION reviewer.own_gold(project bigint, OUT hits bigint, OUT judged bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me reviewer.member := reviewer.require('belong');
    today constant bigint := reviewer.now_us() / 86400000000 * 86400000000;
BEGIN
    SELECT count(*) FILTER (WHERE reviewer.matches_gold(reviewer.independent(mine)::jsonb, known.answer::jsonb)),
           count(*) INTO hits, judged
    FROM reviewer.review AS mine
    JOIN reviewer.gold_item AS known USING (tenant_id, item_number)
    WHERE mine.tenant_id = me.tenant_id AND mine.reviewer = me.name AND mine.project_id = own_gold.project
      AND mine.round = 'first' AND mine.state = 'submitted' AND mine.kind = 'verdict'
      AND mine.submitted_at < today AND mine.submitted_at >= known.since AND known.state = 'active';
END
$$;
GRANT EXECUTE ON FUNCTION reviewer.own_work(bigint, bigint), reviewer.own_gold(bigint) TO reviewer_member;
