-- queue_pause: stops claims from queue $1, for reason $2, by actor $3, from source $4.
--
-- Returns   whether it was running before; a queue that is paused keeps its first reason.
WITH switched AS (
    INSERT INTO spotter.queue AS q (name, paused_at, paused_by, pause_reason)
    VALUES ($1::text, clock_timestamp(), $3::text, $2::text)
    ON CONFLICT (name) DO UPDATE
    SET paused_at = excluded.paused_at, paused_by = excluded.paused_by,
        pause_reason = excluded.pause_reason
    WHERE q.paused_at IS NULL
    RETURNING name
), recorded AS (
    INSERT INTO spotter.act (queue, action, actor, reason, source)
    SELECT name, 'pause', $3::text, $2::text, $4::text FROM switched
)
SELECT EXISTS (SELECT FROM switched)
