-- worker_retain: delete up to $2 workers that ended more than $1 seconds ago.
SELECT spotter.worker_retain(make_interval(secs => $1), $2)
