-- 0003 worker (up)
--
-- What a worker does with the tables: start, beat, claim, settle, rescue, end. The functions are
-- the protocol, so a worker in any language keeps the same promise.
--
-- Errors of the protocol have SQLSTATEs of their own:
--   SP001  this worker has ended, counted as dead by others; it must start again under a new id
--   SP002  this attempt has its outcome already; everything in this transaction must roll back
--
-- Locks     none.
-- Deploy    before the program.
-- Reverse   0003_worker.down.sql

CREATE FUNCTION spotter.worker_start(
    name text, release text, queues text[], kinds text[], concurrency integer, lease interval
) RETURNS bigint
LANGUAGE sql
SET search_path = pg_catalog, pg_temp
AS $$
    INSERT INTO spotter.worker (name, release, queues, kinds, concurrency, lease)
    VALUES (name, release, queues, kinds, concurrency, lease)
    RETURNING id
$$;

-- Says that the worker lives. A gap longer than its lease starts its steadiness anew: whoever was
-- cut off himself must not judge the others at once.
--
-- alive      false: others counted it as dead, and its jobs run elsewhere
-- suspects   a job that saw a worker die is due
-- ended_jobs, ended_attempts  attempts of this worker that somebody else has cancelled or released
CREATE FUNCTION spotter.worker_beat(worker_id bigint)
RETURNS TABLE (
    alive boolean, suspects boolean, ended_jobs bigint[], ended_attempts integer[]
)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    UPDATE spotter.worker w
    SET heartbeat_at = clock_timestamp(),
        steady_since = CASE WHEN w.heartbeat_at + w.lease < clock_timestamp()
            THEN clock_timestamp() ELSE w.steady_since END
    WHERE w.id = worker_id AND w.ended_at IS NULL;
    alive := FOUND;
    suspects := EXISTS (SELECT FROM spotter.ready r WHERE r.deaths > 0 AND r.run_at <= now());
    SELECT coalesce(array_agg(o.job_id), '{}'), coalesce(array_agg(o.attempt), '{}')
    INTO ended_jobs, ended_attempts
    FROM spotter.lease l
    CROSS JOIN LATERAL unnest(l.job_ids, l.attempts) AS held (job_id, attempt)
    JOIN spotter.outcome o ON o.job_id = held.job_id AND o.attempt = held.attempt
    WHERE l.worker_id = worker_beat.worker_id AND o.state IN ('cancelled', 'released')
        AND o.worker_id IS DISTINCT FROM worker_beat.worker_id;
    RETURN NEXT;
END
$$;

-- The lanes (queue and priority) that have rows, in the order in which they are served: by
-- priority, and among equals by chance, so that no queue starves another. A loose index scan: one
-- index probe a lane, however many rows wait in it.
CREATE FUNCTION spotter.lanes(queues text[]) RETURNS TABLE (queue text, priority smallint)
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
SET enable_bitmapscan = off
SET jit = off
AS $$
    WITH RECURSIVE lane AS (
        (SELECT r.queue, r.priority FROM spotter.ready r ORDER BY r.queue, r.priority LIMIT 1)
        UNION ALL
        SELECT following.queue, following.priority
        FROM lane
        CROSS JOIN LATERAL (
            SELECT r.queue, r.priority FROM spotter.ready r
            WHERE (r.queue, r.priority) > (lane.queue, lane.priority)
            ORDER BY r.queue, r.priority LIMIT 1
        ) AS following
    )
    SELECT lane.queue, lane.priority
    FROM lane LEFT JOIN spotter.queue q ON q.name = lane.queue
    WHERE (lanes.queues IS NULL OR lane.queue = ANY (lanes.queues)) AND q.paused_at IS NULL
    ORDER BY lane.priority, random()
$$;

-- Leases up to batch due jobs to the worker, in the order in which they should run.
--
-- Only of the kinds named: what a worker does not know stays for another. suspect: one job that saw
-- a worker die, by itself; else only jobs that did not. Nothing for a worker whose heartbeat is too
-- old: it may be counted as dead at any moment, or beat again after an outage.
--
-- Why       DELETE … ctid = ANY (ARRAY(SELECT … FOR UPDATE SKIP LOCKED)): the array is evaluated
--           once; a join or IN could be planned as a hash join over the whole table, or repeat
--           the limited subselect and take too many. The planner settings pin that plan; jit off,
--           since disabled plan nodes look dear enough to be compiled at every call.
-- Errors    SP001
CREATE FUNCTION spotter.claim(
    worker_id bigint, queues text[], kinds text[], batch integer, suspect boolean DEFAULT false
) RETURNS TABLE (
    lease_id bigint, job_id bigint, attempt integer, failures integer, deaths smallint,
    kind text, queue text, priority smallint, max_attempts smallint, args jsonb, tags text[],
    created_at timestamptz
)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET enable_bitmapscan = off
SET jit = off
AS $$
#variable_conflict use_column
DECLARE
    me spotter.worker;
    lane record;
    taken record;
    all_ids bigint[] := '{}';
    all_attempts integer[] := '{}';
    all_failures integer[] := '{}';
    died smallint := 0;
    wanted integer := CASE WHEN suspect THEN 1 ELSE batch END;
    lease bigint;
BEGIN
    SELECT * INTO me FROM spotter.worker w
    WHERE w.id = claim.worker_id AND w.ended_at IS NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'spotter: worker % has ended', worker_id USING ERRCODE = 'SP001';
    END IF;
    IF me.heartbeat_at + me.lease < clock_timestamp() THEN
        RETURN;
    END IF;

    FOR lane IN SELECT * FROM spotter.lanes(claim.queues) LOOP
        WITH gone AS (
            DELETE FROM spotter.ready WHERE ctid = ANY (ARRAY(
                SELECT r.ctid FROM spotter.ready r
                WHERE r.queue = lane.queue AND r.priority = lane.priority
                    AND r.run_at <= now() AND r.kind = ANY (claim.kinds)
                    AND (r.deaths > 0) = claim.suspect
                ORDER BY r.run_at, r.job_id
                LIMIT wanted
                FOR UPDATE SKIP LOCKED))
            RETURNING job_id, attempt, failures, deaths, run_at
        )
        SELECT array_agg(g.job_id ORDER BY g.run_at, g.job_id) AS ids,
            array_agg(g.attempt ORDER BY g.run_at, g.job_id) AS attempts,
            array_agg(g.failures ORDER BY g.run_at, g.job_id) AS failures,
            max(g.deaths) AS deaths
        INTO taken FROM gone g;
        IF taken.ids IS NOT NULL THEN
            all_ids := all_ids || taken.ids;
            all_attempts := all_attempts || taken.attempts;
            all_failures := all_failures || taken.failures;
            died := taken.deaths;
            wanted := wanted - cardinality(taken.ids);
            EXIT WHEN wanted <= 0;
        END IF;
    END LOOP;

    IF cardinality(all_ids) = 0 THEN
        -- Written only when it changes; an idle worker that polls writes nothing.
        IF NOT me.idle AND NOT suspect THEN
            UPDATE spotter.worker w SET idle = true WHERE w.id = claim.worker_id;
        END IF;
        RETURN;
    END IF;
    IF me.idle THEN
        UPDATE spotter.worker w SET idle = false WHERE w.id = claim.worker_id;
    END IF;
    INSERT INTO spotter.lease (worker_id, job_ids, attempts, failures, deaths)
    VALUES (claim.worker_id, all_ids, all_attempts, all_failures, died)
    RETURNING id INTO lease;
    RETURN QUERY
        SELECT lease, j.id, held.attempt, held.failures, died, j.kind, j.queue, j.priority,
            j.max_attempts, j.args, j.tags, j.created_at
        FROM unnest(all_ids, all_attempts, all_failures) WITH ORDINALITY
            AS held (id, attempt, failures, place)
        JOIN spotter.job j ON j.id = held.id
        ORDER BY held.place;
END
$$;

-- Writes the outcomes of attempts, one array element each, and makes those due again that have a
-- wait. Leases named in ended_leases go: each of their jobs has its outcome by now.
--
-- elapsed     seconds that the attempt ran; null: it never started
-- wait        seconds until the next attempt; null: there is none
-- failures    what is spent of the budget after this attempt
-- deaths      how many workers have died of the job; 0 once it has ended in any way of its own
-- Why         lock_timeout: a connection that was cut in the middle of a commit can hold its outcome
--             until the server notices; the other outcomes must not wait for that one
-- Returns     the jobs whose outcome this is. One that is missing had an outcome already: it was
--             cancelled or rescued meanwhile, and nothing was written for it.
CREATE FUNCTION spotter.settle(
    worker_id bigint, job_ids bigint[], attempts integer[], states text[], failures integer[],
    deaths smallint[], elapsed double precision[], wait double precision[], error_codes text[],
    errors text[], ended_leases bigint[]
) RETURNS SETOF bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '1s'
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET jit = off
AS $$
DECLARE
    at timestamptz := clock_timestamp();
BEGIN
    RETURN QUERY
        WITH ended AS (
            SELECT *, at + make_interval(secs => e.wait) AS retry_at
            FROM unnest(settle.job_ids, settle.attempts, settle.states, settle.failures,
                settle.deaths, settle.elapsed, settle.wait, settle.error_codes, settle.errors)
                AS e (job_id, attempt, state, failures, deaths, elapsed, wait, error_code, error)
        ), recorded AS (
            INSERT INTO spotter.outcome AS o
                (job_id, attempt, state, worker_id, started_at, finished_at, retry_at, error_code,
                error)
            SELECT e.job_id, e.attempt, e.state, settle.worker_id,
                at - make_interval(secs => e.elapsed), at, e.retry_at, e.error_code, e.error
            FROM ended e ORDER BY e.job_id
            ON CONFLICT DO NOTHING
            RETURNING o.job_id
        ), again AS (
            INSERT INTO spotter.ready
                (job_id, attempt, failures, deaths, kind, queue, priority, run_at)
            SELECT e.job_id, e.attempt + 1, e.failures, e.deaths, j.kind, j.queue, j.priority,
                e.retry_at
            FROM recorded r
            JOIN ended e ON e.job_id = r.job_id
            JOIN spotter.job j ON j.id = e.job_id
            WHERE e.retry_at IS NOT NULL
        ), gone AS (
            DELETE FROM spotter.lease l WHERE l.id = ANY (settle.ended_leases)
        )
        SELECT r.job_id FROM recorded r;
END
$$;

-- Gives back what the worker holds without knowing: a claim can commit and its answer be lost with
-- the connection. To be called when no claim is under way; known are the leases the worker knows.
--
-- Returns   how many jobs were given back
CREATE FUNCTION spotter.leases_return(worker_id bigint, known bigint[]) RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '1s'
SET jit = off
AS $$
DECLARE
    l spotter.lease;
    returned bigint := 0;
    size integer;
BEGIN
    FOR l IN
        SELECT * FROM spotter.lease held
        WHERE held.worker_id = leases_return.worker_id AND held.id <> ALL (known)
        FOR UPDATE SKIP LOCKED
    LOOP
        size := cardinality(l.job_ids);
        returned := returned + (SELECT count(*) FROM spotter.settle(l.worker_id, l.job_ids,
            l.attempts, array_fill('released'::text, ARRAY[size]), l.failures,
            array_fill(l.deaths, ARRAY[size]), array_fill(NULL::float8, ARRAY[size]),
            array_fill(0::float8, ARRAY[size]), array_fill(NULL::text, ARRAY[size]),
            array_fill(NULL::text, ARRAY[size]), ARRAY[l.id]));
    END LOOP;
    RETURN returned;
END
$$;

-- Completes one attempt in the transaction of the job's own effect. Call it last, just before
-- COMMIT: from here on a rescuer of this job waits for the transaction.
--
-- Errors    SP002; the effect must not commit, and cannot
CREATE FUNCTION spotter.complete(
    worker_id bigint, job_id bigint, attempt integer, elapsed double precision
) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    at timestamptz := clock_timestamp();
BEGIN
    INSERT INTO spotter.outcome (job_id, attempt, state, worker_id, started_at, finished_at)
    VALUES (complete.job_id, complete.attempt, 'completed', complete.worker_id,
        at - make_interval(secs => complete.elapsed), at)
    ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'spotter: attempt % of job % has its outcome already', complete.attempt,
            complete.job_id USING ERRCODE = 'SP002';
    END IF;
END
$$;

-- Ends a worker. What it still holds goes back unspent: its end is none of these jobs' doing.
CREATE FUNCTION spotter.worker_end(worker_id bigint, reason text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET jit = off
AS $$
BEGIN
    PERFORM spotter.leases_return(worker_end.worker_id, '{}');
    UPDATE spotter.worker w
    SET ended_at = clock_timestamp(), end_reason = worker_end.reason, idle = false
    WHERE w.id = worker_end.worker_id AND w.ended_at IS NULL;
END
$$;
