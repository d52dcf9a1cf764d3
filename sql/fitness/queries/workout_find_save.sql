-- workout_find_save: the newest save of user $1's workout $2.
--
-- Returns   one row in the form of save_list, then workout as sent, and whether it is applied.
-- Index     job_save_workout_idx, workouts_pkey.
SELECT j.id, j.args->>'workout_id', j.args->>'action', j.state, j.attempt, j.max_attempts,
    j.created_at, j.run_at, j.finished_at, j.error_code, j.args->'workout',
    EXISTS (
        SELECT FROM fitness.workouts w
        WHERE w.user_id = $1 AND w.id = $2::text::uuid AND w.job_id >= j.id
    ) AS is_applied
FROM spotter.jobs j
WHERE j.id = (
    SELECT max(mine.id)
    FROM spotter.job mine
    WHERE mine.kind = 'save_workout' AND mine.args->>'user_id' = $1
        AND mine.args->>'workout_id' = $2::text)
