-- Reading personal data that a project veils: noted before it is shown, with the kinds and never the data.

CREATE FUNCTION reviewer.note_reveal(
    project bigint, wanted_id text, wanted_source text, reason text, kinds jsonb, OUT seq bigint, OUT hash text
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me reviewer.member := reviewer.require('review');
    wanted reviewer.item := reviewer.item_named(me.tenant_id, project, wanted_id, wanted_source);
BEGIN
    PERFORM reviewer.serve(project, wanted_id, wanted_source);  -- refuses who may not read the item
    IF coalesce(length(reason), 0) NOT BETWEEN 1 AND 40 OR reason ~ '[[:space:][:digit:][:cntrl:]@]' THEN
        PERFORM reviewer.refuse('22023', 'The reason is one word of at most 40 letters, such as “address” or '
                                         || '“dispute”: write one.');
    END IF;
    IF coalesce(jsonb_typeof(kinds), '') <> 'object' OR kinds = '{}' OR EXISTS (
        SELECT FROM jsonb_each(kinds) AS given(kind, number)
        WHERE kind NOT IN ('e-mail', 'IBAN', 'card', 'IP address', 'phone', 'person', 'place', 'other')
           OR CASE jsonb_typeof(number) WHEN 'number'
              THEN number::numeric NOT BETWEEN 1 AND 1000000 OR scale(number::numeric) > 0 ELSE true END) THEN
        PERFORM reviewer.refuse('22023', 'There is no personal data to show here.');
    END IF;
    SELECT appended.seq, appended.hash INTO seq, hash FROM reviewer.append(
        me.tenant_id, me.name, 'item.revealed_personal_data', wanted.item_id,
        jsonb_build_object('source', wanted.source, 'reason', reason, 'kinds', kinds)) AS appended;
END
$$;
GRANT EXECUTE ON FUNCTION reviewer.note_reveal(bigint, text, text, text, jsonb)
    TO reviewer_reviewer, reviewer_lead, reviewer_admin;
