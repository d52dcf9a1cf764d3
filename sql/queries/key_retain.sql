-- key_retain: delete up to $2 keys of deleted jobs that are older than $1 seconds.
SELECT spotter.key_retain(make_interval(secs => $1), $2)
