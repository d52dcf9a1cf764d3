-- job_bisect: the id from which on jobs were created at $1 or later.
--
-- There is no index on created_at, but ids grow with it; some 40 probes of the primary key find the
-- place among a billion jobs. A job of a long transaction has an earlier time than its neighbours,
-- so the caller leaves a margin.
WITH RECURSIVE step (low, high, round) AS (
    SELECT coalesce(min(j.id), 0), coalesce(max(j.id), 0) + 1, 0 FROM spotter.job j
    UNION ALL
    SELECT CASE WHEN probe.created_at < $1::timestamptz THEN probe.id + 1 ELSE step.low END,
        CASE WHEN probe.created_at < $1::timestamptz THEN step.high ELSE middle.id END,
        step.round + 1
    FROM step
    CROSS JOIN LATERAL (SELECT step.low + (step.high - step.low) / 2 AS id) AS middle
    LEFT JOIN LATERAL (
        SELECT j.id, j.created_at FROM spotter.job j
        WHERE j.id >= middle.id AND j.id < step.high
        ORDER BY j.id LIMIT 1
    ) AS probe ON true
    WHERE step.low < step.high AND step.round < 100
)
SELECT step.low FROM step ORDER BY step.round DESC LIMIT 1
