-- job_enqueue_rows: add many jobs, in the caller's transaction; arrays of one length.
--
-- Returns   job_id, outcome; in the order given.
SELECT job_id, outcome
FROM spotter.enqueue_rows($1, $2, $3, $4, ARRAY(
        SELECT coalesce(at, now() + make_interval(secs => wait))
        FROM unnest($5::timestamptz[], $6::float8[]) WITH ORDINALITY AS due (at, wait, place)
        ORDER BY place),
    $7, $8, $9, $10)
