-- worker_beat: say that the worker lives.
--
-- Returns   alive, suspects, cancelled.
SELECT alive, suspects, cancelled FROM spotter.worker_beat($1)
