-- workout_list: workouts of user $1 that were written by saves below $2, at most $3, newest first.
--
-- Returns   job_id, id, workout (null once those before it hold $4 bytes), created_at, saved_at,
--           is_outdated (a newer save is not applied).
-- Index     workouts_newest_idx, job_save_workout_idx.
-- Why       pg_column_size: the size as stored, known without unpacking.
SELECT page.job_id, page.id, CASE WHEN page.bytes_before < $4 THEN page.workout END AS workout,
    page.created_at, page.saved_at,
    EXISTS (
        SELECT FROM spotter.job newer
        WHERE newer.kind = 'save_workout' AND newer.args->>'user_id' = $1
            AND newer.args->>'workout_id' = page.id::text AND newer.id > page.job_id
    ) AS is_outdated
FROM (
    SELECT w.*,
        sum(pg_column_size(w.workout)) OVER (ORDER BY w.job_id DESC)
            - pg_column_size(w.workout) AS bytes_before
    FROM (
        SELECT *
        FROM fitness.workouts
        WHERE user_id = $1 AND deleted_at IS NULL AND job_id < $2
        ORDER BY job_id DESC
        LIMIT $3
    ) AS w
) AS page
ORDER BY page.job_id DESC
