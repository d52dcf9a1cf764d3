-- doctor_kinds: kinds of due jobs that no live worker of their queue knows, with a job of each.
--
-- Looks at the first 1000 due jobs of each lane: what nobody takes stays in front.
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
SELECT due.kind, lane.queue, min(due.job_id) AS job_id
FROM lane
CROSS JOIN LATERAL (
    SELECT r.kind, r.job_id FROM spotter.ready r
    WHERE r.queue = lane.queue AND r.priority = lane.priority AND r.run_at <= now()
    ORDER BY r.run_at, r.job_id LIMIT 1000
) AS due
WHERE NOT EXISTS (
    SELECT FROM spotter.worker w
    WHERE w.ended_at IS NULL AND due.kind = ANY (w.kinds)
        AND (w.queues IS NULL OR lane.queue = ANY (w.queues)))
GROUP BY due.kind, lane.queue
ORDER BY lane.queue, due.kind
LIMIT 100
