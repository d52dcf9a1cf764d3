-- save_list: saves of user $1 with an id below $2, at most $3, newest first.
--
-- Returns   id, workout_id, action, state, attempt, max_attempts, created_at, run_at, finished_at,
--           error_code.
-- Index     job_save_user_idx.
-- Why       ARRAY: the ids are found in the index alone, before the view looks at any of them.
SELECT j.id, j.args->>'workout_id', j.args->>'action', j.state, j.attempt, j.max_attempts,
    j.created_at, j.run_at, j.finished_at, j.error_code
FROM spotter.jobs j
WHERE j.id = ANY (ARRAY(
    SELECT mine.id
    FROM spotter.job mine
    WHERE mine.kind = 'save_workout' AND mine.args->>'user_id' = $1 AND mine.id < $2
    ORDER BY mine.id DESC
    LIMIT $3))
ORDER BY j.id DESC
