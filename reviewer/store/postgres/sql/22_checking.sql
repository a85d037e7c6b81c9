-- What a server demands of a review or a resolution before it stores one: a log-in can call the functions without our
-- program, and what they store is read by others.

-- Text as JSON, or null where it is none or holds what no database can (NUL).
CREATE FUNCTION reviewer.read_json(content text) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN content::jsonb;
EXCEPTION WHEN data_exception OR program_limit_exceeded THEN
    RETURN NULL;
END
$$;

-- A time as pydantic writes it, as whole microseconds, or null where it is none.
CREATE FUNCTION reviewer.time_us(content text) RETURNS bigint
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF content ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,6})?Z$' THEN
        RETURN (extract(epoch FROM content::timestamptz) * 1000000)::bigint;
    END IF;
    RETURN NULL;
EXCEPTION WHEN data_exception THEN
    RETURN NULL;
END
$$;

-- Whether what stands under these keys is of one of these kinds of JSON (`array`, `object|null`), where there is any.
CREATE FUNCTION reviewer.is_made_of(value jsonb, kinds jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
RETURN jsonb_typeof(value) = 'object' AND NOT EXISTS (
    SELECT FROM jsonb_each_text(kinds) AS kind(key, words)
    WHERE jsonb_typeof(value -> kind.key) <> ALL (string_to_array(kind.words, '|')));

-- A number as the machine counts, or null where it is none or too large or too small for that.
CREATE FUNCTION reviewer.read_number(value jsonb) RETURNS double precision
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN CASE jsonb_typeof(value) WHEN 'number' THEN (value #>> ARRAY[]::text[])::double precision END;
EXCEPTION WHEN data_exception THEN
    RETURN NULL;
END
$$;

-- Whether a value has a shape: a word (`?` at its end allows null; `a|b` lists texts), a list of at most 10,000 of
-- one shape, or an object of shapes, whose entry `!` names the keys that must be there. Other keys than those named do not fit.
CREATE FUNCTION reviewer.fits(value jsonb, shape jsonb) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    kind text := jsonb_typeof(value);
    word text := rtrim(shape #>> ARRAY[]::text[], '?');
    plain text := value #>> ARRAY[]::text[];
    entry record;
BEGIN
    IF jsonb_typeof(shape) = 'string' THEN
        RETURN CASE
            WHEN kind = 'null' THEN shape #>> ARRAY[]::text[] <> word
            WHEN word = 'text' THEN kind = 'string'
            WHEN word = 'flag' THEN kind = 'boolean'
            WHEN word = 'object' THEN kind = 'object'
            WHEN word = 'whole' THEN kind = 'number' AND plain ~ '^-?[0-9]{1,9}$'
            WHEN word = 'seconds' THEN kind = 'number' AND plain::numeric BETWEEN 0 AND 1000000000
            WHEN word = 'time' THEN kind = 'string' AND reviewer.time_us(plain) IS NOT NULL
            ELSE kind = 'string' AND plain = ANY (string_to_array(word, '|')) END;
    END IF;
    IF kind IS DISTINCT FROM jsonb_typeof(shape) THEN
        RETURN false;
    END IF;
    IF kind = 'array' THEN
        IF jsonb_array_length(value) > 10000 THEN
            RETURN false;
        END IF;
        FOR entry IN SELECT part.value FROM jsonb_array_elements(value) AS part(value) LOOP
            IF NOT reviewer.fits(entry.value, shape -> 0) THEN
                RETURN false;
            END IF;
        END LOOP;
        RETURN true;
    END IF;
    FOR entry IN SELECT part.key, part.value FROM jsonb_each(value) AS part(key, value) LOOP
        IF entry.key = '!' OR NOT shape ? entry.key OR NOT reviewer.fits(entry.value, shape -> entry.key) THEN
            RETURN false;
        END IF;
    END LOOP;
    RETURN value ?& ARRAY(SELECT jsonb_array_elements_text(shape -> '!'));
END
$$;

CREATE FUNCTION reviewer.shape_of(format text) RETURNS jsonb
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $$
    WITH part AS (
        SELECT '{"!": ["start", "end"], "start": "whole", "end": "whole", "text": "text", "anchored": "flag"}'::jsonb
            AS span,
        '[{"!": ["hit", "judgement"], "hit": "text", "judgement": "confirmed|false_alarm|unsure"}]'::jsonb AS hits
    ), shared AS (
        SELECT part.span, jsonb_build_object(
            'item_id', 'text', 'source', 'text?', 'answers', 'object', 'hits', part.hits, 'comparison', 'text?',
            'spans', jsonb_build_array(part.span || '{
                "!": ["start", "end", "label"], "target": "text", "label": "text"}'),
            'claims', jsonb_build_array(part.span || '{
                "!": ["start", "end", "relation"], "target": "text",
                "relation": "supports|partial|contradicts|no_passage",
                "passages": [{"!": ["evidence"], "evidence": "text", "start": "whole?", "end": "whole?",
                              "text": "text?"}]}')) AS fields
        FROM part
    )
    SELECT shared.fields || CASE format
        WHEN 'span' THEN shared.span
        WHEN 'review' THEN '{
            "!": ["submission_id", "item_id", "reviewer"], "submission_id": "text", "reviewer": "text",
            "round": "first|consistency|calibration", "state": "submitted", "revision": "whole", "supersedes": "text?",
            "verdict": "text?", "skip": {"!": ["kind"], "kind": "defer|cannot_judge|out_of_scope|opt_out",
            "skill": "text?"}, "escalation": {"!": [], "to": "text?", "reason": "text"},
            "policies_checked": ["text"], "correction": {"!": ["text"], "target": "text", "text": "text"},
            "ranking": [["text"]], "comment": "text", "started_at": "time?", "submitted_at": "time?",
            "active_seconds": "seconds?", "after_reveal": "flag",
            "suggestion_use": "unseen|kept|changed_to|changed_from", "guideline_version": "text?",
            "policy_version": "text?", "project_version": "whole?"}'::jsonb
            || jsonb_build_object('missed_hits', jsonb_build_array(
                '{"!": ["policy"], "policy": "text"}'::jsonb
                || jsonb_build_object('spans', jsonb_build_array(shared.span))))
        ELSE '{
            "!": ["item_id", "source", "verdict", "outcome"], "verdict": "text", "outcome": "accept|correct|reject",
            "method": "adjudicated", "ranking": [["text"]], "correction": "text?", "correction_settled": "flag",
            "reviews": ["text"], "adopted": "text?", "decided_by": "text?", "reason": "text",
            "category": "guideline_gap|ambiguous_item|slip|wrong_evidence?", "decided_at": "time?"}'::jsonb
        END
    FROM shared
$$;

-- Refuse spans and claims whose quote does not stand at their place; those without a place pass.
CREATE FUNCTION reviewer.check_places(content jsonb, given jsonb) RETURNS void
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    span jsonb;
    first integer;
    past integer;
    found text;
BEGIN
    FOR span IN
        SELECT jsonb_array_elements(coalesce(given -> 'spans', '[]') || coalesce(given -> 'claims', '[]'))
    LOOP
        first := (span ->> 'start')::integer;
        past := (span ->> 'end')::integer;
        IF coalesce((span ->> 'anchored')::boolean, true) THEN
            found := reviewer.target_text(content, coalesce(span ->> 'target', 'response'));
            IF found IS NULL OR first < 0 OR past < first OR past > length(found)
               OR substr(found, first + 1, past - first) <> coalesce(span ->> 'text', '') THEN
                PERFORM reviewer.refuse('22023', 'A span of item ''' || (given ->> 'item_id') || ''' at ' || first
                    || ' does not hold the text that it quotes: mark it again.');
            END IF;
        END IF;
    END LOOP;
END
$$;

CREATE FUNCTION reviewer.answer_fits(question jsonb, answer jsonb) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    known text[] := ARRAY(SELECT part ->> 'id' FROM jsonb_array_elements(coalesce(question -> 'options', '[]')) AS part
                          ORDER BY 1);
    plain text := answer #>> ARRAY[]::text[];
BEGIN
    CASE question ->> 'type'
        WHEN 'choice' THEN RETURN jsonb_typeof(answer) = 'string' AND plain = ANY (known);
        WHEN 'multi_choice' THEN RETURN reviewer.fits(answer, '["text"]')
            AND ARRAY(SELECT jsonb_array_elements_text(answer)) <@ known;
        WHEN 'rating' THEN RETURN reviewer.fits(answer, '"whole"') AND plain::integer BETWEEN
            coalesce((question ->> 'min')::integer, 1) AND coalesce((question ->> 'max')::integer, 5);
        WHEN 'ranking' THEN RETURN reviewer.fits(answer, '[["text"]]')
            AND NOT EXISTS (SELECT FROM jsonb_array_elements(answer) AS part WHERE part = '[]')
            AND known = ARRAY(SELECT jsonb_array_elements_text(part) FROM jsonb_array_elements(answer) AS part
                              ORDER BY 1);
        WHEN 'text' THEN RETURN jsonb_typeof(answer) = 'string';
        WHEN 'comparison' THEN RETURN jsonb_typeof(answer) = 'string' AND length(plain) BETWEEN 1 AND 64;
        WHEN 'spans' THEN RETURN reviewer.fits(
            answer, jsonb_build_array(reviewer.shape_of('span') || '{"!": ["start", "end", "label"], "label": "text"}'))
            AND NOT EXISTS (SELECT FROM jsonb_array_elements(answer) AS part WHERE part ->> 'label' <> ALL (known));
        ELSE RETURN false;
    END CASE;
END
$$;

-- Refuse a verdict or answers that the project does not know.
CREATE FUNCTION reviewer.check_fit(rules jsonb, verdict text, answers jsonb) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    given record;
    question jsonb;
BEGIN
    IF verdict IS NOT NULL AND reviewer.outcome_of(rules, verdict) IS NULL THEN
        PERFORM reviewer.refuse('22023', 'The project has no verdict ''' || verdict || ''': it has ' || (
            SELECT string_agg(part ->> 'id', ', ' ORDER BY place)
            FROM jsonb_array_elements(reviewer.verdicts_of(rules)) WITH ORDINALITY AS entry(part, place)) || '.');
    END IF;
    FOR given IN SELECT part.key, part.value FROM jsonb_each(coalesce(answers, '{}')) AS part(key, value) LOOP
        question := (SELECT part FROM jsonb_array_elements(coalesce(rules -> 'questions', '[]')) AS part
                     WHERE part ->> 'id' = given.key);
        IF question IS NULL THEN
            PERFORM reviewer.refuse('22023', 'The project has no question ''' || given.key || '''.');
        END IF;
        IF NOT reviewer.answer_fits(question, given.value) THEN
            PERFORM reviewer.refuse('22023', 'Question ''' || given.key || ''' does not take this answer.');
        END IF;
    END LOOP;
END
$$;

-- The review that a text holds, or a refusal: its format, its size, and that it is one decision.
CREATE FUNCTION reviewer.read_review(told text) RETURNS jsonb
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    given jsonb;
    decided boolean;
BEGIN
    IF octet_length(told) > 20000000 THEN
        PERFORM reviewer.refuse('22023', 'A review has at most 20 MB: shorten its correction or its comment.');
    END IF;
    given := reviewer.read_json(told);
    IF given IS NULL OR NOT reviewer.fits(given, reviewer.shape_of('review'))
       OR length(given ->> 'submission_id') NOT BETWEEN 1 AND 100
       OR length(given ->> 'reviewer') NOT BETWEEN 1 AND 200
       OR coalesce((given ->> 'revision')::integer, 1) < 1 THEN
        PERFORM reviewer.refuse('22023', 'A review does not fit its format: see ''reviewer schema review''.');
    END IF;
    decided := given ->> 'verdict' IS NOT NULL OR given ? 'escalation';
    IF (given ? 'skip') = decided THEN
        PERFORM reviewer.refuse('22023', 'A review needs a verdict, a skip or an escalation, '
            || 'and a skip goes with neither a verdict nor an escalation.');
    END IF;
    RETURN given;
END
$$;
