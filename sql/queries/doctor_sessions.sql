-- doctor_sessions: what keeps vacuum and others from their work.
--
-- Returns   the oldest transaction of others in this database, prepared transactions, the fullness
--           of the queue of notifications, and the dead rows of ready. A role that may not see
--           others' sessions sees their age all the same.
SELECT oldest.pid AS oldest_pid, oldest.application_name AS oldest_application,
    oldest.state AS oldest_state,
    extract(epoch FROM clock_timestamp() - oldest.xact_start)::double precision AS oldest_seconds,
    (SELECT count(*) FROM pg_prepared_xacts) AS prepared,
    (
        SELECT extract(epoch FROM clock_timestamp() - min(x.prepared))::double precision
        FROM pg_prepared_xacts x
    ) AS prepared_seconds,
    pg_notification_queue_usage() AS notification_usage,
    pg_stat_get_dead_tuples('spotter.ready'::regclass) AS ready_dead,
    pg_stat_get_live_tuples('spotter.ready'::regclass) AS ready_live
FROM (SELECT) AS one
LEFT JOIN LATERAL (
    SELECT a.pid, a.application_name, a.state, a.xact_start
    FROM pg_stat_activity a
    WHERE a.datname = current_database() AND a.pid <> pg_backend_pid()
        AND a.xact_start IS NOT NULL AND a.backend_type <> 'autovacuum worker'
    ORDER BY a.xact_start LIMIT 1
) AS oldest ON true
