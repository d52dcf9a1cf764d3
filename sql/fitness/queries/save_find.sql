-- save_find: save $2 of user $1.
--
-- Returns   one row in the form of save_list, or none.
-- Index     job_pkey.
SELECT j.id, j.args->>'workout_id', j.args->>'action', j.state, j.attempt, j.max_attempts,
    j.created_at, j.run_at, j.finished_at, j.error_code
FROM spotter.jobs j
WHERE j.id = $2 AND j.kind = 'save_workout' AND j.args->>'user_id' = $1
