-- 0007 retention (up)
--
-- Deletes what has been over for long enough. Only terminal jobs go, counted from their end;
-- whatever still waits or runs stays, however old. A job's idempotency key stays longer than the
-- job and remembers how it ended, so that a late repetition of a request is still no new one.
--
-- Locks     row locks on the jobs that go; a job that somebody requeues at this moment is skipped.
-- Deploy    before the program.
-- Reverse   0007_retention.down.sql

CREATE INDEX key_created_idx ON spotter.key (created_at);

-- Looks at up to batch jobs with ids above after_id, oldest first, and deletes those whose time has
-- come. Call it again with the returned next_id until that is null; then begin anew some time later.
--
-- completed  how long completed and cancelled jobs are kept after their end
-- failed     how long failed jobs are kept after their end
-- Why        by id, not by an index on the end: completed jobs are the many, and one more index
--            entry for each of them would cost every job what this saves once
CREATE FUNCTION spotter.job_retain(
    after_id bigint, batch integer, completed interval, failed interval
) RETURNS TABLE (deleted bigint, next_id bigint)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '1s'
SET jit = off
AS $$
DECLARE
    looked_at bigint[];
    over bigint[];
    youngest timestamptz := now() - least(completed, failed);
BEGIN
    deleted := 0;
    SELECT array_agg(j.id ORDER BY j.id) INTO looked_at
    FROM (
        SELECT id FROM spotter.job
        WHERE id > after_id ORDER BY id LIMIT batch
    ) AS j;
    next_id := looked_at[cardinality(looked_at)];

    -- Locked first and judged after: a requeue holds the row's key share lock.
    SELECT array_agg(locked.id) INTO over FROM (
        SELECT j.id FROM spotter.job j
        WHERE j.id = ANY (looked_at) AND j.created_at < youngest
        FOR UPDATE SKIP LOCKED
    ) AS locked;
    SELECT array_agg(j.id) INTO over FROM spotter.jobs j
    WHERE j.id = ANY (over) AND CASE j.state
        WHEN 'completed' THEN j.finished_at < now() - completed
        WHEN 'cancelled' THEN j.finished_at < now() - completed
        WHEN 'failed' THEN j.finished_at < now() - failed
        ELSE false END;
    IF over IS NOT NULL THEN
        UPDATE spotter.key k SET final_state = j.state
        FROM spotter.jobs j
        WHERE j.id = ANY (over) AND j.key IS NOT NULL AND k.kind = j.kind AND k.key = j.key;
        DELETE FROM spotter.outcome o WHERE o.job_id = ANY (over);
        DELETE FROM spotter.act a WHERE a.job_id = ANY (over);
        DELETE FROM spotter.job j WHERE j.id = ANY (over);
        GET DIAGNOSTICS deleted = ROW_COUNT;
    END IF;
    -- The rest is younger than anything that could be over.
    IF EXISTS (SELECT FROM spotter.job j WHERE j.id = next_id AND j.created_at >= youngest) THEN
        next_id := NULL;
    END IF;
    RETURN NEXT;
END
$$;

-- Deletes up to batch keys of deleted jobs that are older than keep; returns how many.
CREATE FUNCTION spotter.key_retain(keep interval, batch integer) RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '1s'
SET jit = off
AS $$
DECLARE
    deleted bigint;
BEGIN
    DELETE FROM spotter.key WHERE ctid = ANY (ARRAY(
        SELECT k.ctid FROM spotter.key k
        WHERE k.created_at < now() - keep AND k.final_state IS NOT NULL
        ORDER BY k.created_at LIMIT batch
        FOR UPDATE SKIP LOCKED));
    GET DIAGNOSTICS deleted = ROW_COUNT;
    RETURN deleted;
END
$$;

-- Deletes workers that ended longer ago than keep and hold no lease; returns how many. Outcomes
-- keep their worker's number, so keep is to be longer than any outcome is.
CREATE FUNCTION spotter.worker_retain(keep interval, batch integer) RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '1s'
SET jit = off
AS $$
DECLARE
    deleted bigint;
BEGIN
    DELETE FROM spotter.worker WHERE id IN (
        SELECT w.id FROM spotter.worker w
        WHERE w.ended_at < now() - keep
            AND NOT EXISTS (SELECT FROM spotter.lease l WHERE l.worker_id = w.id)
        ORDER BY w.id LIMIT batch);
    GET DIAGNOSTICS deleted = ROW_COUNT;
    RETURN deleted;
END
$$;
