-- The ledger: one chain for each tenant. Appending locks the tenant's row until the commit, so it comes last in a
-- function, and each change stands or falls with its event.

CREATE FUNCTION reviewer.field_bytes(content text) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp
RETURN int8send(octet_length(convert_to(content, 'UTF8'))::bigint) || convert_to(content, 'UTF8');

-- The hash of domain/audit.py: over length-prefixed bytes and integers, never over a text form that a setting changes.
CREATE FUNCTION reviewer.event_hash(
    seq bigint, at bigint, actor text, action text, subject text, details text, previous text
) RETURNS text
LANGUAGE sql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp
RETURN encode(sha256(int8send(seq) || int8send(at) || reviewer.field_bytes(actor) || reviewer.field_bytes(action)
    || reviewer.field_bytes(subject) || reviewer.field_bytes(details) || reviewer.field_bytes(previous)), 'hex');

CREATE FUNCTION reviewer.append(
    tenant bigint, actor text, action text, subject text, details jsonb, OUT seq bigint, OUT hash text
)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    moment bigint := reviewer.now_us();
    told text := reviewer.canonical(details);
    before text;
BEGIN
    SELECT head.audit_seq + 1, head.audit_hash INTO seq, before
    FROM reviewer.tenant AS head WHERE head.tenant_id = tenant FOR NO KEY UPDATE;
    hash := reviewer.event_hash(seq, moment, actor, action, subject, told, before);
    INSERT INTO reviewer.audit_event AS event (tenant_id, seq, at, actor, action, subject, details, previous, hash)
    VALUES (tenant, append.seq, moment, append.actor, append.action, append.subject, told, before, append.hash);
    UPDATE reviewer.tenant AS head SET audit_seq = append.seq, audit_hash = append.hash
    WHERE head.tenant_id = tenant;
END
$$;

CREATE FUNCTION reviewer.never() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM reviewer.refuse('55000', TG_ARGV[0]);
    RETURN NULL;
END
$$;
CREATE TRIGGER audit_event_fixed BEFORE UPDATE OR DELETE ON reviewer.audit_event
    FOR EACH ROW EXECUTE FUNCTION reviewer.never('the audit ledger never changes');
CREATE TRIGGER audit_event_kept BEFORE TRUNCATE ON reviewer.audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION reviewer.never('the audit ledger never shrinks');
CREATE TRIGGER item_kept BEFORE DELETE ON reviewer.item
    FOR EACH ROW EXECUTE FUNCTION reviewer.never('items are never deleted');
CREATE TRIGGER item_body_fixed BEFORE UPDATE OF body OR DELETE ON reviewer.item_body
    FOR EACH ROW EXECUTE FUNCTION reviewer.never('an item never changes');
CREATE TRIGGER review_fixed BEFORE UPDATE OF submission_id, project_id, item_number, reviewer, round, revision, kind,
    verdict, submitted_at, audit_seq, content_sha256, body, sha256 OR DELETE ON reviewer.review
    FOR EACH ROW EXECUTE FUNCTION reviewer.never('a review never changes, a new revision supersedes it');

-- Counters are kept as the items move, so that no screen ever counts a table.
CREATE FUNCTION reviewer.count_items() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO reviewer.counter AS kept (tenant_id, project_id, state, amount)
        SELECT tenant_id, project_id, state, count(*) FROM fresh GROUP BY tenant_id, project_id, state
        ON CONFLICT (tenant_id, project_id, state) DO UPDATE SET amount = kept.amount + excluded.amount;
    ELSE
        INSERT INTO reviewer.counter AS kept (tenant_id, project_id, state, amount)
        SELECT tenant_id, project_id, state, sum(change)
        FROM (SELECT tenant_id, project_id, state, 1 AS change FROM fresh
              UNION ALL SELECT tenant_id, project_id, state, -1 FROM stale) AS moved
        GROUP BY tenant_id, project_id, state HAVING sum(change) <> 0
        ORDER BY tenant_id, project_id, state
        ON CONFLICT (tenant_id, project_id, state) DO UPDATE SET amount = kept.amount + excluded.amount;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER item_added AFTER INSERT ON reviewer.item REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION reviewer.count_items();
CREATE TRIGGER item_moved AFTER UPDATE ON reviewer.item REFERENCING NEW TABLE AS fresh OLD TABLE AS stale
    FOR EACH STATEMENT EXECUTE FUNCTION reviewer.count_items();
