-- 0002 enqueue (up)
--
-- spotter.enqueue and spotter.enqueue_many: how a job comes into being, from every language, inside
-- the caller's transaction. Both end in spotter.enqueue_rows, which the Swift library calls itself.
--
-- Locks     none.
-- Deploy    before the program.
-- Reverse   0002_enqueue.down.sql

-- Wakes a sleeping worker, if there is one. NOTIFY takes an instance-wide lock at commit (32
-- enqueuers: 15,000 commits/s without, 4,000 with one each), so a busy fleet is never notified. A
-- wake-up lost between the two is made good by polling; so is one that cannot be sent because
-- somebody has locked the table of workers, and no enqueue waits for that.
CREATE FUNCTION spotter.wake() RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '100ms'
AS $$
BEGIN
    IF EXISTS (SELECT FROM spotter.worker WHERE ended_at IS NULL AND idle) THEN
        PERFORM pg_notify('spotter.wake', '');
    END IF;
EXCEPTION WHEN lock_not_available THEN
    RAISE DEBUG 'spotter: no wake-up was sent, spotter.worker is locked';
END
$$;

-- Refuses what the table would refuse too, in words that say what is allowed; place is the job's
-- position where there are several. Its search_path is
-- its callers', who fix it: a SET clause of its own would cost more than the checks.
CREATE FUNCTION spotter.enqueue_check(
    kind text, args jsonb, queue text, priority integer, run_at timestamptz,
    max_attempts integer, key text, tags text[], place bigint
) RETURNS void
LANGUAGE plpgsql IMMUTABLE
AS $$
DECLARE
    problem text := CASE
        WHEN kind IS NULL OR length(kind) NOT BETWEEN 1 AND 100
            THEN 'kind must be a text of 1 to 100 characters'
        WHEN args IS NULL OR jsonb_typeof(args) <> 'object' THEN 'args must be a JSON object'
        WHEN queue IS NULL OR length(queue) NOT BETWEEN 1 AND 100
            THEN 'queue must be a text of 1 to 100 characters'
        WHEN priority IS NULL OR priority NOT BETWEEN -32768 AND 32767
            THEN 'priority must be -32768 (first) to 32767 (last)'
        WHEN run_at IS NOT NULL AND (NOT isfinite(run_at) OR run_at >= '10000-01-01 00:00:00+00')
            THEN 'run_at must be a time before the year 10000'
        WHEN max_attempts IS NULL OR max_attempts NOT BETWEEN 1 AND 1000
            THEN 'max_attempts must be 1 to 1000'
        WHEN octet_length(key) NOT BETWEEN 1 AND 1024 THEN 'key must be 1 to 1024 bytes'
        WHEN cardinality(tags) > 50 OR array_ndims(tags) > 1
            OR array_position(tags, NULL) IS NOT NULL
            OR EXISTS (SELECT FROM unnest(tags) tag WHERE length(tag) NOT BETWEEN 1 AND 255)
            THEN 'tags must be at most 50 texts of 1 to 255 characters each'
    END;
BEGIN
    IF problem IS NOT NULL THEN
        RAISE EXCEPTION 'spotter: %', coalesce('job ' || place || ': ', '') || problem
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
END
$$;

-- Adds one job in the caller's transaction.
--
-- priority      smaller runs first
-- run_at        null: now
-- key           unique for each kind, for as long as keys are kept, which is longer than jobs are
-- digest        what the caller wants to compare when the key comes again; kept with the key
-- outcome       'created', or 'existing' when the key was there: then nothing was added, and job_id
--               is the earlier job
-- Errors        22023 with the name of the value and what is allowed
CREATE FUNCTION spotter.enqueue(
    kind text, args jsonb, queue text DEFAULT 'default', priority integer DEFAULT 0,
    run_at timestamptz DEFAULT NULL, max_attempts integer DEFAULT 20, key text DEFAULT NULL,
    tags text[] DEFAULT '{}', digest bytea DEFAULT NULL
) RETURNS TABLE (job_id bigint, outcome text)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    due timestamptz := coalesce(enqueue.run_at, now());
BEGIN
    PERFORM spotter.enqueue_check(kind, args, queue, priority, run_at, max_attempts, key,
        coalesce(tags, '{}'), NULL);
    job_id := nextval('spotter.job_id_seq');
    outcome := 'created';
    IF enqueue.key IS NOT NULL THEN
        -- Two at once: the second waits here until the first has committed or rolled back.
        INSERT INTO spotter.key (kind, key, job_id, digest)
        VALUES (enqueue.kind, enqueue.key, enqueue.job_id, enqueue.digest)
        ON CONFLICT DO NOTHING;
        IF NOT FOUND THEN
            SELECT k.job_id, 'existing' INTO job_id, outcome
            FROM spotter.key k WHERE k.kind = enqueue.kind AND k.key = enqueue.key;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'spotter: the key was deleted at this very moment; try again'
                    USING ERRCODE = 'serialization_failure';
            END IF;
            RETURN NEXT;
            RETURN;
        END IF;
    END IF;
    WITH new AS (
        INSERT INTO spotter.job
            (id, kind, args, queue, priority, run_at, max_attempts, key, tags)
        VALUES (enqueue.job_id, enqueue.kind, enqueue.args, enqueue.queue, enqueue.priority, due,
            enqueue.max_attempts, enqueue.key, coalesce(enqueue.tags, '{}'))
    )
    INSERT INTO spotter.ready (job_id, attempt, kind, queue, priority, run_at)
    VALUES (enqueue.job_id, 1, enqueue.kind, enqueue.queue, enqueue.priority, due);
    IF due <= clock_timestamp() THEN
        PERFORM spotter.wake();
    END IF;
    RETURN NEXT;
END
$$;

-- Adds many jobs in the caller's transaction; one row of the answer for each, in the order given.
--
-- All arrays have the same length; tags are array literals ('{a,b}'), since arrays of arrays cannot
-- differ in length. A key that stands twice in one call makes one job.
CREATE FUNCTION spotter.enqueue_rows(
    kinds text[], args jsonb[], queues text[], priorities integer[], run_ats timestamptz[],
    max_attempts integer[], keys text[], tags text[], digests bytea[]
) RETURNS TABLE (job_id bigint, outcome text)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
SET jit = off
AS $$
#variable_conflict use_column
DECLARE
    ids bigint[];
    chosen bigint[];
BEGIN
    PERFORM spotter.enqueue_check(r.kind, r.args, r.queue, r.priority, r.run_at, r.max_attempts,
        r.key, coalesce(r.tags::text[], '{}'), r.place)
    FROM unnest(kinds, args, queues, priorities, run_ats, max_attempts, keys, tags) WITH ORDINALITY
        AS r (kind, args, queue, priority, run_at, max_attempts, key, tags, place);

    SELECT array_agg(nextval('spotter.job_id_seq') ORDER BY ordinal) INTO ids
    FROM generate_subscripts(kinds, 1) AS ordinal;
    chosen := ids;
    IF EXISTS (SELECT FROM unnest(keys) AS key WHERE key IS NOT NULL) THEN
        -- In the order of the keys: two calls with the same keys wait for, not on, each other.
        INSERT INTO spotter.key (kind, key, job_id, digest)
        SELECT DISTINCT ON (r.kind, r.key) r.kind, r.key, r.id, r.digest
        FROM unnest(kinds, keys, ids, digests) AS r (kind, key, id, digest)
        WHERE r.key IS NOT NULL
        ORDER BY r.kind, r.key, r.id
        ON CONFLICT DO NOTHING;
        SELECT array_agg(CASE WHEN r.key IS NULL THEN r.id ELSE k.job_id END ORDER BY r.ordinal)
        INTO chosen
        FROM unnest(kinds, keys, ids) WITH ORDINALITY AS r (kind, key, id, ordinal)
        LEFT JOIN spotter.key k ON k.kind = r.kind AND k.key = r.key;
        IF array_position(chosen, NULL) IS NOT NULL THEN
            RAISE EXCEPTION 'spotter: a key was deleted at this very moment; try again'
                USING ERRCODE = 'serialization_failure';
        END IF;
    END IF;

    WITH new AS (
        INSERT INTO spotter.job
            (id, kind, args, queue, priority, run_at, max_attempts, key, tags)
        SELECT r.id, r.kind, r.args, r.queue, r.priority, coalesce(r.run_at, now()),
            r.max_attempts, r.key, coalesce(r.tags::text[], '{}')
        FROM unnest(ids, chosen, kinds, args, queues, priorities, run_ats, max_attempts, keys, tags)
            AS r (id, chosen, kind, args, queue, priority, run_at, max_attempts, key, tags)
        WHERE r.id = r.chosen
        RETURNING id, kind, queue, priority, run_at
    )
    INSERT INTO spotter.ready (job_id, attempt, kind, queue, priority, run_at)
    SELECT id, 1, kind, queue, priority, run_at FROM new;

    IF EXISTS (SELECT FROM unnest(run_ats) AS r (run_at)
            WHERE r.run_at IS NULL OR r.run_at <= clock_timestamp()) THEN
        PERFORM spotter.wake();
    END IF;
    RETURN QUERY
        SELECT r.chosen, CASE WHEN r.id = r.chosen THEN 'created' ELSE 'existing' END
        FROM unnest(ids, chosen) WITH ORDINALITY AS r (id, chosen, ordinal)
        ORDER BY r.ordinal;
END
$$;

-- Refuses a member of a JSON object that enqueue_many would not understand, or would take for
-- something else: a number for a kind, say.
CREATE FUNCTION spotter.enqueue_member_check(name text, value jsonb, place bigint) RETURNS void
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    problem text := CASE
        WHEN name IN ('kind', 'queue', 'key', 'run_at') AND jsonb_typeof(value) <> 'string'
            THEN name || ' must be a string'
        WHEN name IN ('priority', 'max_attempts')
            AND (jsonb_typeof(value) <> 'number' OR value::text !~ '^-?[0-9]{1,9}$')
            THEN name || ' must be a whole number'
        WHEN name = 'tags' AND (jsonb_typeof(value) <> 'array'
            OR jsonb_path_exists(value, 'strict $[*] ? (@.type() != "string")'))
            THEN 'tags must be an array of strings'
        WHEN name NOT IN ('kind', 'args', 'queue', 'priority', 'run_at', 'max_attempts', 'key',
            'tags')
            THEN 'unknown member "' || name || '"; known are kind, args, queue, priority, run_at, '
                || 'max_attempts, key, tags'
    END;
BEGIN
    IF problem IS NULL AND name = 'run_at' THEN
        BEGIN
            PERFORM (value #>> '{}')::timestamptz;
        EXCEPTION WHEN data_exception THEN
            problem := 'run_at must be a time such as 2030-01-31T08:00:00Z';
        END;
    END IF;
    IF problem IS NOT NULL THEN
        RAISE EXCEPTION 'spotter: job %: %', place, problem
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
END
$$;

-- Adds many jobs, given as a JSON array of objects with the names of spotter.enqueue's parameters.
-- A member that is null counts as left out.
--
-- Errors    22023 with the position of the first object that is refused; then nothing was added
CREATE FUNCTION spotter.enqueue_many(jobs jsonb) RETURNS TABLE (job_id bigint, outcome text)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    element jsonb;
    place bigint;
BEGIN
    IF jobs IS NULL OR jsonb_typeof(jobs) <> 'array' THEN
        RAISE EXCEPTION 'spotter: jobs must be a JSON array of objects'
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    FOR element, place IN SELECT value, ordinality FROM jsonb_array_elements(jobs) WITH ORDINALITY
    LOOP
        IF jsonb_typeof(element) <> 'object' THEN
            RAISE EXCEPTION 'spotter: job % must be a JSON object', place
                USING ERRCODE = 'invalid_parameter_value';
        END IF;
        PERFORM spotter.enqueue_member_check(member.key, member.value, place)
        FROM jsonb_each(element) AS member
        WHERE member.key <> 'args' AND jsonb_typeof(member.value) <> 'null';
    END LOOP;
    RETURN QUERY
        SELECT added.job_id, added.outcome
        FROM (
            SELECT array_agg(r.kind ORDER BY n) AS kinds, array_agg(r.args ORDER BY n) AS args,
                array_agg(coalesce(r.queue, 'default') ORDER BY n) AS queues,
                array_agg(coalesce(r.priority, 0) ORDER BY n) AS priorities,
                array_agg(r.run_at ORDER BY n) AS run_ats,
                array_agg(coalesce(r.max_attempts, 20) ORDER BY n) AS max_attempts,
                array_agg(r.key ORDER BY n) AS keys,
                array_agg(r.tags::text ORDER BY n) AS tags,
                array_agg(NULL::bytea ORDER BY n) AS digests
            FROM jsonb_array_elements(jobs) WITH ORDINALITY AS e (value, n)
            CROSS JOIN LATERAL jsonb_to_record(e.value) AS r (kind text, args jsonb, queue text,
                priority integer, run_at timestamptz, max_attempts integer, key text, tags text[])
        ) AS all_jobs
        CROSS JOIN LATERAL spotter.enqueue_rows(kinds, args, queues, priorities, run_ats,
            max_attempts, keys, tags, digests) AS added
        WHERE kinds IS NOT NULL;
END
$$;
