-- worker_beat: say that the worker lives.
--
-- Returns   alive, suspects, ended_jobs, ended_attempts.
SELECT alive, suspects, ended_jobs, ended_attempts FROM spotter.worker_beat($1)
