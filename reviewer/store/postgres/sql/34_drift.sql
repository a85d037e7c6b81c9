-- Alerts of drift that a lead has seen: an event of the ledger with the items that the alert named.

CREATE FUNCTION reviewer.acknowledge_drift(
    project bigint, comparison text, items text[], note text, OUT seq bigint, OUT hash text
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me reviewer.member := reviewer.require('lead');
BEGIN
    IF NOT EXISTS (SELECT FROM reviewer.project AS known
                   WHERE known.tenant_id = me.tenant_id AND known.project_id = acknowledge_drift.project) THEN
        PERFORM reviewer.refuse('P0002', 'There is no such project here.');
    END IF;
    IF coalesce(length(comparison), 0) NOT BETWEEN 1 AND 300 THEN
        PERFORM reviewer.refuse('22023', 'There is no such comparison to acknowledge.');
    END IF;
    IF note IS NULL OR length(note) > 500 THEN
        PERFORM reviewer.refuse('22023', 'The note is too long: write at most 500 characters.');
    END IF;
    IF items IS NULL OR cardinality(items) > 50 OR array_position(items, NULL) IS NOT NULL
       OR EXISTS (SELECT FROM unnest(items) AS named(id) WHERE length(id) > 1000) THEN
        PERFORM reviewer.refuse('22023', 'An alert names at most 50 items.');
    END IF;
    SELECT appended.seq, appended.hash INTO seq, hash FROM reviewer.append(
        me.tenant_id, me.name, 'drift.acknowledged', comparison,
        jsonb_build_object('project', project, 'items', to_jsonb(items), 'note', note)) AS appended;
END
$$;
GRANT EXECUTE ON FUNCTION reviewer.acknowledge_drift(bigint, text, text[], text) TO reviewer_lead, reviewer_admin;
