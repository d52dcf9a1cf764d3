-- save_depth: how many saves wait, counted up to $1.
--
-- Index     ready_due_idx (queue, priority, run_at, job_id).
SELECT count(*)
FROM (SELECT FROM spotter.ready WHERE queue = 'saves' LIMIT $1) AS waiting
