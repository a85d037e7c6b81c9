-- Projects: a new version of one with the same name, or a new one; unchanged content makes no version.

CREATE FUNCTION reviewer.apply_project(
    project_name text, content text, new_taxonomy text, digest text,
    OUT project bigint, OUT project_version bigint, OUT seq bigint, OUT hash text
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me reviewer.member := reviewer.require('lead');
    known reviewer.project_version;
BEGIN
    IF coalesce(length(project_name), 0) NOT BETWEEN 1 AND 1000 OR octet_length(content) > 10000000
       OR octet_length(coalesce(new_taxonomy, '')) > 10000000 THEN
        PERFORM reviewer.refuse('22023', 'A project''s file has at most 10 MB: shorten its guideline or its taxonomy.');
    END IF;
    PERFORM reviewer.check_project(reviewer.read_json(content));
    IF new_taxonomy IS NOT NULL AND coalesce(jsonb_typeof(reviewer.read_json(new_taxonomy)), '') <> 'object' THEN
        PERFORM reviewer.refuse('22023', 'A taxonomy does not fit its format: see ''reviewer schema taxonomy''.');
    END IF;
    IF digest IS DISTINCT FROM reviewer.sha256_hex(content) OR content::jsonb ->> 'name' IS DISTINCT FROM project_name
    THEN
        PERFORM reviewer.refuse('22023', 'The project does not fit its name or its SHA-256: apply its file again.');
    END IF;
    PERFORM FROM reviewer.tenant WHERE tenant_id = me.tenant_id FOR NO KEY UPDATE;
    SELECT project_id, version + 1 INTO project, project_version
    FROM reviewer.project WHERE tenant_id = me.tenant_id AND name = project_name;
    IF FOUND THEN
        SELECT * INTO known FROM reviewer.project_version AS stored
        WHERE stored.tenant_id = me.tenant_id AND stored.project_id = apply_project.project
          AND stored.version = project_version - 1;
        IF known.body = content AND known.taxonomy IS NOT DISTINCT FROM new_taxonomy THEN
            project_version := known.version;
            RETURN;
        END IF;
        UPDATE reviewer.project AS kept SET version = project_version
        WHERE kept.tenant_id = me.tenant_id AND kept.project_id = apply_project.project;
    ELSE
        UPDATE reviewer.tenant SET last_project = last_project + 1 WHERE tenant_id = me.tenant_id
        RETURNING last_project INTO project;
        project_version := 1;
        INSERT INTO reviewer.project (tenant_id, project_id, name, version)
        VALUES (me.tenant_id, project, project_name, project_version);
        -- From the start, since two who each make another one of them first would wait for each other.
        INSERT INTO reviewer.counter (tenant_id, project_id, state, amount)
        SELECT me.tenant_id, project, state, 0
        FROM unnest(ARRAY['adjudication', 'escalated', 'open', 'resolved', 'set_aside']) AS state;
    END IF;
    INSERT INTO reviewer.project_version (tenant_id, project_id, version, body, taxonomy, sha256, applied_at, applied_by)
    VALUES (me.tenant_id, project, project_version, content, new_taxonomy, digest, reviewer.now_us(), me.name);
    SELECT appended.seq, appended.hash INTO seq, hash FROM reviewer.append(
        me.tenant_id, me.name, 'project.applied', project_name,
        jsonb_build_object('version', project_version, 'sha256', digest)) AS appended;
END
$$;
GRANT EXECUTE ON FUNCTION reviewer.apply_project(text, text, text, text) TO reviewer_lead, reviewer_admin;

-- Refuse rules that the queue could not work by: then nobody could claim or submit any more.
CREATE FUNCTION reviewer.check_project(rules jsonb) RETURNS void
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF NOT coalesce(reviewer.is_made_of(rules, '{"name": "string", "overlap": "number", "overlap_share": "number",
            "max_reviews": "number", "lease_minutes": "number", "hide_hits_share": "number", "blind": "boolean",
            "consistency_share": "number",
            "overlap_shares": "object", "gold_share": "number", "gold_warn_below": "number", "gold_pause_below": "number",
            "gold_minimum": "number", "qualification_items": "number", "qualification_accuracy": "number",
            "resolution": "string", "verdicts": "array", "questions": "array"}'), false)
       OR concat_ws(' ', rules ->> 'overlap', rules ->> 'max_reviews') !~ '^(([1-9]|[1-4][0-9]|50)( |$)){0,2}$'
       OR reviewer.read_number(coalesce(rules -> 'lease_minutes', '15')) NOT BETWEEN 1e-300 AND 1440
       OR reviewer.read_number(coalesce(rules -> 'overlap_share', '1')) NOT BETWEEN 0 AND 1
       OR reviewer.read_number(coalesce(rules -> 'hide_hits_share', '0')) NOT BETWEEN 0 AND 1
       OR EXISTS (SELECT FROM jsonb_each(coalesce(rules -> 'overlap_shares', '{}')) AS own
                  WHERE coalesce(reviewer.read_number(own.value), -1) NOT BETWEEN 0 AND 1)
       OR EXISTS (SELECT FROM unnest(ARRAY['gold_share', 'gold_warn_below', 'gold_pause_below',
                                           'qualification_accuracy', 'consistency_share']) AS share
                  WHERE reviewer.read_number(coalesce(rules -> share, '0')) NOT BETWEEN 0 AND 1)
       OR concat_ws(' ', rules ->> 'gold_minimum', rules ->> 'qualification_items') !~ '^([0-9]{1,4}( |$)){0,2}$'
       OR NOT coalesce(rules ->> 'resolution', 'unanimous') = ANY (ARRAY['unanimous', 'majority', 'weighted'])
       OR EXISTS (SELECT FROM jsonb_array_elements(coalesce(rules -> 'verdicts', '[]')) AS part
                  WHERE NOT reviewer.is_made_of(part, '{"id": "string"}') OR part ->> 'id' IS NULL
                     OR coalesce(part ->> 'outcome', '') NOT IN ('accept', 'correct', 'reject'))
       OR EXISTS (SELECT FROM jsonb_array_elements(coalesce(rules -> 'questions', '[]')) AS part
                  WHERE NOT reviewer.is_made_of(part, '{"id": "string", "type": "string", "options": "array"}')
                     OR concat_ws(' ', part ->> 'min', part ->> 'max') !~ '^(-?[0-9]{1,9}( |$)){0,2}$')
    THEN
        PERFORM reviewer.refuse('22023', 'The project does not fit its format: see ''reviewer schema project''.');
    END IF;
END
$$;

-- The current version of a project as JSON, for the functions that decide.
CREATE FUNCTION reviewer.project_body(tenant bigint, project bigint) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT stored.body::jsonb
    FROM reviewer.project AS current
    JOIN reviewer.project_version AS stored USING (tenant_id, project_id, version)
    WHERE current.tenant_id = tenant AND current.project_id = project
$$;
