-- workout_list_unapplied: of each of user $1's workouts the newest save, where it is not applied; with
-- ids from $3 to below $2, at most $4, newest first.
--
-- Returns   the form of save_list, then workout (as sent, or as stored when it is to be removed),
--           created_at and saved_at of the stored one.
-- Index     job_save_user_idx, job_save_workout_idx, workouts_pkey.
-- Why       CASE: arguments enqueued by hand may name a workout by something that is no UUID.
SELECT j.id, j.args->>'workout_id', j.args->>'action', j.state, j.attempt, j.max_attempts,
    j.created_at, j.run_at, j.finished_at, j.error_code,
    coalesce(j.args->'workout', stored.workout), stored.created_at, stored.saved_at
FROM spotter.jobs j
LEFT JOIN fitness.workouts stored
    ON stored.user_id = $1 AND stored.id = (j.args->>'workout_id')::uuid
        AND stored.deleted_at IS NULL
WHERE j.id = ANY (ARRAY(
    SELECT mine.id
    FROM spotter.job mine
    WHERE mine.kind = 'save_workout' AND mine.args->>'user_id' = $1
        AND mine.id >= $3 AND mine.id < $2
        AND mine.args->>'workout_id' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
        AND NOT EXISTS (
            SELECT FROM spotter.job newer
            WHERE newer.kind = 'save_workout' AND newer.args->>'user_id' = $1
                AND newer.args->>'workout_id' = mine.args->>'workout_id' AND newer.id > mine.id)
        AND NOT EXISTS (
            SELECT FROM fitness.workouts w
            WHERE w.user_id = $1 AND w.job_id >= mine.id
                AND w.id = CASE WHEN length(mine.args->>'workout_id') = 36
                    THEN (mine.args->>'workout_id')::uuid END)
    ORDER BY mine.id DESC
    LIMIT $4))
ORDER BY j.id DESC
