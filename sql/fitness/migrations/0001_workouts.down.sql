-- 0001 workouts (down)
--
-- Drops every workout. Jobs stay, and fail when they are run.
DROP INDEX spotter.job_save_workout_idx;
DROP INDEX spotter.job_save_user_idx;
DROP TABLE fitness.workouts;
DROP SCHEMA fitness;
