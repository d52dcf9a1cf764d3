-- worker_list: the workers, newest first; with $1 those too that have ended. At most $2.
SELECT w.id, w.name, w.release, w.queues, w.kinds, w.concurrency,
    extract(epoch FROM w.lease)::double precision AS lease_seconds,
    w.started_at, w.heartbeat_at,
    greatest(extract(epoch FROM clock_timestamp() - w.heartbeat_at), 0)::double precision
        AS heartbeat_age_seconds,
    w.ended_at, w.end_reason,
    (
        SELECT count(*)
        FROM spotter.lease l
        CROSS JOIN LATERAL unnest(l.job_ids, l.attempts) AS held (job_id, attempt)
        WHERE l.worker_id = w.id AND NOT EXISTS (
            SELECT FROM spotter.outcome o
            WHERE o.job_id = held.job_id AND o.attempt = held.attempt)
    ) AS running
FROM spotter.worker w
WHERE w.ended_at IS NULL OR $1::boolean
ORDER BY w.id DESC
LIMIT $2::bigint
