-- Moving a whole workspace in (store/postgres/copying.py): begin, table after table by parts, end, in one transaction.
-- Only an admin who is alone in a workspace without projects may do it. The ledger of what was copied is taken as it
-- is, so that its chain, its receipts and its anchors stay valid. It needs a ledger of its own: the copy becomes a new
-- tenant, and the empty one that it replaces stays behind under another name, with its ledger untouched.

CREATE TABLE reviewer.copy_begun (
    tenant_id bigint NOT NULL REFERENCES reviewer.tenant,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    PRIMARY KEY (tenant_id, xid)
);

CREATE FUNCTION reviewer.refuse_half_copy() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF EXISTS (SELECT FROM reviewer.copy_begun WHERE tenant_id = NEW.tenant_id AND xid = NEW.xid) THEN
        PERFORM reviewer.refuse('55006', 'A workspace is copied as a whole or not at all.');
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER copy_finished AFTER INSERT ON reviewer.copy_begun
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION reviewer.refuse_half_copy();

CREATE FUNCTION reviewer.copy_begin() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me reviewer.member := reviewer.require('administer');
    made bigint;
    called text;
BEGIN
    PERFORM FROM reviewer.tenant WHERE tenant_id = me.tenant_id FOR NO KEY UPDATE;
    IF EXISTS (SELECT FROM reviewer.project WHERE tenant_id = me.tenant_id)
       OR EXISTS (SELECT FROM reviewer.item WHERE tenant_id = me.tenant_id)
       OR EXISTS (SELECT FROM reviewer.member WHERE tenant_id = me.tenant_id AND name <> me.name) THEN
        PERFORM reviewer.refuse('55006', 'A workspace is copied only into one without projects, items and other'
            ' members: ask the database administrator for an empty one (reviewer init URL prints the SQL).');
    END IF;
    SELECT name INTO called FROM reviewer.tenant WHERE tenant_id = me.tenant_id;
    UPDATE reviewer.tenant SET name = called || ' (empty, until ' || reviewer.now_us() || ')'
    WHERE tenant_id = me.tenant_id;
    INSERT INTO reviewer.tenant (name) VALUES (called) RETURNING tenant_id INTO made;
    UPDATE reviewer.member SET tenant_id = made WHERE tenant_id = me.tenant_id AND name = me.name;
    INSERT INTO reviewer.copy_begun (tenant_id) VALUES (made);
END
$$;

-- The tenant that this transaction is copying into.
CREATE FUNCTION reviewer.copying(me reviewer.member) RETURNS bigint
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM reviewer.copy_begun
                   WHERE tenant_id = me.tenant_id AND xid = pg_current_xact_id_if_assigned()) THEN
        PERFORM reviewer.refuse('55006', 'No copy was begun in this transaction.');
    END IF;
    RETURN me.tenant_id;
END
$$;

CREATE FUNCTION reviewer.copy_in_settings(kind text, rows text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me reviewer.member := reviewer.require('administer');
    own bigint := reviewer.copying(me);
    taken text;
BEGIN
    IF kind = 'meta' THEN
        INSERT INTO reviewer.meta (tenant_id, key, value)
        SELECT own, row.key, row.value FROM json_populate_recordset(NULL::reviewer.meta, rows::json) AS row;
    ELSIF kind = 'member' THEN
        SELECT row.name INTO taken FROM json_populate_recordset(NULL::reviewer.member, rows::json) AS row
        JOIN reviewer.member AS known USING (name) WHERE known.tenant_id <> own LIMIT 1;
        IF taken IS NOT NULL THEN
            PERFORM reviewer.refuse('55006', 'The log-in ''' || taken
                || ''' of the copied workspace cannot be a member here: rename that member first.');
        END IF;
        INSERT INTO reviewer.member (tenant_id, name, role, added_at)
        SELECT own, row.name, row.role, row.added_at
        FROM json_populate_recordset(NULL::reviewer.member, rows::json) AS row WHERE row.name <> me.name;
    ELSIF kind = 'project' THEN
        INSERT INTO reviewer.project (tenant_id, project_id, name, version)
        SELECT own, row.project_id, row.name, row.version
        FROM json_populate_recordset(NULL::reviewer.project, rows::json) AS row;
    ELSIF kind = 'project_version' THEN
        INSERT INTO reviewer.project_version (tenant_id, project_id, version, body, taxonomy, sha256, applied_at,
            applied_by)
        SELECT own, row.project_id, row.version, row.body, row.taxonomy, row.sha256, row.applied_at, row.applied_by
        FROM json_populate_recordset(NULL::reviewer.project_version, rows::json) AS row;
    ELSE
        PERFORM reviewer.refuse('22023', 'There is no such table to copy into.');
    END IF;
END
$$;

CREATE FUNCTION reviewer.copy_in_items(kind text, rows text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me reviewer.member := reviewer.require('administer');
    own bigint := reviewer.copying(me);
BEGIN
    IF kind = 'item' THEN
        INSERT INTO reviewer.item (tenant_id, number, project_id, source, item_id, state, rank, queued_at, due_at,
            needed, reviews, assigned_to, hits_hidden, gold, unsettled, changed_at, sha256, skill)
        SELECT own, row.number, row.project_id, row.source, row.item_id, row.state, row.rank, row.queued_at, row.due_at,
            row.needed, row.reviews, row.assigned_to, row.hits_hidden, row.gold, row.unsettled, row.changed_at,
            row.sha256, row.skill
        FROM json_populate_recordset(NULL::reviewer.item, rows::json) AS row;
    ELSIF kind = 'item_body' THEN
        INSERT INTO reviewer.item_body (tenant_id, number, flagged_at, model, language, excerpt, body, words)
        SELECT own, row.number, row.flagged_at, row.model, row.language, row.excerpt, row.body,
            reviewer.words_of(row.words)
        FROM json_to_recordset(rows::json) AS row(number bigint, flagged_at bigint, model text, language text,
            excerpt text, body text, words text);
    ELSIF kind = 'unreadable' THEN
        INSERT INTO reviewer.unreadable (tenant_id, number, project_id, origin, line, reason, raw, received_at)
        SELECT own, row.number, row.project_id, row.origin, row.line, row.reason, decode(row.raw, 'hex'),
            row.received_at
        FROM json_to_recordset(rows::json) AS row(number bigint, project_id bigint, origin text, line bigint,
            reason text, raw text, received_at bigint);
    ELSE
        PERFORM reviewer.refuse('22023', 'There is no such table to copy into.');
    END IF;
END
$$;

CREATE FUNCTION reviewer.copy_in_decisions(kind text, rows text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me reviewer.member := reviewer.require('administer');
    own bigint := reviewer.copying(me);
BEGIN
    IF kind = 'review' THEN
        INSERT INTO reviewer.review (tenant_id, number, submission_id, project_id, item_number, reviewer, round,
            revision, state, kind, verdict, submitted_at, used_at, audit_seq, content_sha256, sha256, body)
        SELECT own, row.number, row.submission_id, row.project_id, row.item_number, row.reviewer, row.round,
            row.revision, row.state, row.kind, row.verdict, row.submitted_at, row.used_at, row.audit_seq,
            row.content_sha256, row.sha256, row.body
        FROM json_populate_recordset(NULL::reviewer.review, rows::json) AS row;
    ELSIF kind = 'copied_review' THEN
        INSERT INTO reviewer.copied_review (tenant_id, submission_id, original)
        SELECT own, row.submission_id, row.original
        FROM json_populate_recordset(NULL::reviewer.copied_review, rows::json) AS row;
    ELSIF kind = 'resolution' THEN
        INSERT INTO reviewer.resolution (tenant_id, number, item_number, state, verdict, outcome, method, decided_at,
            sha256, body)
        SELECT own, row.number, row.item_number, row.state, row.verdict, row.outcome, row.method, row.decided_at,
            row.sha256, row.body
        FROM json_populate_recordset(NULL::reviewer.resolution, rows::json) AS row;
    ELSIF kind = 'calibration' THEN
        INSERT INTO reviewer.calibration (tenant_id, number, project_id, title, item_numbers, people, started_at,
            started_by, closed_at, closed_by)
        SELECT own, row.number, row.project_id, row.title, row.item_numbers, row.people, row.started_at, row.started_by,
            row.closed_at, row.closed_by
        FROM json_populate_recordset(NULL::reviewer.calibration, rows::json) AS row;
    ELSIF kind = 'member_skill' THEN
        INSERT INTO reviewer.member_skill (tenant_id, name, skill)
        SELECT own, row.name, row.skill FROM json_populate_recordset(NULL::reviewer.member_skill, rows::json) AS row;
    ELSIF kind = 'gold_item' THEN
        INSERT INTO reviewer.gold_item (tenant_id, item_number, project_id, state, answer, band, judged, wrong, since,
            changed_at, changed_by)
        SELECT own, row.item_number, row.project_id, row.state, row.answer, row.band, row.judged, row.wrong, row.since,
            row.changed_at, row.changed_by
        FROM json_populate_recordset(NULL::reviewer.gold_item, rows::json) AS row;
    ELSIF kind = 'standing' THEN
        INSERT INTO reviewer.standing (tenant_id, project_id, reviewer, state, qualified, judged, correct, counted_from,
            reason, changed_at)
        SELECT own, row.project_id, row.reviewer, row.state, row.qualified, row.judged, row.correct, row.counted_from,
            row.reason, row.changed_at
        FROM json_populate_recordset(NULL::reviewer.standing, rows::json) AS row;
    ELSIF kind = 'dataset' THEN
        INSERT INTO reviewer.dataset (tenant_id, number, project_id, recipe, folder, built_at, built_by, sha256, rows,
            manifest, version, tracked, guidelines, scheme, last_item, previous, added, removed, changed)
        SELECT own, row.number, row.project_id, row.recipe, row.folder, row.built_at, row.built_by, row.sha256,
            row.rows, row.manifest, row.version, row.tracked, row.guidelines, row.scheme, row.last_item, row.previous,
            row.added, row.removed, row.changed
        FROM json_populate_recordset(NULL::reviewer.dataset, copy_in_decisions.rows::json) AS row;
    ELSIF kind = 'dataset_item' THEN
        INSERT INTO reviewer.dataset_item (tenant_id, dataset, item_number, split, resolution_number, reviews, gold,
            split_group)
        SELECT own, row.dataset, row.item_number, row.split, row.resolution_number, row.reviews, row.gold,
            row.split_group
        FROM json_populate_recordset(NULL::reviewer.dataset_item, rows::json) AS row;
    ELSIF kind = 'split_group' THEN
        INSERT INTO reviewer.split_group (tenant_id, project_id, scheme, digest, split)
        SELECT own, row.project_id, row.scheme, row.digest, row.split
        FROM json_populate_recordset(NULL::reviewer.split_group, rows::json) AS row;
    ELSIF kind = 'audit_event' THEN
        PERFORM reviewer.copy_in_events(own, rows);
    ELSE
        PERFORM reviewer.refuse('22023', 'There is no such table to copy into.');
    END IF;
END
$$;

-- The ledger goes along word for word, but only as the chain that it is.
CREATE FUNCTION reviewer.copy_in_events(own bigint, rows text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    event reviewer.audit_event;
    head reviewer.tenant;
BEGIN
    SELECT * INTO head FROM reviewer.tenant WHERE tenant_id = own;
    FOR event IN SELECT * FROM json_populate_recordset(NULL::reviewer.audit_event, rows::json) ORDER BY seq LOOP
        IF event.seq <> head.audit_seq + 1 OR event.previous <> head.audit_hash OR event.hash <> reviewer.event_hash(
            event.seq, event.at, event.actor, event.action, event.subject, event.details, event.previous)
        THEN
            PERFORM reviewer.refuse('55006', 'The ledger of the copied workspace breaks at event ' || event.seq
                || ': run ''reviewer audit verify'' on it.');
        END IF;
        head.audit_seq := event.seq;
        head.audit_hash := event.hash;
    END LOOP;
    INSERT INTO reviewer.audit_event (tenant_id, seq, at, actor, action, subject, details, previous, hash)
    SELECT own, row.seq, row.at, row.actor, row.action, row.subject, row.details, row.previous, row.hash
    FROM json_populate_recordset(NULL::reviewer.audit_event, rows::json) AS row;
    UPDATE reviewer.tenant SET audit_seq = head.audit_seq, audit_hash = head.audit_hash WHERE tenant_id = own;
END
$$;

-- Count on from what was copied, and tell of the copy.
CREATE FUNCTION reviewer.copy_end(copied_from text, told text, OUT seq bigint, OUT hash text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me reviewer.member := reviewer.require('administer');
    own bigint := reviewer.copying(me);
BEGIN
    IF coalesce(length(copied_from), 0) NOT BETWEEN 1 AND 1000 OR coalesce(octet_length(told), 0) NOT BETWEEN 2 AND 20000
    THEN
        PERFORM reviewer.refuse('22023', 'What was copied is told in at most 20,000 bytes.');
    END IF;
    UPDATE reviewer.tenant SET
        last_project = (SELECT coalesce(max(project_id), 0) FROM reviewer.project WHERE tenant_id = own),
        last_item = (SELECT coalesce(max(number), 0) FROM reviewer.item WHERE tenant_id = own),
        last_review = (SELECT coalesce(max(number), 0) FROM reviewer.review WHERE tenant_id = own),
        last_resolution = (SELECT coalesce(max(number), 0) FROM reviewer.resolution WHERE tenant_id = own),
        last_unreadable = (SELECT coalesce(max(number), 0) FROM reviewer.unreadable WHERE tenant_id = own),
        last_dataset = (SELECT coalesce(max(number), 0) FROM reviewer.dataset WHERE tenant_id = own)
    WHERE tenant_id = own;
    DELETE FROM reviewer.copy_begun WHERE tenant_id = own AND xid = pg_current_xact_id();
    SELECT appended.seq, appended.hash INTO seq, hash
    FROM reviewer.append(own, me.name, 'workspace.copied', copied_from, told::jsonb) AS appended;
END
$$;
GRANT EXECUTE ON FUNCTION reviewer.copy_begin(), reviewer.copy_in_settings(text, text),
    reviewer.copy_in_items(text, text), reviewer.copy_in_decisions(text, text), reviewer.copy_end(text, text)
    TO reviewer_admin;
