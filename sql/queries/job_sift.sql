-- job_sift: those of the jobs $1 that match, newest first, up to $10.
--
-- $2 kind, $3 queue, $4 tag, $5 args contain, $6 created at or after, $7 created before, $8 states,
-- $9 text in the error; null: anything. The same conditions as in job_match.
SELECT j.id
FROM unnest($1::bigint[]) AS candidate (id)
JOIN spotter.jobs j ON j.id = candidate.id
WHERE ($2::text IS NULL OR j.kind = $2)
    AND ($3::text IS NULL OR j.queue = $3)
    AND ($4::text IS NULL OR j.tags @> ARRAY[$4])
    AND ($5::jsonb IS NULL OR j.args @> $5)
    AND ($6::timestamptz IS NULL OR j.created_at >= $6)
    AND ($7::timestamptz IS NULL OR j.created_at < $7)
    AND ($8::text[] IS NULL OR j.state = ANY ($8))
    AND ($9::text IS NULL OR strpos(lower(j.error), lower($9)) > 0)
ORDER BY j.id DESC
LIMIT $10::bigint
