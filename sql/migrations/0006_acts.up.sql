-- 0006 acts (up)
--
-- What an admin does to a job: requeue, cancel, release. Each act is recorded with who, when and
-- why. Each returns what became of it in one word: the act's own word, or the state in which the
-- job was found and which does not allow it, or 'unknown' where there is no such job.
--
-- Locks     none.
-- Deploy    before the program.
-- Reverse   0006_acts.down.sql

-- Refuses an act that nobody could understand later.
CREATE FUNCTION spotter.act_check(actor text, reason text) RETURNS void
LANGUAGE plpgsql IMMUTABLE
AS $$
BEGIN
    IF coalesce(octet_length(reason), 0) NOT BETWEEN 1 AND 4096 THEN
        RAISE EXCEPTION 'spotter: reason must be a text of 1 to 4096 bytes'
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    IF coalesce(octet_length(actor), 0) NOT BETWEEN 1 AND 255 THEN
        RAISE EXCEPTION 'spotter: actor must be a text of 1 to 255 bytes'
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
END
$$;

-- Makes a failed or cancelled job available again, with its whole budget of attempts.
--
-- Asked twice, or by two at once, it happens once: an attempt can be followed by one such act only.
-- A completed job is never touched.
--
-- Returns   'requeued', or the state in which the job is instead
CREATE FUNCTION spotter.requeue(
    job_id bigint, reason text, actor text DEFAULT session_user, source text DEFAULT 'sql'
) RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET jit = off
AS $$
DECLARE
    job record;
    at timestamptz := clock_timestamp();
BEGIN
    PERFORM spotter.act_check(actor, reason);
    -- Retention deletes only what it could lock: what is requeued stays.
    PERFORM FROM spotter.job j WHERE j.id = requeue.job_id FOR KEY SHARE;
    -- State and attempt in one statement, so of one moment: the act follows that very attempt, and
    -- if the job has moved on since, somebody else's act follows it already.
    SELECT j.state, j.kind, j.queue, j.priority,
        (SELECT max(o.attempt) FROM spotter.outcome o WHERE o.job_id = j.id) AS last
    INTO job
    FROM spotter.jobs j WHERE j.id = requeue.job_id;
    IF NOT FOUND THEN
        RETURN 'unknown';
    END IF;
    IF job.state NOT IN ('failed', 'cancelled') THEN
        RETURN job.state;
    END IF;
    INSERT INTO spotter.act (job_id, attempt, action, run_at, actor, reason, source)
    VALUES (requeue.job_id, job.last, 'requeue', at, requeue.actor, requeue.reason,
        requeue.source)
    ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        RETURN (SELECT j.state FROM spotter.jobs j WHERE j.id = requeue.job_id);
    END IF;
    INSERT INTO spotter.ready (job_id, attempt, kind, queue, priority, run_at)
    VALUES (requeue.job_id, job.last + 1, job.kind, job.queue, job.priority, at);
    PERFORM spotter.wake();
    RETURN 'requeued';
END
$$;

-- Ends the current attempt of a job from outside, waiting or running. The common part of cancel and
-- release: the outcome is the fence, so a worker that still runs the attempt cannot commit it.
--
-- Returns   the attempt that was ended; null where the job is terminal or unknown
CREATE FUNCTION spotter.attempt_end(job_id bigint, state text, reason text, retry_at timestamptz)
RETURNS integer
LANGUAGE plpgsql
AS $$
DECLARE
    job spotter.jobs;
    waiting spotter.ready;
    ended integer;
    at timestamptz := clock_timestamp();
BEGIN
    -- Claims, settles and acts of others can come in between; each round looks anew, and a job
    -- that moves so fast that eight rounds miss it is left to the caller's next try.
    FOR round IN 1..8 LOOP
        SELECT * INTO job FROM spotter.jobs j WHERE j.id = attempt_end.job_id;
        IF NOT FOUND OR job.state IN ('completed', 'failed', 'cancelled') THEN
            RETURN NULL;
        END IF;
        IF job.state = 'running' THEN
            waiting := NULL;
            ended := job.attempt;
        ELSE
            DELETE FROM spotter.ready r
            WHERE r.queue = job.queue AND r.priority = job.priority
                AND r.run_at = job.run_at AND r.job_id = job.id
            RETURNING * INTO waiting;
            CONTINUE WHEN NOT FOUND;
            ended := waiting.attempt;
        END IF;
        INSERT INTO spotter.outcome (job_id, attempt, state, started_at, finished_at, retry_at,
            error_code, error)
        VALUES (job.id, ended, attempt_end.state,
            CASE WHEN job.state = 'running' THEN job.started_at END, at, attempt_end.retry_at,
            attempt_end.state, left(reason, 2000))
        ON CONFLICT DO NOTHING;
        CONTINUE WHEN NOT FOUND;
        IF attempt_end.retry_at IS NOT NULL THEN
            INSERT INTO spotter.ready
                (job_id, attempt, failures, deaths, kind, queue, priority, run_at)
            VALUES (job.id, ended + 1, coalesce(waiting.failures, job.failures),
                coalesce(waiting.deaths, job.deaths), job.kind, job.queue, job.priority,
                attempt_end.retry_at);
        END IF;
        IF job.state = 'running' THEN
            PERFORM pg_notify('spotter.cancel', job.id || ':' || ended);
        END IF;
        RETURN ended;
    END LOOP;
    RAISE EXCEPTION 'spotter: job % changes too fast; try again', attempt_end.job_id
        USING ERRCODE = 'lock_not_available';
END
$$;

-- Ends a job for good, waiting or running. What a running handler has not committed is lost; the
-- worker is told to stop it.
--
-- Returns   'cancelled', or the terminal state in which the job is
CREATE FUNCTION spotter.cancel(
    job_id bigint, reason text, actor text DEFAULT session_user, source text DEFAULT 'sql'
) RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '5s'
SET jit = off
AS $$
DECLARE
    ended integer;
BEGIN
    PERFORM spotter.act_check(actor, reason);
    ended := spotter.attempt_end(cancel.job_id, 'cancelled', cancel.reason, NULL);
    IF ended IS NULL THEN
        RETURN coalesce((SELECT j.state FROM spotter.jobs j WHERE j.id = cancel.job_id),
            'unknown');
    END IF;
    INSERT INTO spotter.act (job_id, attempt, action, actor, reason, source)
    VALUES (cancel.job_id, ended, 'cancel', cancel.actor, cancel.reason, cancel.source);
    RETURN 'cancelled';
END
$$;

-- Makes an unfinished job available now, without spending an attempt: takes a running one from its
-- worker, and ends the waiting of a scheduled or retrying one.
--
-- Returns   'released', or the state in which the job is and which does not allow it
CREATE FUNCTION spotter.release(
    job_id bigint, reason text, actor text DEFAULT session_user, source text DEFAULT 'sql'
) RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '5s'
SET jit = off
AS $$
DECLARE
    state text := (SELECT j.state FROM spotter.jobs j WHERE j.id = release.job_id);
    ended integer;
BEGIN
    PERFORM spotter.act_check(actor, reason);
    IF state = 'available' THEN
        RETURN state;
    END IF;
    ended := spotter.attempt_end(release.job_id, 'released', release.reason, clock_timestamp());
    IF ended IS NULL THEN
        RETURN coalesce((SELECT j.state FROM spotter.jobs j WHERE j.id = release.job_id),
            'unknown');
    END IF;
    INSERT INTO spotter.act (job_id, attempt, action, actor, reason, source)
    VALUES (release.job_id, ended, 'release', release.actor, release.reason, release.source);
    PERFORM spotter.wake();
    RETURN 'released';
END
$$;
