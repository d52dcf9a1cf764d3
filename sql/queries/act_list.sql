-- act_list: what admins did to job $1, oldest first.
SELECT a.id, a.attempt, a.action, a.actor, a.reason, a.source, a.at
FROM spotter.act a
WHERE a.job_id = $1::bigint
ORDER BY a.id
LIMIT 10000
