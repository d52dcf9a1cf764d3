-- job_settle: write the outcomes of attempts; one array element each.
--
-- Returns   the jobs whose outcome this is.
SELECT spotter.settle($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) AS job_id
