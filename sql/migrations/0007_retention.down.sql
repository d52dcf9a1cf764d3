-- 0007 retention (down)
--
-- Nothing is deleted from then on.
DROP FUNCTION spotter.worker_retain, spotter.key_retain, spotter.job_retain;
DROP INDEX spotter.key_created_idx;
