-- workout_save: apply save $2 with the arguments $1, unless a newer save was here before.
--
-- Affects   1 row, or none when a newer save has written this workout.
-- Index     workouts_pkey.
-- Why       One statement on the arguments as they are stored: nothing is decoded and encoded again.
--           Arguments that break a rule violate a constraint, which no retry can mend.
INSERT INTO fitness.workouts AS stored
    (user_id, id, workout, job_id, created_at, saved_at, deleted_at)
SELECT
    save.args->>'user_id',
    (save.args->>'workout_id')::uuid,
    CASE save.args->>'action' WHEN 'save' THEN save.args->'workout' END,
    $2,
    now(),
    now(),
    CASE save.args->>'action' WHEN 'delete' THEN now() END
FROM (VALUES ($1::jsonb)) AS save (args)
ON CONFLICT (user_id, id) DO UPDATE
SET workout = excluded.workout,
    job_id = excluded.job_id,
    created_at = CASE WHEN stored.deleted_at IS NULL
        THEN stored.created_at ELSE excluded.created_at END,
    saved_at = excluded.saved_at,
    deleted_at = excluded.deleted_at
WHERE stored.job_id < excluded.job_id
