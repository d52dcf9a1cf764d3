-- queue_resume: lets workers claim from queue $1 again, for reason $2, by actor $3, from source $4.
--
-- Returns   whether it was paused before.
WITH switched AS (
    UPDATE spotter.queue SET paused_at = NULL, paused_by = NULL, pause_reason = NULL
    WHERE name = $1::text AND paused_at IS NOT NULL
    RETURNING name
), recorded AS (
    INSERT INTO spotter.act (queue, action, actor, reason, source)
    SELECT name, 'resume', $3::text, $2::text, $4::text FROM switched
), woken AS (
    SELECT spotter.wake() FROM switched
)
SELECT EXISTS (SELECT FROM switched), (SELECT count(*) FROM woken)
