-- 0004 rescue (up)
--
-- A dead worker's jobs come back by themselves. Every worker looks for the dead every few seconds;
-- there is no leader that could be dead itself. A worker is dead when its heartbeat is older than
-- its lease; its attempts get the outcome 'lost' and their jobs are due again. The dead worker may
-- turn out to be alive: its own outcome then meets the fence and rolls back, effect included.
--
-- An outage of the database is no death of the workers: nobody's heartbeat can be written then. So
-- nobody is judged until the server has been up for a lease, nor by a worker that was itself cut
-- off less than two heartbeats ago.
--
-- Locks     none.
-- Deploy    before the program.
-- Reverse   0004_rescue.down.sql

-- The leases of dead workers, oldest first; empty while the caller may not judge.
CREATE FUNCTION spotter.leases_lost(worker_id bigint, most integer) RETURNS SETOF bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET jit = off
AS $$
DECLARE
    me spotter.worker;
BEGIN
    SELECT * INTO me FROM spotter.worker w WHERE w.id = worker_id AND w.ended_at IS NULL;
    IF NOT FOUND OR me.steady_since + me.lease * 2 / 3 > clock_timestamp()
        OR pg_postmaster_start_time() + me.lease > clock_timestamp() THEN
        RETURN;
    END IF;
    UPDATE spotter.worker w SET ended_at = clock_timestamp(), end_reason = 'lost', idle = false
    WHERE w.ended_at IS NULL AND w.heartbeat_at + w.lease < clock_timestamp()
        -- SKIP LOCKED: a heartbeat that is being written right now is a sign of life.
        AND w.id IN (SELECT v.id FROM spotter.worker v
            WHERE v.ended_at IS NULL AND v.heartbeat_at + v.lease < clock_timestamp()
            FOR UPDATE SKIP LOCKED);
    RETURN QUERY
        SELECT l.id FROM spotter.lease l
        WHERE NOT EXISTS (
            SELECT FROM spotter.worker w WHERE w.id = l.worker_id AND w.ended_at IS NULL)
        ORDER BY random() LIMIT most;
END
$$;

-- Gives the jobs of one dead worker's lease back, each on its own: one that cannot be rescued holds
-- up none of the others, and is tried again by the next sweep.
--
-- deaths_max   a job that so many workers died of is failed as quarantined
-- Returns      how many attempts were recorded as lost, and how many of those jobs quarantined
-- Why          lock_timeout: a frozen worker can sit in an open transaction that has already
--              inserted its outcome; waiting for it would stop everybody's rescue.
CREATE FUNCTION spotter.rescue(lease_id bigint, deaths_max integer)
RETURNS TABLE (lost integer, quarantined integer)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '200ms'
SET jit = off
AS $$
DECLARE
    l spotter.lease;
    held record;
    at timestamptz := clock_timestamp();
    convicted boolean;
    left_over integer := 0;
BEGIN
    lost := 0;
    quarantined := 0;
    SELECT * INTO l FROM spotter.lease WHERE id = lease_id FOR UPDATE SKIP LOCKED;
    IF NOT FOUND OR EXISTS (
        SELECT FROM spotter.worker w WHERE w.id = l.worker_id AND w.ended_at IS NULL)
    THEN
        RETURN NEXT;
        RETURN;
    END IF;
    convicted := l.deaths + 1 >= deaths_max;
    FOR held IN
        SELECT e.job_id, e.attempt, e.failures FROM unnest(l.job_ids, l.attempts, l.failures)
            AS e (job_id, attempt, failures) ORDER BY e.job_id
    LOOP
        BEGIN
            INSERT INTO spotter.outcome (job_id, attempt, state, worker_id, started_at,
                finished_at, retry_at, error_code, error)
            VALUES (held.job_id, held.attempt, CASE WHEN convicted THEN 'failed' ELSE 'lost' END,
                l.worker_id, l.claimed_at, at, CASE WHEN convicted THEN NULL ELSE at END,
                CASE WHEN convicted THEN 'quarantined' ELSE 'lost' END,
                CASE WHEN convicted
                    THEN format('quarantined: %s workers died while they ran this job', deaths_max)
                    ELSE 'the worker died' END)
            ON CONFLICT DO NOTHING;
            CONTINUE WHEN NOT FOUND;
            IF NOT convicted THEN
                INSERT INTO spotter.ready
                    (job_id, attempt, failures, deaths, kind, queue, priority, run_at)
                SELECT j.id, held.attempt + 1, held.failures, l.deaths + 1, j.kind, j.queue,
                    j.priority, at
                FROM spotter.job j WHERE j.id = held.job_id;
            END IF;
            lost := lost + 1;
            quarantined := quarantined + convicted::integer;
        EXCEPTION WHEN OTHERS THEN
            left_over := left_over + 1;
            RAISE WARNING 'spotter: job % could not be rescued: % (%)', held.job_id, SQLERRM,
                SQLSTATE;
        END;
    END LOOP;
    IF left_over = 0 THEN
        DELETE FROM spotter.lease WHERE id = lease_id;
    END IF;
    IF lost > quarantined THEN
        PERFORM spotter.wake();
    END IF;
    RETURN NEXT;
END
$$;
