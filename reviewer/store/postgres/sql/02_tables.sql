-- The tables of store/tables.py, each row under its tenant. Numbers count within a tenant, so that they betray nothing
-- of others; texts compare by code point, as in a workspace file; times are whole microseconds since 1970 in UTC.

-- One row for each tenant: the head of its ledger and the last numbers it gave. Whoever appends to the ledger locks it.
CREATE TABLE reviewer.tenant (
    tenant_id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    name text COLLATE "C" NOT NULL UNIQUE,
    audit_seq bigint NOT NULL DEFAULT 0,
    audit_hash text NOT NULL DEFAULT repeat('0', 64),
    last_project bigint NOT NULL DEFAULT 0,
    last_item bigint NOT NULL DEFAULT 0,
    last_review bigint NOT NULL DEFAULT 0,
    last_resolution bigint NOT NULL DEFAULT 0,
    last_unreadable bigint NOT NULL DEFAULT 0,
    last_dataset bigint NOT NULL DEFAULT 0
);

CREATE TABLE reviewer.alembic_version (
    version_num varchar(32) PRIMARY KEY
);

CREATE TABLE reviewer.meta (
    tenant_id bigint NOT NULL REFERENCES reviewer.tenant,
    key text COLLATE "C" NOT NULL,
    value text NOT NULL,
    PRIMARY KEY (tenant_id, key)
);

-- A log-in belongs to one tenant: the one name that is unique across tenants, since the log-ins of a server are.
CREATE TABLE reviewer.member (
    tenant_id bigint NOT NULL REFERENCES reviewer.tenant,
    name text COLLATE "C" NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    role text COLLATE "C" NOT NULL CHECK (role IN ('reviewer', 'lead', 'engineer', 'admin', 'auditor')),
    added_at bigint NOT NULL,
    PRIMARY KEY (tenant_id, name)
);
CREATE UNIQUE INDEX member_login ON reviewer.member (name);

CREATE TABLE reviewer.project (
    tenant_id bigint NOT NULL REFERENCES reviewer.tenant,
    project_id bigint NOT NULL,
    name text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    PRIMARY KEY (tenant_id, project_id),
    UNIQUE (tenant_id, name)
);

CREATE TABLE reviewer.project_version (
    tenant_id bigint NOT NULL,
    project_id bigint NOT NULL,
    version bigint NOT NULL,
    body text NOT NULL,
    taxonomy text,
    sha256 text NOT NULL,
    applied_at bigint NOT NULL,
    applied_by text NOT NULL,
    PRIMARY KEY (tenant_id, project_id, version),
    FOREIGN KEY (tenant_id, project_id) REFERENCES reviewer.project
);

CREATE TABLE reviewer.item (
    tenant_id bigint NOT NULL,
    number bigint NOT NULL,
    project_id bigint NOT NULL,
    source text COLLATE "C" NOT NULL,
    item_id text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL,
    rank double precision NOT NULL,
    queued_at bigint NOT NULL,
    due_at bigint,
    needed bigint NOT NULL,
    reviews bigint NOT NULL,
    assigned_to text COLLATE "C",
    hits_hidden bigint NOT NULL,
    gold bigint NOT NULL,
    unsettled bigint NOT NULL,
    changed_at bigint NOT NULL,
    sha256 text NOT NULL,
    skill text COLLATE "C",
    PRIMARY KEY (tenant_id, number),
    UNIQUE (tenant_id, project_id, item_id, source),
    FOREIGN KEY (tenant_id, project_id) REFERENCES reviewer.project
);
CREATE INDEX ix_item_queue ON reviewer.item (tenant_id, project_id, state, rank, queued_at, number);
CREATE INDEX ix_item_age ON reviewer.item (tenant_id, project_id, state, queued_at);
CREATE INDEX ix_item_due ON reviewer.item (tenant_id, project_id, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX ix_item_unsettled ON reviewer.item (tenant_id, project_id, number) WHERE unsettled = 1;
CREATE INDEX ix_item_gold ON reviewer.item (tenant_id, number) WHERE gold = 1;

CREATE TABLE reviewer.item_body (
    tenant_id bigint NOT NULL,
    number bigint NOT NULL,
    flagged_at bigint,
    model text COLLATE "C" NOT NULL,
    language text COLLATE "C" NOT NULL,
    excerpt text COLLATE "C" NOT NULL,
    body text COLLATE "C" NOT NULL,
    words tsvector NOT NULL,
    PRIMARY KEY (tenant_id, number),
    FOREIGN KEY (tenant_id, number) REFERENCES reviewer.item
);
CREATE INDEX ix_item_body_words ON reviewer.item_body USING gin (words);

CREATE TABLE reviewer.unreadable (
    tenant_id bigint NOT NULL,
    number bigint NOT NULL,
    project_id bigint NOT NULL,
    origin text NOT NULL,
    line bigint NOT NULL,
    reason text NOT NULL,
    raw bytea NOT NULL,
    received_at bigint NOT NULL,
    PRIMARY KEY (tenant_id, number),
    FOREIGN KEY (tenant_id, project_id) REFERENCES reviewer.project
);
CREATE INDEX ix_unreadable_raw ON reviewer.unreadable (tenant_id, project_id, sha256(raw));

-- `xid` is the transaction that claimed: what it grants can be read only after its commit (see 05_policies.sql).
CREATE TABLE reviewer.lease (
    tenant_id bigint NOT NULL,
    item_number bigint NOT NULL,
    reviewer text COLLATE "C" NOT NULL,
    token text COLLATE "C" NOT NULL,
    claimed_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    round text COLLATE "C" NOT NULL DEFAULT 'first',
    PRIMARY KEY (tenant_id, item_number, reviewer),
    FOREIGN KEY (tenant_id, item_number) REFERENCES reviewer.item
);
CREATE INDEX ix_lease_reviewer ON reviewer.lease (tenant_id, reviewer);

CREATE TABLE reviewer.calibration (
    tenant_id bigint NOT NULL,
    number bigint NOT NULL,
    project_id bigint NOT NULL,
    title text NOT NULL,
    item_numbers text NOT NULL,
    people text NOT NULL,
    started_at bigint NOT NULL,
    started_by text COLLATE "C" NOT NULL,
    closed_at bigint,
    closed_by text COLLATE "C",
    PRIMARY KEY (tenant_id, number),
    FOREIGN KEY (tenant_id, project_id) REFERENCES reviewer.project
);
CREATE UNIQUE INDEX ix_calibration_open ON reviewer.calibration (tenant_id, project_id) WHERE closed_at IS NULL;

CREATE TABLE reviewer.review (
    tenant_id bigint NOT NULL,
    number bigint NOT NULL,
    submission_id text COLLATE "C" NOT NULL,
    project_id bigint NOT NULL,
    item_number bigint NOT NULL,
    reviewer text COLLATE "C" NOT NULL,
    round text COLLATE "C" NOT NULL,
    revision bigint NOT NULL,
    state text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    verdict text COLLATE "C",
    submitted_at bigint NOT NULL,
    used_at bigint,
    audit_seq bigint NOT NULL,
    content_sha256 text NOT NULL,
    sha256 text NOT NULL,
    body text NOT NULL,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    PRIMARY KEY (tenant_id, number),
    UNIQUE (tenant_id, submission_id),
    UNIQUE (tenant_id, item_number, reviewer, round, revision),
    FOREIGN KEY (tenant_id, item_number) REFERENCES reviewer.item
);
CREATE UNIQUE INDEX ix_review_current ON reviewer.review (tenant_id, item_number, reviewer, round)
    WHERE state = 'submitted';
CREATE INDEX ix_review_reviewer ON reviewer.review (tenant_id, project_id, reviewer, state, submitted_at);
CREATE INDEX ix_review_deferred ON reviewer.review (tenant_id, reviewer, submitted_at)
    WHERE state = 'submitted' AND kind = 'defer';

CREATE TABLE reviewer.resolution (
    tenant_id bigint NOT NULL,
    number bigint NOT NULL,
    item_number bigint NOT NULL,
    state text COLLATE "C" NOT NULL,
    verdict text COLLATE "C" NOT NULL,
    outcome text COLLATE "C" NOT NULL,
    method text COLLATE "C" NOT NULL,
    decided_at bigint NOT NULL,
    sha256 text NOT NULL,
    body text NOT NULL,
    PRIMARY KEY (tenant_id, number),
    FOREIGN KEY (tenant_id, item_number) REFERENCES reviewer.item
);
CREATE UNIQUE INDEX ix_resolution_current ON reviewer.resolution (tenant_id, item_number) WHERE state = 'current';

CREATE TABLE reviewer.queue_cursor (
    tenant_id bigint NOT NULL,
    project_id bigint NOT NULL,
    reviewer text COLLATE "C" NOT NULL,
    rank double precision NOT NULL,
    queued_at bigint NOT NULL,
    number bigint NOT NULL,
    PRIMARY KEY (tenant_id, project_id, reviewer),
    FOREIGN KEY (tenant_id, project_id) REFERENCES reviewer.project
);

CREATE TABLE reviewer.counter (
    tenant_id bigint NOT NULL,
    project_id bigint NOT NULL,
    state text COLLATE "C" NOT NULL,
    amount bigint NOT NULL,
    PRIMARY KEY (tenant_id, project_id, state)
);

CREATE TABLE reviewer.audit_event (
    tenant_id bigint NOT NULL REFERENCES reviewer.tenant,
    seq bigint NOT NULL,
    at bigint NOT NULL,
    actor text COLLATE "C" NOT NULL,
    action text COLLATE "C" NOT NULL,
    subject text COLLATE "C" NOT NULL,
    details text NOT NULL,
    previous text NOT NULL,
    hash text NOT NULL,
    PRIMARY KEY (tenant_id, seq)
);
CREATE INDEX ix_audit_event_subject ON reviewer.audit_event (tenant_id, subject);
CREATE INDEX ix_audit_event_actor ON reviewer.audit_event (tenant_id, actor, seq);

CREATE TABLE reviewer.dataset (
    tenant_id bigint NOT NULL,
    number bigint NOT NULL,
    project_id bigint NOT NULL,
    recipe text COLLATE "C" NOT NULL,
    folder text NOT NULL,
    built_at bigint NOT NULL,
    built_by text COLLATE "C" NOT NULL,
    sha256 text COLLATE "C" NOT NULL,
    rows text NOT NULL,
    manifest text NOT NULL,
    version bigint NOT NULL DEFAULT 0,
    tracked bigint NOT NULL DEFAULT 0,
    guidelines text NOT NULL DEFAULT '[]',
    scheme text COLLATE "C",
    last_item bigint,
    previous bigint,
    added bigint,
    removed bigint,
    changed bigint,
    PRIMARY KEY (tenant_id, number),
    FOREIGN KEY (tenant_id, project_id) REFERENCES reviewer.project
);

-- What a dataset rests on. Its rows come before the dataset itself, whose number is known only at the end, and there may
-- be a million of them: the function that writes them checks what they refer to, a part at a time.
CREATE TABLE reviewer.dataset_item (
    tenant_id bigint NOT NULL,
    dataset bigint NOT NULL,
    item_number bigint NOT NULL,
    split text COLLATE "C" NOT NULL,
    resolution_number bigint,
    reviews text COLLATE "C" NOT NULL,
    gold text,
    split_group text COLLATE "C",
    PRIMARY KEY (tenant_id, dataset, item_number)
);
CREATE INDEX ix_dataset_item_item_number ON reviewer.dataset_item (tenant_id, item_number);

CREATE TABLE reviewer.split_group (
    tenant_id bigint NOT NULL,
    project_id bigint NOT NULL,
    scheme text COLLATE "C" NOT NULL,
    digest text COLLATE "C" NOT NULL,
    split text COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant_id, project_id, scheme, digest),
    FOREIGN KEY (tenant_id, project_id) REFERENCES reviewer.project
);
