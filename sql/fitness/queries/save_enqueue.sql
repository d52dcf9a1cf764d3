-- save_enqueue: add a save with arguments $1, key $2, digest $3 and $4 attempts at most.
--
-- Returns   job_id, outcome ('created' or 'existing'), accepted_at (of a created one).
-- Why       now() beside it: it is the job's created_at, and spares asking for it.
SELECT added.job_id, added.outcome, now() AS accepted_at
FROM spotter.enqueue(
    kind => 'save_workout', args => $1::jsonb, queue => 'saves', max_attempts => $4::integer,
    key => $2, digest => $3) AS added
