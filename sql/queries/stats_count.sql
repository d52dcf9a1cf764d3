-- stats_count: how many jobs are in each state, each counted up to $1.
SELECT
    (SELECT count(*) FROM (
        SELECT FROM spotter.ready r WHERE r.run_at <= now() LIMIT $1::bigint) AS due) AS available,
    later.scheduled, later.retrying,
    (
        SELECT count(*)
        FROM spotter.lease l
        CROSS JOIN LATERAL unnest(l.job_ids, l.attempts) AS held (job_id, attempt)
        WHERE NOT EXISTS (
            SELECT FROM spotter.outcome o
            WHERE o.job_id = held.job_id AND o.attempt = held.attempt)
    ) AS running,
    (SELECT count(*) FROM (
        SELECT FROM spotter.outcome o WHERE o.state = 'completed'
        LIMIT $1::bigint) AS done) AS completed,
    (SELECT count(*) FROM (
        SELECT FROM spotter.outcome o
        WHERE o.state = 'failed' AND NOT EXISTS (
            SELECT FROM spotter.act a
            WHERE a.job_id = o.job_id AND a.attempt = o.attempt AND a.run_at IS NOT NULL)
        LIMIT $1::bigint) AS stuck) AS failed,
    (SELECT count(*) FROM (
        SELECT FROM spotter.outcome o
        WHERE o.state = 'cancelled' AND NOT EXISTS (
            SELECT FROM spotter.act a
            WHERE a.job_id = o.job_id AND a.attempt = o.attempt AND a.run_at IS NOT NULL)
        LIMIT $1::bigint) AS given_up) AS cancelled,
    (SELECT count(*) FROM spotter.worker w
        WHERE w.ended_at IS NULL AND w.heartbeat_at + w.lease >= clock_timestamp()) AS workers
FROM (
    SELECT count(*) FILTER (WHERE waiting.is_retry) AS retrying,
        count(*) FILTER (WHERE NOT waiting.is_retry) AS scheduled
    FROM (
        SELECT coalesce(o.state IN ('retry', 'lost', 'released'), false) AS is_retry
        FROM spotter.ready r
        LEFT JOIN spotter.outcome o ON o.job_id = r.job_id AND o.attempt = r.attempt - 1
        WHERE r.run_at > now()
        LIMIT $1::bigint
    ) AS waiting
) AS later
