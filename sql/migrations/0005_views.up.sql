-- 0005 views (up)
--
-- spotter.jobs and spotter.attempts: every job and every attempt, for people and programs that ask.
-- Asked by id they answer by index alone, whatever the tables' size.
--
-- A job's place follows from its last outcome: waiting jobs have a ready row, whose whole key is
-- known from job, outcome and act; terminal ones have a terminal outcome that no act has followed;
-- what is neither runs.
--
-- Locks     none.
-- Deploy    before the program.
-- Reverse   0005_views.down.sql
CREATE VIEW spotter.jobs AS
SELECT j.id, j.kind, j.args, j.queue, j.priority,
    CASE
        WHEN place.terminal THEN last.state
        WHEN r.job_id IS NULL THEN 'running'
        WHEN r.run_at <= now() THEN 'available'
        WHEN last.state IN ('retry', 'lost', 'released') THEN 'retrying'
        ELSE 'scheduled'
    END AS state,
    CASE
        WHEN place.terminal AND last.started_at IS NULL THEN last.attempt - 1
        WHEN place.terminal THEN last.attempt
        WHEN r.job_id IS NULL THEN coalesce(last.attempt, 0) + 1
        ELSE r.attempt - 1
    END AS attempt,
    j.max_attempts,
    coalesce(r.run_at, place.due_at) AS run_at,
    j.created_at,
    coalesce(held.claimed_at, last.started_at) AS started_at,
    CASE WHEN place.terminal THEN last.finished_at END AS finished_at,
    coalesce(held.worker, w.name) AS worker,
    last.error, j.tags, j.key,
    coalesce(r.failures, held.failures, 0) AS failures,
    coalesce(r.deaths, held.deaths, 0) AS deaths,
    last.error_code
FROM spotter.job j
LEFT JOIN LATERAL (
    SELECT o.* FROM spotter.outcome o
    WHERE o.job_id = j.id ORDER BY o.attempt DESC LIMIT 1
) AS last ON true
LEFT JOIN LATERAL (
    SELECT a.run_at FROM spotter.act a
    WHERE a.job_id = j.id AND a.attempt = coalesce(last.attempt, 0) AND a.run_at IS NOT NULL
) AS act ON true
CROSS JOIN LATERAL (
    SELECT act.run_at IS NULL
            AND coalesce(last.state IN ('completed', 'failed', 'cancelled'), false) AS terminal,
        coalesce(act.run_at, last.retry_at, j.run_at) AS due_at
) AS place
LEFT JOIN spotter.ready r
    ON NOT place.terminal AND r.queue = j.queue AND r.priority = j.priority
    AND r.run_at = place.due_at AND r.job_id = j.id
LEFT JOIN LATERAL (
    SELECT l.claimed_at, v.name AS worker, l.deaths,
        l.failures[array_position(l.job_ids, j.id)] AS failures
    FROM spotter.lease l LEFT JOIN spotter.worker v ON v.id = l.worker_id
    WHERE NOT place.terminal AND r.job_id IS NULL AND j.id = ANY (l.job_ids)
    ORDER BY l.id DESC LIMIT 1
) AS held ON true
LEFT JOIN spotter.worker w ON w.id = last.worker_id;

CREATE VIEW spotter.attempts AS
SELECT o.job_id, o.attempt, o.state AS outcome, w.name AS worker, w.release, o.started_at,
    o.finished_at, o.error, o.retry_at, o.error_code
FROM spotter.outcome o
LEFT JOIN spotter.worker w ON w.id = o.worker_id
WHERE o.started_at IS NOT NULL;
