-- What lists can be narrowed by: the facets of store/traits.py, in an index over the text itself, so that nobody can bring
-- in others than the item has.

CREATE FUNCTION reviewer.traits_of(body text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    content jsonb := body;
    metadata jsonb := content -> 'metadata';
    hits jsonb := CASE WHEN jsonb_typeof(content -> 'policy_hits') = 'array' THEN content -> 'policy_hits' ELSE '[]' END;
BEGIN
    RETURN ARRAY(
        SELECT DISTINCT facet || ':' || left(value #>> '{}', 200)
        FROM (SELECT facet, hit.value -> facet AS value
              FROM jsonb_array_elements(hits) AS hit(value),
                   unnest(ARRAY['policy', 'detector', 'severity']) AS facet
              WHERE coalesce(hit.value ->> 'outcome', 'fail') = 'fail'
              UNION ALL
              SELECT facet, metadata -> facet FROM unnest(ARRAY['language', 'tenant', 'model']) AS facet) AS found
        WHERE jsonb_typeof(value) = 'string' AND value <> '""');
END
$$;
CREATE INDEX ix_item_body_traits ON reviewer.item_body USING gin (reviewer.traits_of(body));

-- The items of one facet, as far as this log-in may know them: where the hits come after the verdict, what they say is
-- told to nobody before it. Like items_with, since row-level security trusts no operator of an index.
CREATE FUNCTION reviewer.items_having(project bigint, facet text, wanted text[]) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
    me reviewer.member := reviewer.require('belong');
    sees_all constant boolean := me.role <> 'reviewer';
    of_hits constant boolean := facet IN ('policy', 'detector', 'severity');
    traits text[];
BEGIN
    IF coalesce(cardinality(wanted), 0) NOT BETWEEN 1 AND 100 OR array_position(wanted, NULL) IS NOT NULL THEN
        PERFORM reviewer.refuse('22023', 'A filter has 1 to 100 values: choose fewer.');
    END IF;
    SELECT array_agg(facet || ':' || left(value, 200)) INTO traits FROM unnest(wanted) AS value;
    RETURN QUERY
        SELECT found.number FROM reviewer.item_body AS found
        JOIN reviewer.item ON item.tenant_id = found.tenant_id AND item.number = found.number
        WHERE found.tenant_id = me.tenant_id AND reviewer.traits_of(found.body) && traits
          AND item.project_id = items_having.project
          AND (sees_all OR found.number IN (SELECT reviewer.my_items()))
          AND (NOT of_hits OR item.hits_hidden = 0 OR reviewer.has_reviewed(me, found.number, true));
END
$$;

-- Which values the newest items have that this log-in may see; counted where these are all.
CREATE FUNCTION reviewer.facet_values(project bigint, facet text, most bigint) RETURNS TABLE (value text, items bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
    me reviewer.member := reviewer.require('belong');
    sees_all constant boolean := me.role <> 'reviewer';
    of_hits constant boolean := facet IN ('policy', 'detector', 'severity');
    newest constant bigint := 2000;
BEGIN
    RETURN QUERY
        WITH looked_at AS MATERIALIZED (
            SELECT item.number, item.hits_hidden FROM reviewer.item
            WHERE item.tenant_id = me.tenant_id AND item.project_id = facet_values.project
              AND (sees_all OR item.number IN (SELECT reviewer.my_items()))
            ORDER BY item.number DESC LIMIT newest
        ), told AS (
            SELECT substr(trait, length(facet) + 2) AS value
            FROM looked_at JOIN reviewer.item_body AS kept
                 ON kept.tenant_id = me.tenant_id AND kept.number = looked_at.number,
                 unnest(reviewer.traits_of(kept.body)) AS trait
            WHERE starts_with(trait, facet || ':')
              AND (NOT of_hits OR looked_at.hits_hidden = 0 OR reviewer.has_reviewed(me, looked_at.number, true))
        )
        SELECT told.value, CASE WHEN (SELECT count(*) FROM looked_at) < newest THEN count(*) END
        FROM told GROUP BY told.value ORDER BY count(*) DESC, told.value COLLATE "C"
        LIMIT least(greatest(most, 0), 1000);
END
$$;
GRANT EXECUTE ON FUNCTION reviewer.items_having(bigint, text, text[]), reviewer.facet_values(bigint, text, bigint)
    TO reviewer_member;
