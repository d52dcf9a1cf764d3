-- save_find_by_key: the save that was accepted under key $1, which names its user.
--
-- Returns   what is kept with the key (job_id, digest, created_at, final_state), then the row in the
--           form of save_list, all null when the job is no longer kept.
-- Index     key_pkey, job_pkey.
SELECT k.job_id, k.digest, k.created_at, k.final_state,
    j.id, j.args->>'workout_id', j.args->>'action', j.state, j.attempt, j.max_attempts,
    j.created_at, j.run_at, j.finished_at, j.error_code
FROM spotter.key k
LEFT JOIN spotter.jobs j ON j.id = k.job_id
WHERE k.kind = 'save_workout' AND k.key = $1
