-- job_list: the jobs $1, newest first.
SELECT j.id, j.kind, j.args, j.queue, j.priority, j.state, j.attempt, j.max_attempts, j.run_at,
    j.created_at, j.started_at, j.finished_at, j.worker, j.error, j.error_code, j.tags, j.key,
    j.failures, j.deaths
FROM unnest($1::bigint[]) AS wanted (id)
JOIN spotter.jobs j ON j.id = wanted.id
ORDER BY j.id DESC
