-- Bringing items in, with the meaning of store/adding.py: what a file trusts the program with is derived or checked
-- here from the item's own text. What is shown in lists (model, language, excerpt) and the words for the search come
-- along.

-- Whole words, already in small letters and without marks, each at most 100 characters long; far below what one
-- document may hold.
CREATE FUNCTION reviewer.words_of(words text) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp
RETURN array_to_tsvector(array_remove(string_to_array(regexp_replace(left(words, 150000), '([^ ]{100})[^ ]+', '\1', 'g'),
                                                      ' '), ''));

-- One look into the unique index, which the order asks for: the planner takes any index that begins with the tenant for as
-- good, as long as nobody has counted the rows of a table that grows.
CREATE FUNCTION reviewer.find_number(tenant bigint, project bigint, wanted_id text, wanted_source text) RETURNS bigint
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    found reviewer.item;
BEGIN
    SELECT * INTO found FROM reviewer.item
    WHERE (tenant_id, project_id, item_id, source) >= (tenant, project, wanted_id, wanted_source)
    ORDER BY tenant_id, project_id, item_id, source LIMIT 1;
    IF found.tenant_id = tenant AND found.project_id = project AND found.item_id = wanted_id
       AND found.source = wanted_source THEN
        RETURN found.number;
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION reviewer.check_batch(
    origin text, bodies text[], models text[], languages text[], excerpts text[], words text[],
    bad_origins text[], bad_lines bigint[], bad_reasons text[], bad_raws bytea[]
) RETURNS void
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    items bigint := cardinality(bodies);
    bad bigint := cardinality(bad_raws);
BEGIN
    IF num_nulls(origin, bodies, models, languages, excerpts, words, bad_origins, bad_lines, bad_reasons, bad_raws) > 0
       OR array_position(bodies || models || languages || excerpts || words || bad_origins || bad_reasons, NULL)
          IS NOT NULL
       OR array_position(bad_lines, NULL) IS NOT NULL OR array_position(bad_raws, NULL) IS NOT NULL
       OR ARRAY[cardinality(models), cardinality(languages), cardinality(excerpts), cardinality(words)]
          <> array_fill(items::integer, ARRAY[4])
       OR ARRAY[cardinality(bad_origins), cardinality(bad_lines), cardinality(bad_reasons)]
          <> array_fill(bad::integer, ARRAY[3])
    THEN
        PERFORM reviewer.refuse('22023', 'The batch is not complete: bring the items in by the program.');
    END IF;
    IF items > 5000 OR bad > 5000 OR pg_column_size(bodies) + pg_column_size(models) + pg_column_size(languages)
       + pg_column_size(excerpts) + pg_column_size(words) + pg_column_size(bad_origins) + pg_column_size(bad_reasons)
       + pg_column_size(bad_raws) > 200000000 THEN
        PERFORM reviewer.refuse('22023', 'A batch holds at most 5,000 records and 200 MB: bring them in by parts.');
    END IF;
END
$$;

CREATE FUNCTION reviewer.add_items(
    project bigint, origin text, bodies text[], models text[], languages text[], excerpts text[], words text[],
    bad_origins text[], bad_lines bigint[], bad_reasons text[], bad_raws bytea[],
    OUT added bigint, OUT conflict_sources text[], OUT conflict_ids text[], OUT seq bigint, OUT hash text
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
    me reviewer.member := reviewer.require('bring');
    rules jsonb := reviewer.project_body(me.tenant_id, add_items.project);
    now bigint := reviewer.now_us();
    sources text[];
    ids text[];
    digests text[];
    ranks double precision[];
    flagged bigint[];
    due bigint[];
    needs bigint[];
    hidden bigint[];
    golds bigint[];
    stored bigint[];
    fresh bigint[];
    first bigint;
BEGIN
    PERFORM reviewer.check_batch(origin, bodies, models, languages, excerpts, words,
                                 bad_origins, bad_lines, bad_reasons, bad_raws);
    IF rules IS NULL THEN
        PERFORM reviewer.refuse('P0002', 'There is no such project in this workspace.');
    END IF;
    SELECT array_agg(item.source ORDER BY place), array_agg(item.item_id ORDER BY place),
           array_agg(reviewer.sha256_hex(given.body) ORDER BY place), array_agg(item.rank ORDER BY place),
           array_agg(item.flagged_at ORDER BY place), array_agg(item.due_at ORDER BY place),
           array_agg(item.needed ORDER BY place), array_agg(item.hits_hidden ORDER BY place),
           array_agg(item.gold ORDER BY place)
    INTO sources, ids, digests, ranks, flagged, due, needs, hidden, golds
    FROM unnest(bodies) WITH ORDINALITY AS given(body, place),
         LATERAL reviewer.read_item(given.body, rules) AS item;

    -- The counter before the tenant, as everywhere; who holds it is the only one who adds items to this project.
    INSERT INTO reviewer.counter (tenant_id, project_id, state, amount)
    VALUES (me.tenant_id, project, 'open', 0) ON CONFLICT DO NOTHING;
    PERFORM FROM reviewer.counter AS kept
    WHERE kept.tenant_id = me.tenant_id AND kept.project_id = project AND kept.state = 'open' FOR UPDATE;
    SELECT array_agg(reviewer.find_number(me.tenant_id, project, given.item_id, given.source) ORDER BY given.place)
    INTO stored FROM unnest(sources, ids) WITH ORDINALITY AS given(source, item_id, place);
    SELECT coalesce(array_agg(asked.place ORDER BY asked.place), '{}') INTO fresh
    FROM (SELECT min(place) AS place FROM unnest(sources, ids, stored) WITH ORDINALITY AS given(source, item_id, number, place)
          WHERE number IS NULL GROUP BY source, item_id) AS asked;
    added := cardinality(fresh);
    IF added > 0 THEN
        PERFORM reviewer.pull_back_cursors(me.tenant_id, project, head.rank, head.queued_at, 0)
        FROM (SELECT given.rank, coalesce(given.flagged_at, now) AS queued_at
              FROM unnest(ranks, flagged) WITH ORDINALITY AS given(rank, flagged_at, place)
              WHERE given.place = ANY (fresh) ORDER BY 1, 2 LIMIT 1) AS head;
        UPDATE reviewer.tenant SET last_item = last_item + added WHERE tenant_id = me.tenant_id
        RETURNING last_item - added + 1 INTO first;
        INSERT INTO reviewer.item (tenant_id, number, project_id, source, item_id, state, rank, queued_at, due_at,
            needed, reviews, hits_hidden, gold, unsettled, changed_at, sha256)
        SELECT me.tenant_id, first + new.nth - 1, project, given.source, given.item_id, 'open', given.rank,
               coalesce(given.flagged_at, now + new.nth - 1), given.due_at, given.needed, 0, given.hits_hidden,
               given.gold, 0, now, given.sha256
        FROM unnest(sources, ids, ranks, flagged, due, needs, hidden, golds, digests) WITH ORDINALITY
             AS given(source, item_id, rank, flagged_at, due_at, needed, hits_hidden, gold, sha256, place)
        JOIN unnest(fresh) WITH ORDINALITY AS new(place, nth) ON new.place = given.place;
        INSERT INTO reviewer.item_body (tenant_id, number, flagged_at, model, language, excerpt, body, words)
        -- A control item was never flagged, which no list may tell of it.
        SELECT me.tenant_id, first + new.nth - 1, CASE WHEN hidden[new.place] = 0 THEN flagged[new.place] END,
               given.model, given.language, given.excerpt, given.body, reviewer.words_of(given.words)
        FROM unnest(bodies, models, languages, excerpts, words)
             WITH ORDINALITY AS given(body, model, language, excerpt, words, place)
        JOIN unnest(fresh) WITH ORDINALITY AS new(place, nth) ON new.place = given.place;
        INSERT INTO reviewer.gold_item (tenant_id, item_number, project_id, state, answer, band, judged, wrong, since,
            changed_at, changed_by)
        SELECT me.tenant_id, first + new.nth - 1, project, 'active',
               reviewer.canonical(bodies[new.place]::jsonb -> 'gold'), 1, 0, 0, 0, now, ''
        FROM unnest(fresh) WITH ORDINALITY AS new(place, nth) WHERE golds[new.place] = 1;
    END IF;
    SELECT array_agg(given.source ORDER BY given.place), array_agg(given.item_id ORDER BY given.place)
    INTO conflict_sources, conflict_ids
    FROM unnest(sources, ids, digests, bodies) WITH ORDINALITY AS given(source, item_id, digest, body, place)
    JOIN reviewer.item AS known ON known.tenant_id = me.tenant_id
         AND known.number = reviewer.find_number(me.tenant_id, project, given.item_id, given.source)
    JOIN reviewer.item_body AS kept ON kept.tenant_id = me.tenant_id AND kept.number = known.number
    WHERE given.place <> ALL (fresh) AND known.sha256 <> given.digest AND kept.body::jsonb <> given.body::jsonb;
    PERFORM reviewer.keep_unreadable(me.tenant_id, project, now, bad_origins, bad_lines, bad_reasons, bad_raws);
    IF added > 0 OR cardinality(bad_raws) > 0 THEN
        SELECT appended.seq, appended.hash INTO seq, hash FROM reviewer.append(
            me.tenant_id, me.name, 'import', left(origin, 200), jsonb_build_object(
                'project', rules ->> 'name', 'added', added, 'duplicates', cardinality(bodies) - added,
                'unreadable', cardinality(bad_raws))) AS appended;
    END IF;
END
$$;

-- What the queue needs of an item, from its text and the rules of its project alone.
CREATE FUNCTION reviewer.read_item(
    body text, rules jsonb, OUT source text, OUT item_id text, OUT rank double precision, OUT flagged_at bigint,
    OUT due_at bigint, OUT needed bigint, OUT hits_hidden bigint, OUT gold bigint
)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    content jsonb := reviewer.read_json(body);
    name text := rules ->> 'name';
    hide_share double precision := coalesce((rules ->> 'hide_hits_share')::double precision, 0);
BEGIN
    IF NOT coalesce(reviewer.is_made_of(content, '{"id": "string", "response": "string|null", "responses": "array",
            "messages": "array", "evidence": "array", "priority": "number", "gold": "object|null"}'), false)
       OR NOT reviewer.is_made_of(coalesce(nullif(content -> 'gold', 'null'), '{}'), '{"answers": "object"}') THEN
        PERFORM reviewer.refuse('22023', 'An item does not fit its format: see ''reviewer schema item''.');
    END IF;
    source := coalesce(content -> 'source' ->> 'system', 'file');
    item_id := content ->> 'id';
    IF coalesce(length(item_id), 0) NOT BETWEEN 1 AND 500 OR octet_length(item_id) + octet_length(source) > 2600
       OR (content ->> 'response' IS NULL AND coalesce(jsonb_typeof(content -> 'responses'), '') <> 'array')
    THEN
        PERFORM reviewer.refuse('22023', 'An item needs an id of 1 to 500 characters and a response: see the manual.');
    END IF;
    rank := -reviewer.read_number(coalesce(content -> 'priority', '0'));
    flagged_at := reviewer.time_us(content ->> 'flagged_at');
    due_at := reviewer.time_us(content ->> 'due_at');
    IF rank IS NULL OR (flagged_at IS NULL AND content ->> 'flagged_at' IS NOT NULL)
       OR (due_at IS NULL AND content ->> 'due_at' IS NOT NULL) THEN
        PERFORM reviewer.refuse('22023', 'Item ''' || item_id
            || ''' has a priority that is no number or a time that is none in UTC: bring it in by the program.');
    END IF;
    needed := CASE WHEN reviewer.needs_overlap(rules, source, item_id, content)
              THEN coalesce((rules ->> 'overlap')::bigint, 1) ELSE 1 END;
    hits_hidden := (coalesce(content ->> 'control' = 'true', false) OR (hide_share > 0
        AND reviewer.unit_fraction('hide-hits', name, source, item_id) < hide_share))::integer;
    gold := (coalesce(jsonb_typeof(content -> 'gold') <> 'null', false))::integer;
END
$$;

-- A record that could not be read is kept once, with its reason.
CREATE FUNCTION reviewer.keep_unreadable(
    tenant bigint, project bigint, now bigint, origins text[], lines bigint[], reasons text[], raws bytea[]
) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    fresh bigint[];
    first bigint;
BEGIN
    SELECT array_agg(given.place ORDER BY given.place) INTO fresh
    FROM (SELECT reason, raw, min(place) AS place
          FROM unnest(reasons, raws) WITH ORDINALITY AS each(reason, raw, place) GROUP BY reason, raw) AS given
    WHERE NOT EXISTS (SELECT FROM reviewer.unreadable AS known
                      WHERE known.tenant_id = tenant AND known.project_id = project
                        AND sha256(known.raw) = sha256(given.raw) AND known.reason = given.reason);
    IF fresh IS NULL THEN
        RETURN;
    END IF;
    UPDATE reviewer.tenant AS head SET last_unreadable = last_unreadable + cardinality(fresh) WHERE head.tenant_id = keep_unreadable.tenant
    RETURNING last_unreadable - cardinality(fresh) + 1 INTO first;
    INSERT INTO reviewer.unreadable (tenant_id, number, project_id, origin, line, reason, raw, received_at)
    SELECT tenant, first + nth - 1, project, origins[place], lines[place], reasons[place], raws[place], now
    FROM unnest(fresh) WITH ORDINALITY AS kept(place, nth);
END
$$;
GRANT EXECUTE ON FUNCTION reviewer.add_items(bigint, text, text[], text[], text[], text[], text[], text[], bigint[],
    text[], bytea[]) TO reviewer_lead, reviewer_engineer, reviewer_admin;

-- The items that hold every word, the last one perhaps only as the beginning of a word. A plain query would not use the
-- index, since row-level security trusts no operator that might tell of a row; so this looks, and only at rows that the
-- log-in may see. No backslash stands in its text, since a session can change what one means there.
CREATE FUNCTION reviewer.items_with(words text[], last_is_beginning boolean) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
    me reviewer.member := reviewer.require('belong');
    sees_all constant boolean := me.role <> 'reviewer';
    wanted tsquery;
BEGIN
    IF coalesce(cardinality(words), 0) NOT BETWEEN 1 AND 1000 OR array_position(words, NULL) IS NOT NULL
       OR array_position(words, '') IS NOT NULL THEN
        PERFORM reviewer.refuse('22023', 'A search has 1 to 1,000 words: shorten it.');
    END IF;
    SELECT string_agg('''' || replace(replace(left(word, 100), chr(92), repeat(chr(92), 2)), '''', '''''') || ''''
                      || CASE WHEN last_is_beginning AND place = cardinality(words) THEN ':*' ELSE '' END, ' & ')::tsquery
    INTO wanted FROM unnest(words) WITH ORDINALITY AS each(word, place);
    IF sees_all THEN
        RETURN QUERY SELECT found.number FROM reviewer.item_body AS found
        WHERE found.tenant_id = me.tenant_id AND found.words @@ wanted;
    ELSE
        RETURN QUERY SELECT found.number FROM reviewer.item_body AS found
        WHERE found.tenant_id = me.tenant_id AND found.number IN (SELECT reviewer.my_items()) AND found.words @@ wanted;
    END IF;
END
$$;
GRANT EXECUTE ON FUNCTION reviewer.items_with(text[], boolean) TO reviewer_member;

-- Conditions over items (store/expressions_on_server.py): what stands at a place in a JSON text, and how two values
-- compare. They see the values that they are given, and nothing else.

-- Equal numbers written alike: true is 1, also deep inside.
CREATE FUNCTION reviewer.json_plain(value jsonb) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN CASE
        WHEN value::text !~ 'true|false' THEN value
        WHEN jsonb_typeof(value) = 'boolean' THEN to_jsonb(value::boolean::integer)
        WHEN jsonb_typeof(value) = 'array' THEN (
            SELECT jsonb_agg(reviewer.json_plain(each.value) ORDER BY each.place)
            FROM jsonb_array_elements(value) WITH ORDINALITY AS each(value, place))
        WHEN jsonb_typeof(value) = 'object' THEN (
            SELECT jsonb_object_agg(each.key, reviewer.json_plain(each.value)) FROM jsonb_each(value) AS each)
        ELSE value END;
END
$$;

-- Follow a path; through a list it gathers what each element holds.
CREATE FUNCTION reviewer.json_walk(value jsonb, parts text[]) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    FOR step IN 1 .. cardinality(parts) LOOP
        IF jsonb_typeof(value) = 'array' THEN
            RETURN (SELECT coalesce(jsonb_agg(found.value ORDER BY each.place) FILTER (WHERE found.value IS NOT NULL), '[]')
                    FROM jsonb_array_elements(value) WITH ORDINALITY AS each(value, place),
                         LATERAL reviewer.json_walk(each.value, parts[step:]) AS found(value));
        END IF;
        value := CASE WHEN jsonb_typeof(value) = 'object' THEN value -> parts[step] END;
    END LOOP;
    RETURN nullif(value, 'null');
END
$$;

-- A plain value where no list lies on the way, which is nearly always, is found at once.
CREATE FUNCTION reviewer.json_at(body text, path text) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    content jsonb := body;
    parts text[] := string_to_array(path, '.');
    found jsonb := content #> parts;
BEGIN
    IF jsonb_typeof(found) IN ('string', 'number') OR (found IS NULL AND cardinality(parts) = 2) THEN
        RETURN found;
    END IF;
    RETURN reviewer.json_plain(reviewer.json_walk(content, parts));
END
$$;

-- Below, at or above zero as the first value comes before, with or after the second; null where there is no order.
CREATE FUNCTION reviewer.json_order(a jsonb, b jsonb) RETURNS integer
LANGUAGE plpgsql IMMUTABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF jsonb_typeof(a) = 'number' AND jsonb_typeof(b) = 'number' THEN
        RETURN sign((a #>> '{}')::numeric - (b #>> '{}')::numeric);
    ELSIF jsonb_typeof(a) = 'string' AND jsonb_typeof(b) = 'string' THEN
        RETURN CASE WHEN a = b THEN 0 WHEN (a #>> '{}') COLLATE "C" < (b #>> '{}') COLLATE "C" THEN -1 ELSE 1 END;
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION reviewer.json_holds(holder jsonb, value jsonb) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF jsonb_typeof(holder) = 'string' THEN
        RETURN coalesce(jsonb_typeof(value) = 'string'
                        AND strpos((holder #>> '{}') COLLATE "C", value #>> '{}') > 0, false);
    ELSIF jsonb_typeof(holder) = 'array' THEN
        RETURN EXISTS (SELECT FROM jsonb_array_elements(holder) AS each(value)
                       WHERE each.value = coalesce(json_holds.value, 'null'));
    END IF;
    RETURN false;
END
$$;
GRANT EXECUTE ON FUNCTION reviewer.json_at(text, text), reviewer.json_order(jsonb, jsonb),
    reviewer.json_holds(jsonb, jsonb) TO reviewer_member;
