-- What each log-in can read. Only SELECT is granted; every change goes through a function.
-- A row grants access only once its transaction has been committed, so that "claim, read, roll back" and "submit, read,
-- roll back" show nothing.
-- pg_visible_in_snapshot alone would not do: a snapshot does not list the reader's own transaction among those that run,
-- so it counts as finished as soon as a later one has finished, be it a savepoint that was rolled back.

-- The items that this log-in holds or has reviewed.
CREATE FUNCTION reviewer.my_items() RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT item_number FROM reviewer.lease
    WHERE tenant_id = reviewer.my_tenant() AND reviewer = session_user::text AND expires_at > reviewer.now_us()
      AND pg_visible_in_snapshot(xid, pg_current_snapshot()) AND xid IS DISTINCT FROM pg_current_xact_id_if_assigned()
    UNION
    SELECT item_number FROM reviewer.review
    WHERE tenant_id = reviewer.my_tenant() AND reviewer = session_user::text AND state = 'submitted'
      AND pg_visible_in_snapshot(xid, pg_current_snapshot()) AND xid IS DISTINCT FROM pg_current_xact_id_if_assigned()
$$;

-- The items on which this log-in has given a verdict that stands.
CREATE FUNCTION reviewer.my_judged_items() RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT item_number FROM reviewer.review
    WHERE tenant_id = reviewer.my_tenant() AND reviewer = session_user::text AND state = 'submitted'
      AND kind = 'verdict' AND round = 'first'
      AND pg_visible_in_snapshot(xid, pg_current_snapshot()) AND xid IS DISTINCT FROM pg_current_xact_id_if_assigned()
$$;
GRANT EXECUTE ON FUNCTION reviewer.my_tenant(), reviewer.my_role(), reviewer.i_see_all(), reviewer.my_items(),
    reviewer.my_judged_items(), reviewer.now_us() TO reviewer_member;

DO $$
DECLARE
    name text;
    rule text;
    own constant text := 'tenant_id = (SELECT reviewer.my_tenant())';
    sees constant text := '(SELECT reviewer.i_see_all())';
BEGIN
    FOR name, rule IN VALUES
        ('meta', own || ' AND (key <> ''salt'' OR ' || sees || ')'),
        ('member', own),
        ('project', own),
        ('project_version', own),
        ('counter', own),
        ('item', own || ' AND (' || sees || ' OR number IN (SELECT reviewer.my_items()))'),
        ('item_body', own || ' AND (' || sees || ' OR number IN (SELECT reviewer.my_items()))'),
        ('lease', own || ' AND (' || sees || ' OR reviewer = session_user::text)'),
        ('review', own || ' AND (' || sees || ' OR reviewer = session_user::text'
                       || ' OR round = ''first'' AND item_number IN (SELECT reviewer.my_judged_items()))'),
        ('resolution', own || ' AND (' || sees || ' OR item_number IN (SELECT reviewer.my_judged_items()))'),
        ('audit_event', own || ' AND (' || sees || ' OR actor = session_user::text)'),
        ('unreadable', own || ' AND ' || sees),
        ('dataset', own || ' AND ' || sees),
        ('dataset_item', own || ' AND ' || sees),
        ('split_group', own || ' AND ' || sees),
        ('calibration', own || ' AND ' || sees),
        ('tenant', 'false'),
        ('queue_cursor', 'false')
    LOOP
        EXECUTE format('ALTER TABLE reviewer.%I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY own_rows ON reviewer.%I FOR SELECT TO reviewer_member USING (%s)', name, rule);
    END LOOP;
END
$$;

GRANT SELECT ON reviewer.alembic_version, reviewer.meta, reviewer.member, reviewer.project, reviewer.project_version,
    reviewer.counter TO reviewer_member;
-- Not the marks of gold and hidden hits, nor the hash that would confirm a guess of them, nor the text with the gold in
-- it: 10_queue.sql serves the text without what a reviewer must not see.
GRANT SELECT (number, project_id, source, item_id, state, rank, queued_at, due_at, needed, reviews, assigned_to,
    changed_at) ON reviewer.item TO reviewer_member;
GRANT SELECT (number, flagged_at, model, language, excerpt) ON reviewer.item_body TO reviewer_member;
GRANT SELECT ON reviewer.item, reviewer.item_body
    TO reviewer_lead, reviewer_engineer, reviewer_admin, reviewer_auditor;
-- Never the token: it proves a claim.
GRANT SELECT (item_number, reviewer, claimed_at, expires_at) ON reviewer.lease TO reviewer_member;
GRANT SELECT (number, submission_id, project_id, item_number, reviewer, round, revision, state, kind, verdict,
    submitted_at, used_at, audit_seq, content_sha256, sha256, body) ON reviewer.review TO reviewer_member;
GRANT SELECT (number, item_number, state, verdict, outcome, method, decided_at, sha256, body)
    ON reviewer.resolution TO reviewer_member;
GRANT SELECT (seq, at, actor, action, subject, details, previous, hash) ON reviewer.audit_event TO reviewer_member;
GRANT SELECT (number, project_id, origin, line, reason, raw, received_at) ON reviewer.unreadable
    TO reviewer_lead, reviewer_engineer, reviewer_admin, reviewer_auditor;
-- Not to who is to judge the set: it is served like anything else.
GRANT SELECT (number, project_id, title, item_numbers, people, started_at, started_by, closed_at, closed_by)
    ON reviewer.calibration TO reviewer_lead, reviewer_engineer, reviewer_admin, reviewer_auditor;
GRANT SELECT (number, project_id, recipe, folder, built_at, built_by, sha256, rows, manifest, version, tracked, guidelines,
    scheme, last_item, previous, added, removed, changed) ON reviewer.dataset
    TO reviewer_lead, reviewer_engineer, reviewer_admin, reviewer_auditor;
GRANT SELECT (dataset, item_number, split, resolution_number, reviews, gold, split_group) ON reviewer.dataset_item
    TO reviewer_lead, reviewer_engineer, reviewer_admin, reviewer_auditor;
GRANT SELECT (project_id, scheme, digest, split) ON reviewer.split_group
    TO reviewer_lead, reviewer_engineer, reviewer_admin, reviewer_auditor;
