-- queue_list: the queues that have jobs, a switch, or a live worker of their own; counts up to $1.
--
-- Index     ready_due_idx. Lanes by a loose index scan: one probe each, however many rows wait.
WITH RECURSIVE lane AS (
    (
        SELECT r.queue, r.priority, r.run_at FROM spotter.ready r
        ORDER BY r.queue, r.priority, r.run_at LIMIT 1
    )
    UNION ALL
    SELECT following.queue, following.priority, following.run_at
    FROM lane
    CROSS JOIN LATERAL (
        SELECT r.queue, r.priority, r.run_at FROM spotter.ready r
        WHERE (r.queue, r.priority) > (lane.queue, lane.priority)
        ORDER BY r.queue, r.priority, r.run_at LIMIT 1
    ) AS following
), running AS (
    SELECT j.queue, count(*) AS jobs
    FROM spotter.lease l
    CROSS JOIN LATERAL unnest(l.job_ids, l.attempts) AS held (job_id, attempt)
    JOIN spotter.job j ON j.id = held.job_id
    WHERE NOT EXISTS (
        SELECT FROM spotter.outcome o WHERE o.job_id = held.job_id AND o.attempt = held.attempt)
    GROUP BY j.queue
), known AS (
    SELECT queue AS name FROM lane
    UNION SELECT queue FROM running
    UNION SELECT name FROM spotter.queue
    UNION SELECT unnest(queues) FROM spotter.worker WHERE ended_at IS NULL
)
SELECT known.name,
    (SELECT count(*) FROM (
        SELECT FROM lane l JOIN spotter.ready r
            ON r.queue = l.queue AND r.priority = l.priority AND r.run_at <= now()
        WHERE l.queue = known.name LIMIT $1::bigint) AS due) AS available,
    (SELECT count(*) FROM (
        SELECT FROM lane l JOIN spotter.ready r
            ON r.queue = l.queue AND r.priority = l.priority AND r.run_at > now()
        WHERE l.queue = known.name LIMIT $1::bigint) AS later) AS later,
    coalesce((SELECT r.jobs FROM running r WHERE r.queue = known.name), 0) AS running,
    (SELECT min(l.run_at) FROM lane l
        WHERE l.queue = known.name AND l.run_at <= now()) AS oldest_due_at,
    q.paused_at, q.paused_by, q.pause_reason
FROM known LEFT JOIN spotter.queue q ON q.name = known.name
ORDER BY known.name
LIMIT 10000
