-- job_any: whether there is any job.
SELECT EXISTS (SELECT FROM spotter.job)
