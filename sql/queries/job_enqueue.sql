-- job_enqueue: add one job, in the caller's transaction.
--
-- $5 is a moment, $6 seconds from now; both null: now.
-- Returns   job_id, outcome.
SELECT job_id, outcome
FROM spotter.enqueue($1, $2, $3, $4,
    coalesce($5::timestamptz, now() + make_interval(secs => $6::float8)), $7, $8, $9, $10)
