-- attempt_list: the attempts of job $1 that have ended, oldest first.
SELECT a.attempt, a.outcome, a.worker, a.release, a.started_at, a.finished_at, a.retry_at, a.error,
    a.error_code
FROM spotter.attempts a
WHERE a.job_id = $1::bigint
ORDER BY a.attempt
LIMIT 10000
