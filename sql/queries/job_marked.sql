-- job_marked: ids of up to $6 jobs below id $1 and from id $2 on that may be in one of the states
-- $3, newest first; some come more than once. $4 queue, $5 kind, $7 text in the error; null: any.
--
-- Reads only what marks such jobs: partial indexes of outcome, ready, leases. A job that failed
-- once and was requeued is still marked, so job_sift has to look at each.
SELECT marked.job_id
FROM (
    SELECT o.job_id FROM spotter.outcome o
    WHERE 'failed' = ANY ($3::text[]) AND o.state = 'failed'
        AND ($7::text IS NULL OR strpos(lower(o.error), lower($7)) > 0)
    UNION ALL
    SELECT o.job_id FROM spotter.outcome o
    WHERE 'cancelled' = ANY ($3::text[]) AND o.state = 'cancelled'
        AND ($7::text IS NULL OR strpos(lower(o.error), lower($7)) > 0)
    UNION ALL
    SELECT r.job_id FROM spotter.ready r
    WHERE $3::text[] && ARRAY['scheduled', 'available', 'retrying']
        AND ($4::text IS NULL OR r.queue = $4) AND ($5::text IS NULL OR r.kind = $5)
    UNION ALL
    SELECT held.job_id FROM spotter.lease l CROSS JOIN LATERAL unnest(l.job_ids) AS held (job_id)
    WHERE 'running' = ANY ($3::text[])
) AS marked
WHERE marked.job_id < $1::bigint AND marked.job_id >= $2::bigint
ORDER BY marked.job_id DESC
LIMIT $6::bigint
