-- job_match: ids of up to $11 jobs below id $1 and from id $2 on that match, newest first.
--
-- Walks all jobs by their primary key. $3 kind, $4 queue, $5 tag, $6 args contain, $7 created at or
-- after, $8 created before, $9 states, $10 text in the error; null: anything.
SELECT j.id
FROM spotter.jobs j
WHERE j.id < $1::bigint AND j.id >= $2::bigint
    AND ($3::text IS NULL OR j.kind = $3)
    AND ($4::text IS NULL OR j.queue = $4)
    AND ($5::text IS NULL OR j.tags @> ARRAY[$5])
    AND ($6::jsonb IS NULL OR j.args @> $6)
    AND ($7::timestamptz IS NULL OR j.created_at >= $7)
    AND ($8::timestamptz IS NULL OR j.created_at < $8)
    AND ($9::text[] IS NULL OR j.state = ANY ($9))
    AND ($10::text IS NULL OR strpos(lower(j.error), lower($10)) > 0)
ORDER BY j.id DESC
LIMIT $11::bigint
