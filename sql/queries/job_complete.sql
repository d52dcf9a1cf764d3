-- job_complete: complete one attempt in the transaction of the job's own effect.
--
-- Errors    SP002 when the attempt has its outcome already.
SELECT spotter.complete($1, $2, $3, $4)
