-- 0005 views (down)
DROP VIEW spotter.attempts, spotter.jobs;
