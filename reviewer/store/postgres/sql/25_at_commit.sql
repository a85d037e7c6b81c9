-- What follows from a reviewer's verdict, or from its withdrawal, is decided at the commit and not before. Whoever could
-- still take it back would otherwise read in the server's own figures (EXPLAIN of the call, statistics, the growth of the
-- log) whether the others agree, untraced, whatever the tables show.

CREATE TABLE reviewer.settling (
    tenant_id bigint NOT NULL,
    item_number bigint NOT NULL,
    weights jsonb,
    at bigint NOT NULL,
    PRIMARY KEY (tenant_id, item_number),
    FOREIGN KEY (tenant_id, item_number) REFERENCES reviewer.item
);

CREATE FUNCTION reviewer.settle_later(item reviewer.item, weights jsonb, now bigint) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM reviewer.lock_counters(item.tenant_id, item.project_id);
    INSERT INTO reviewer.settling (tenant_id, item_number, weights, at)
    VALUES (item.tenant_id, item.number, weights, now);
END
$$;

-- The constraint could also be made immediate. Then the row that this itself changes would be looked at at once, within
-- this, and not after it as at a commit.
CREATE FUNCTION reviewer.settle_at_commit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    item reviewer.item;
BEGIN
    IF pg_trigger_depth() > 1 THEN
        PERFORM reviewer.refuse('55006', 'What follows from a verdict is decided when it is committed, not before.');
    END IF;
    IF TG_OP = 'UPDATE' THEN
        DELETE FROM reviewer.settling WHERE tenant_id = NEW.tenant_id AND item_number = NEW.item_number;
        RETURN NULL;
    END IF;
    UPDATE reviewer.settling SET at = at WHERE tenant_id = NEW.tenant_id AND item_number = NEW.item_number;
    SELECT * INTO item FROM reviewer.item AS known
    WHERE known.tenant_id = NEW.tenant_id AND known.number = NEW.item_number;
    PERFORM reviewer.settle_and_free(
        item, reviewer.content_of(item), reviewer.project_body(item.tenant_id, item.project_id),
        reviewer.current_reviews(item.tenant_id, item.number), NEW.weights, NEW.at);
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER settled_at_commit AFTER INSERT OR UPDATE ON reviewer.settling
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION reviewer.settle_at_commit();
