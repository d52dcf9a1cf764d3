-- 0001 tables (down)
--
-- Drops every table, and with them every job. There is no way back from here but a backup.
DROP TABLE spotter.act, spotter.key, spotter.queue, spotter.worker, spotter.outcome,
    spotter.lease, spotter.ready, spotter.job;
