-- 0001 workouts (up)
--
-- The app's own table, and the indexes that find a user's saves among the jobs.
--
-- Locks     SHARE on spotter.job while its indexes are built: enqueuing waits so long. A partitioned
--           table's index cannot be built concurrently; on a new installation the table is empty.
-- Deploy    after the queue's own migrations, before the program.
-- Reverse   0001_workouts.down.sql; drops every workout.
CREATE SCHEMA IF NOT EXISTS fitness;

-- One user's workout as it was saved last. The user is part of the key: no statement can reach a row
-- without naming whose it is.
--   workout     as sent; null when the user has removed it
--   job_id      the save that wrote the row. An older one that comes late finds a higher number and
--               writes nothing. That is also why a removed workout leaves its row behind.
--   created_at  when it was saved first, or first after a removal
CREATE TABLE fitness.workouts (
    user_id    text        NOT NULL,
    id         uuid        NOT NULL,
    workout    jsonb,
    job_id     bigint      NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    saved_at   timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    CONSTRAINT workouts_pkey PRIMARY KEY (user_id, id),
    CONSTRAINT workouts_user_id_length CHECK (octet_length(user_id) BETWEEN 1 AND 255),
    CONSTRAINT workouts_is_object CHECK (jsonb_typeof(workout) = 'object'),
    CONSTRAINT workouts_is_stored_or_deleted CHECK ((workout IS NULL) = (deleted_at IS NOT NULL))
);
CREATE INDEX workouts_newest_idx ON fitness.workouts (user_id, job_id) WHERE deleted_at IS NULL;

-- A user's saves, newest first; and one workout's saves.
CREATE INDEX job_save_user_idx ON spotter.job ((args->>'user_id'), id)
    WHERE kind = 'save_workout';
CREATE INDEX job_save_workout_idx ON spotter.job ((args->>'user_id'), (args->>'workout_id'), id)
    WHERE kind = 'save_workout';
