-- job_release: releases each of the jobs $1, with reason $2, by actor $3, from source $4.
--
-- Returns   for each the act's word, or the state that did not allow it, or 'unknown'.
-- Why       in the order of the ids: two who act on the same jobs wait for, not on, each other.
SELECT wanted.id, spotter.release(wanted.id, $2, $3, $4)
FROM (SELECT DISTINCT id FROM unnest($1::bigint[]) AS id ORDER BY id) AS wanted
