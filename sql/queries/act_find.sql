-- act_find: which of the jobs $1 have had this very act since $2: action $3, reason $4, actor $5,
-- source $6.
--
-- For a caller who lost the connection and does not know whether his act was committed.
SELECT DISTINCT a.job_id
FROM spotter.act a
WHERE a.job_id = ANY ($1::bigint[]) AND a.at >= $2::timestamptz AND a.action = $3
    AND a.reason = $4 AND a.actor = $5 AND a.source = $6
