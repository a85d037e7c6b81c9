-- Datasets that were built: what they rest on is recorded part by part, and the reviews in it are marked, then the
-- dataset itself is recorded, in one transaction. A deferred trigger refuses the commit of parts without their dataset,
-- so that no use goes untold.

-- Whose turn it is to record, and the number that the dataset will have: of two who build in one tenant the second waits
-- for the first, and the tenant's row, which everybody needs, is locked only at the end.
CREATE TABLE reviewer.dataset_begun (
    tenant_id bigint PRIMARY KEY REFERENCES reviewer.tenant,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    number bigint NOT NULL DEFAULT 0
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

-- Take the turn, unless this transaction has it; return the number of the dataset to come.
CREATE FUNCTION reviewer.dataset_turn(me reviewer.member) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    coming bigint;
BEGIN
    INSERT INTO reviewer.dataset_begun (tenant_id) VALUES (me.tenant_id) ON CONFLICT DO NOTHING;
    SELECT number INTO coming FROM reviewer.dataset_begun
    WHERE tenant_id = me.tenant_id AND xid = pg_current_xact_id();
    IF coming = 0 THEN
        UPDATE reviewer.dataset_begun SET number = (
            SELECT last_dataset + 1 FROM reviewer.tenant WHERE tenant_id = me.tenant_id)
        WHERE tenant_id = me.tenant_id RETURNING number INTO coming;
    END IF;
    RETURN coming;
END
$$;

CREATE FUNCTION reviewer.has_project(me reviewer.member, project bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
RETURN EXISTS (SELECT FROM reviewer.project AS known
               WHERE known.tenant_id = me.tenant_id AND known.project_id = project);

-- Record what some items of the dataset to come rest on, and mark their reviews as used; refused if one of them was taken
-- back since it was read.
CREATE FUNCTION reviewer.add_dataset_items(
    project bigint, items bigint[], splits text[], resolutions bigint[], reviews text[], golds text[], groups text[]
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
    me reviewer.member := reviewer.require('build');
    now bigint := reviewer.now_us();
    coming bigint;
    numbers bigint[];
    standing bigint;
BEGIN
    IF num_nulls(items, splits, resolutions, reviews, golds, groups) > 0 OR cardinality(items) > 20000
       OR cardinality(splits) <> cardinality(items) OR cardinality(resolutions) <> cardinality(items)
       OR cardinality(reviews) <> cardinality(items) OR cardinality(golds) <> cardinality(items)
       OR cardinality(groups) <> cardinality(items)
       OR EXISTS (SELECT FROM unnest(splits, reviews, golds, groups) AS given(split, resting, gold, grouped)
                  WHERE coalesce(given.split NOT IN ('train', 'validation', 'test'), true)
                     OR coalesce(length(given.resting) > 20000
                                 OR given.resting !~ '^\[([0-9]{1,18}(,[0-9]{1,18})*)?\]$', true)
                     OR length(given.gold) > 1000000 OR length(given.grouped) > 200) THEN
        PERFORM reviewer.refuse('22023', 'What the dataset rests on is not complete: build it by the program, at most '
                                         '20,000 items at once.');
    END IF;
    coming := reviewer.dataset_turn(me);
    IF (SELECT count(DISTINCT known.number) FROM reviewer.item AS known
        WHERE known.tenant_id = me.tenant_id AND known.project_id = project AND known.number = ANY (items))
       <> cardinality(items)
       OR EXISTS (SELECT FROM unnest(items, resolutions) AS given(item, resolution)
                  WHERE given.resolution IS NOT NULL AND NOT EXISTS (
                      SELECT FROM reviewer.resolution AS known
                      WHERE known.tenant_id = me.tenant_id AND known.number = given.resolution
                        AND known.item_number = given.item)) THEN
        PERFORM reviewer.refuse('22023', 'The dataset rests on items or decisions that are not in this project: build '
                                         'it by the program.');
    END IF;
    numbers := ARRAY(SELECT unnest(translate(given, '[]', '{}')::bigint[]) FROM unnest(reviews) AS given);
    SELECT count(*) INTO standing
    FROM (SELECT FROM reviewer.review AS known
          WHERE known.tenant_id = me.tenant_id AND known.number = ANY (numbers) AND known.state = 'submitted'
            AND known.item_number = ANY (items)
          ORDER BY known.number FOR NO KEY UPDATE) AS locked;
    IF standing <> (SELECT count(DISTINCT asked.number) FROM unnest(numbers) AS asked(number)) THEN
        PERFORM reviewer.refuse('55006', 'A review was taken back while the dataset was written, so nothing was kept:'
                                         ' export again.');
    END IF;
    UPDATE reviewer.review AS known SET used_at = now
    WHERE known.tenant_id = me.tenant_id AND known.number = ANY (numbers) AND known.used_at IS NULL;
    INSERT INTO reviewer.dataset_item (tenant_id, dataset, item_number, split, resolution_number, reviews, gold,
        split_group)
    SELECT me.tenant_id, coming, given.item, given.split, given.resolution, given.resting, given.gold, given.grouped
    FROM unnest(items, splits, resolutions, add_dataset_items.reviews, golds, groups)
        AS given(item, split, resolution, resting, gold, grouped);
END
$$;

-- Record the splits that the dataset to come gave to groups; one that was given another one meanwhile keeps that.
CREATE FUNCTION reviewer.add_split_groups(project bigint, called text, digests text[], splits text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me reviewer.member := reviewer.require('build');
BEGIN
    IF num_nulls(called, digests, splits) > 0 OR length(called) NOT BETWEEN 1 AND 200
       OR cardinality(digests) > 20000 OR cardinality(splits) <> cardinality(digests)
       OR EXISTS (SELECT FROM unnest(digests, splits) AS given(digest, split)
                  WHERE coalesce(length(given.digest) NOT BETWEEN 1 AND 200
                                 OR given.split NOT IN ('train', 'validation', 'test'), true))
       OR NOT reviewer.has_project(me, project) THEN
        PERFORM reviewer.refuse('22023', 'The splits of the groups are not complete: build the dataset by the program, '
                                         'at most 20,000 groups at once.');
    END IF;
    PERFORM reviewer.dataset_turn(me);
    INSERT INTO reviewer.split_group (tenant_id, project_id, scheme, digest, split)
    SELECT me.tenant_id, project, called, given.digest, given.split
    FROM unnest(digests, splits) AS given(digest, split) ON CONFLICT DO NOTHING;
    IF EXISTS (SELECT FROM unnest(digests, splits) AS given(digest, split)
               JOIN reviewer.split_group AS known
                 ON known.tenant_id = me.tenant_id AND known.project_id = project AND known.scheme = called
                AND known.digest = given.digest
               WHERE known.split <> given.split) THEN
        PERFORM reviewer.refuse('55006', 'Another export gave a group another split meanwhile, so nothing was kept: '
                                         'export again.');
    END IF;
END
$$;

-- How many items one dataset has more and less than another, and how many rest on something else.
CREATE FUNCTION reviewer.dataset_difference(
    tenant bigint, one bigint, other bigint, OUT added bigint, OUT removed bigint, OUT changed bigint
)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    kept bigint;
BEGIN
    SELECT count(*), count(*) FILTER (WHERE mine.split <> its.split OR mine.reviews <> its.reviews
                                         OR mine.resolution_number IS DISTINCT FROM its.resolution_number
                                         OR mine.gold IS DISTINCT FROM its.gold)
    INTO kept, changed
    FROM reviewer.dataset_item AS mine
    JOIN reviewer.dataset_item AS its
      ON its.tenant_id = tenant AND its.dataset = other AND its.item_number = mine.item_number
    WHERE mine.tenant_id = tenant AND mine.dataset = one;
    added := (SELECT count(*) FROM reviewer.dataset_item WHERE tenant_id = tenant AND dataset = one) - kept;
    removed := (SELECT count(*) FROM reviewer.dataset_item WHERE tenant_id = tenant AND dataset = other) - kept;
END
$$;

CREATE FUNCTION reviewer.record_dataset(
    project bigint, recipe text, folder text, digest text, row_counts text, manifest text, guidelines text, scheme text,
    newest bigint, OUT seq bigint, OUT hash text, OUT made bigint
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me reviewer.member := reviewer.require('build');
    coming bigint;
    before bigint;
    counted record;
BEGIN
    IF coalesce(length(recipe), 0) NOT BETWEEN 1 AND 200 OR coalesce(length(folder), 0) NOT BETWEEN 1 AND 10000
       OR coalesce(digest !~ '^[0-9a-f]{64}$', true) OR coalesce(octet_length(row_counts), 0) NOT BETWEEN 2 AND 100000
       OR coalesce(jsonb_typeof(reviewer.read_json(row_counts)), '') <> 'object'
       OR coalesce(octet_length(guidelines), 0) NOT BETWEEN 2 AND 100000
       OR coalesce(jsonb_typeof(reviewer.read_json(guidelines)), '') <> 'array'
       OR coalesce(length(scheme), 1) NOT BETWEEN 1 AND 200
       OR coalesce(octet_length(manifest), 0) NOT BETWEEN 2 AND 50000000 THEN
        PERFORM reviewer.refuse('22023', 'The dataset is not described completely: build it by the program.');
    END IF;
    IF NOT reviewer.has_project(me, project) THEN
        PERFORM reviewer.refuse('P0002', 'There is no such project in this workspace.');
    END IF;
    coming := reviewer.dataset_turn(me);
    SELECT 1 + coalesce(max(known.version), 0), max(known.number) FILTER (WHERE known.tracked = 1) INTO made, before
    FROM reviewer.dataset AS known
    WHERE known.tenant_id = me.tenant_id AND known.project_id = project AND known.recipe = record_dataset.recipe;
    SELECT * INTO counted FROM reviewer.dataset_difference(me.tenant_id, coming, before);
    UPDATE reviewer.tenant SET last_dataset = coming WHERE tenant_id = me.tenant_id;
    INSERT INTO reviewer.dataset (tenant_id, number, project_id, recipe, folder, built_at, built_by, sha256, rows, manifest,
        version, tracked, guidelines, scheme, last_item, previous, added, removed, changed)
    VALUES (me.tenant_id, coming, project, record_dataset.recipe, record_dataset.folder, reviewer.now_us(), me.name,
            digest, row_counts, record_dataset.manifest, made, 1, record_dataset.guidelines, record_dataset.scheme,
            newest, before, counted.added, counted.removed, counted.changed);
    DELETE FROM reviewer.dataset_begun WHERE tenant_id = me.tenant_id AND xid = pg_current_xact_id();
    SELECT appended.seq, appended.hash INTO seq, hash FROM reviewer.append(
        me.tenant_id, me.name, 'dataset.built', recipe, jsonb_build_object(
            'recipe', recipe, 'version', made, 'folder', folder, 'sha256', digest, 'rows', row_counts::jsonb))
        AS appended;
END
$$;

-- What an event tells of a change to an item: the datasets that rest on it, where there are some.
CREATE FUNCTION reviewer.told_datasets(item reviewer.item) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT CASE WHEN count(*) = 0 THEN '{}' ELSE jsonb_build_object('datasets', jsonb_agg(dataset ORDER BY dataset)) END
    FROM reviewer.dataset_item AS used
    WHERE used.tenant_id = item.tenant_id AND used.item_number = item.number
$$;

-- Note that a dataset was written once more.
CREATE FUNCTION reviewer.note_rebuild(
    project bigint, wanted bigint, folder text, digest text, OUT seq bigint, OUT hash text
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me reviewer.member := reviewer.require('build');
    known reviewer.dataset;
BEGIN
    IF coalesce(length(folder), 0) NOT BETWEEN 1 AND 10000 OR coalesce(digest !~ '^[0-9a-f]{64}$', true) THEN
        PERFORM reviewer.refuse('22023', 'The dataset is not described completely: rebuild it by the program.');
    END IF;
    SELECT * INTO known FROM reviewer.dataset AS built
    WHERE built.tenant_id = me.tenant_id AND built.project_id = project AND built.number = wanted;
    IF known.number IS NULL THEN
        PERFORM reviewer.refuse('P0002', 'There is no such dataset in this project.');
    END IF;
    SELECT appended.seq, appended.hash INTO seq, hash FROM reviewer.append(
        me.tenant_id, me.name, 'dataset.rebuilt', known.recipe, jsonb_build_object(
            'recipe', known.recipe, 'version', known.version, 'folder', folder, 'sha256', digest)) AS appended;
END
$$;
GRANT EXECUTE ON FUNCTION
    reviewer.add_dataset_items(bigint, bigint[], text[], bigint[], text[], text[], text[]),
    reviewer.add_split_groups(bigint, text, text[], text[]),
    reviewer.record_dataset(bigint, text, text, text, text, text, text, text, bigint),
    reviewer.note_rebuild(bigint, bigint, text, text)
    TO reviewer_lead, reviewer_engineer, reviewer_admin;
