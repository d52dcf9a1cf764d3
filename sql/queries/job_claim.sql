-- job_claim: lease up to $4 due jobs to worker $1; $5: one that saw a worker die, alone.
--
-- Errors    SP001 when the worker has ended.
SELECT lease_id, job_id, attempt, failures, deaths, kind, queue, priority, max_attempts, args, tags,
    created_at
FROM spotter.claim($1, $2, $3, $4, $5)
