-- Skills, with the meaning of store/skills.py: which ones people have, and which one an item needs since somebody could
-- not judge it for want of it.

CREATE TABLE reviewer.member_skill (
    tenant_id bigint NOT NULL,
    name text COLLATE "C" NOT NULL,
    skill text COLLATE "C" NOT NULL CHECK (length(skill) BETWEEN 1 AND 200),
    PRIMARY KEY (tenant_id, name, skill)
);
CREATE INDEX ix_member_skill_skill ON reviewer.member_skill (tenant_id, skill);
ALTER TABLE reviewer.member_skill ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON reviewer.member_skill FOR SELECT TO reviewer_member
    USING (tenant_id = (SELECT reviewer.my_tenant()));
GRANT SELECT (name, skill) ON reviewer.member_skill TO reviewer_member;

-- Whether an item that needs this skill is for this person: who has it gets it, and where nobody has it, anybody.
CREATE FUNCTION reviewer.suits(me reviewer.member, needed text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT needed IS NULL
        OR EXISTS (SELECT FROM reviewer.member_skill AS mine
                   WHERE mine.tenant_id = me.tenant_id AND mine.name = me.name AND mine.skill = needed)
        OR NOT EXISTS (SELECT FROM reviewer.member_skill AS others
                       WHERE others.tenant_id = me.tenant_id AND others.skill = needed)
$$;

-- Bring the skill that an item needs in line with who could not judge it, after a review came or went. The tenant's row
-- and the item are locked by then.
CREATE FUNCTION reviewer.note_skill(item reviewer.item, rules jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    missing constant text := (
        SELECT said.body::jsonb -> 'skip' ->> 'skill' FROM reviewer.review AS said
        WHERE said.tenant_id = item.tenant_id AND said.item_number = item.number AND said.state = 'submitted'
          AND said.round = 'first' AND said.kind = 'cannot_judge'
          AND coalesce(rules -> 'skills', '[]') ? (said.body::jsonb -> 'skip' ->> 'skill')
        ORDER BY said.submitted_at DESC, said.number DESC LIMIT 1);
BEGIN
    IF missing IS DISTINCT FROM item.skill THEN
        UPDATE reviewer.item AS kept SET skill = missing
        WHERE kept.tenant_id = item.tenant_id AND kept.number = item.number;
        PERFORM reviewer.pull_back_cursors(
            item.tenant_id, item.project_id, item.rank, item.queued_at, item.number);
    END IF;
END
$$;

-- Say which skills a member has; everybody looks through the queue anew, since other items may suit them now.
CREATE FUNCTION reviewer.set_skills(member_name text, skills text[], OUT seq bigint, OUT hash text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me reviewer.member := reviewer.require('lead');
BEGIN
    IF coalesce(cardinality(skills), -1) NOT BETWEEN 0 AND 100 OR array_position(skills, NULL) IS NOT NULL
       OR EXISTS (SELECT FROM unnest(skills) AS each WHERE length(each) NOT BETWEEN 1 AND 200) THEN
        PERFORM reviewer.refuse('22023', 'A member has at most 100 skills of 1 to 200 characters each.');
    END IF;
    PERFORM FROM reviewer.tenant AS head WHERE head.tenant_id = me.tenant_id FOR NO KEY UPDATE;
    IF NOT EXISTS (SELECT FROM reviewer.member WHERE tenant_id = me.tenant_id AND name = member_name) THEN
        PERFORM reviewer.refuse('P0002', '''' || coalesce(left(member_name, 200), '')
            || ''' is not a member: add the person with ''reviewer members add''.');
    END IF;
    DELETE FROM reviewer.member_skill AS known WHERE known.tenant_id = me.tenant_id AND known.name = member_name;
    INSERT INTO reviewer.member_skill (tenant_id, name, skill)
    SELECT DISTINCT me.tenant_id, member_name, each FROM unnest(skills) AS each;
    DELETE FROM reviewer.queue_cursor AS kept WHERE kept.tenant_id = me.tenant_id;
    SELECT appended.seq, appended.hash INTO seq, hash FROM reviewer.append(
        me.tenant_id, me.name, 'member.skills', member_name, jsonb_build_object('skills', skills)) AS appended;
END
$$;
GRANT EXECUTE ON FUNCTION reviewer.set_skills(text, text[]) TO reviewer_lead, reviewer_admin;
