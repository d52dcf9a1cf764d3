-- workout_find: workout $2 of user $1 as it is stored, unless it is removed.
--
-- Returns   job_id, id, workout, created_at, saved_at, or no row.
-- Index     workouts_pkey.
SELECT job_id, id, workout, created_at, saved_at
FROM fitness.workouts
WHERE user_id = $1 AND id = $2::uuid AND deleted_at IS NULL
