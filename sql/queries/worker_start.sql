-- worker_start: register a process incarnation.
--
-- $6 is the lease in seconds. Returns its id.
SELECT spotter.worker_start($1, $2, $3, $4, $5, make_interval(secs => $6)) AS id
