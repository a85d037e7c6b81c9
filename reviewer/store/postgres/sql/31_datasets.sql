-- Datasets that were built: the reviews in them are marked part by part, then the dataset is recorded, in one
-- transaction. A deferred trigger refuses the commit of marks without their dataset, so that no use goes untold.

CREATE TABLE reviewer.dataset_begun (
    tenant_id bigint NOT NULL REFERENCES reviewer.tenant,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    PRIMARY KEY (tenant_id, xid)
);

CREATE FUNCTION reviewer.refuse_unfinished() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF EXISTS (SELECT FROM reviewer.dataset_begun WHERE tenant_id = NEW.tenant_id AND xid = NEW.xid) THEN
        PERFORM reviewer.refuse('55006', 'Reviews are marked as used only together with the dataset that uses them.');
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER dataset_finished AFTER INSERT ON reviewer.dataset_begun
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION reviewer.refuse_unfinished();

-- Mark reviews as used by a dataset, or refuse if one of them was taken back since it was read.
CREATE FUNCTION reviewer.mark_exported(submissions text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
    me reviewer.member := reviewer.require('build');
    now bigint := reviewer.now_us();
    standing bigint;
BEGIN
    IF submissions IS NULL OR cardinality(submissions) > 20000 THEN
        PERFORM reviewer.refuse('22023', 'At most 20,000 reviews are marked at once: mark them by parts.');
    END IF;
    INSERT INTO reviewer.dataset_begun (tenant_id) VALUES (me.tenant_id) ON CONFLICT DO NOTHING;
    SELECT count(*) INTO standing
    FROM (SELECT FROM reviewer.review
          WHERE tenant_id = me.tenant_id AND submission_id = ANY (submissions) AND state = 'submitted'
          ORDER BY number FOR NO KEY UPDATE) AS locked;
    IF standing <> (SELECT count(DISTINCT submission) FROM unnest(submissions) AS asked(submission)) THEN
        PERFORM reviewer.refuse('55006', 'A review was taken back while the dataset was written, so nothing was kept:'
                                         ' export again.');
    END IF;
    UPDATE reviewer.review SET used_at = now
    WHERE tenant_id = me.tenant_id AND submission_id = ANY (submissions) AND used_at IS NULL;
END
$$;

CREATE FUNCTION reviewer.record_dataset(
    project bigint, recipe text, folder text, digest text, row_counts text, manifest text,
    OUT seq bigint, OUT hash text
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me reviewer.member := reviewer.require('build');
    made bigint;
BEGIN
    IF coalesce(length(recipe), 0) NOT BETWEEN 1 AND 200 OR coalesce(length(folder), 0) NOT BETWEEN 1 AND 10000
       OR coalesce(digest !~ '^[0-9a-f]{64}$', true) OR coalesce(octet_length(row_counts), 0) NOT BETWEEN 2 AND 100000
       OR coalesce(jsonb_typeof(reviewer.read_json(row_counts)), '') <> 'object'
       OR coalesce(octet_length(manifest), 0) NOT BETWEEN 2 AND 50000000 THEN
        PERFORM reviewer.refuse('22023', 'The dataset is not described completely: build it by the program.');
    END IF;
    IF NOT EXISTS (SELECT FROM reviewer.project AS known
                   WHERE known.tenant_id = me.tenant_id AND known.project_id = record_dataset.project) THEN
        PERFORM reviewer.refuse('P0002', 'There is no such project in this workspace.');
    END IF;
    UPDATE reviewer.tenant SET last_dataset = last_dataset + 1 WHERE tenant_id = me.tenant_id
    RETURNING last_dataset INTO made;
    INSERT INTO reviewer.dataset (tenant_id, number, project_id, recipe, folder, built_at, built_by, sha256, rows, manifest)
    VALUES (me.tenant_id, made, project, record_dataset.recipe, record_dataset.folder, reviewer.now_us(), me.name,
            digest, row_counts, record_dataset.manifest);
    DELETE FROM reviewer.dataset_begun WHERE tenant_id = me.tenant_id AND xid = pg_current_xact_id();
    SELECT appended.seq, appended.hash INTO seq, hash FROM reviewer.append(
        me.tenant_id, me.name, 'dataset.built', recipe, jsonb_build_object(
            'recipe', recipe, 'folder', folder, 'sha256', digest, 'rows', row_counts::jsonb)) AS appended;
END
$$;
GRANT EXECUTE ON FUNCTION reviewer.mark_exported(text[]),
    reviewer.record_dataset(bigint, text, text, text, text, text)
    TO reviewer_lead, reviewer_engineer, reviewer_admin;
