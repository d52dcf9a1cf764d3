-- doctor_server: what matters of the server, as this session sees it. One row.
SELECT current_setting('server_version_num')::integer AS version,
    pg_is_in_recovery() AS is_standby,
    current_setting('fsync') AS fsync,
    current_setting('full_page_writes') AS full_page_writes,
    current_setting('synchronous_commit') AS synchronous_commit,
    current_setting('default_transaction_isolation') AS isolation,
    current_setting('autovacuum') = 'on' AND current_setting('track_counts') = 'on' AS autovacuum,
    current_setting('max_connections')::integer
        - current_setting('superuser_reserved_connections')::integer
        - coalesce(current_setting('reserved_connections', true), '0')::integer AS connections,
    (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend') AS connected,
    coalesce((SELECT s.ssl FROM pg_stat_ssl s WHERE s.pid = pg_backend_pid()), false) AS has_tls,
    (SELECT s.version FROM pg_stat_ssl s WHERE s.pid = pg_backend_pid()) AS tls_version,
    session_user::text AS role,
    extract(epoch FROM clock_timestamp() - pg_postmaster_start_time())::double precision
        AS up_seconds
