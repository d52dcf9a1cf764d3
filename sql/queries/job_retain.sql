-- job_retain: delete jobs that have been over for long enough, of the $2 that follow id $1.
--
-- $3 and $4: seconds that completed (and cancelled) and failed ones are kept.
-- Returns   deleted, next_id (null: begin anew some time later).
SELECT deleted, next_id
FROM spotter.job_retain($1, $2, make_interval(secs => $3), make_interval(secs => $4))
