-- worker_end: end a worker that has handed everything back.
SELECT spotter.worker_end($1, $2)
