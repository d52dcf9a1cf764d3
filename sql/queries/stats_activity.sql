-- stats_activity: what has been counted since the beginning; two samples give a rate.
--
-- Jobs by their sequence, ended attempts by the server's own statistics, which run some seconds
-- behind (PostgreSQL manual, "The Cumulative Statistics System").
SELECT s.last_value AS enqueued,
    (
        SELECT coalesce(sum(pg_stat_get_tuples_inserted(part.relid)), 0)::bigint
        FROM pg_partition_tree('spotter.outcome') AS part WHERE part.isleaf
    ) AS ended,
    clock_timestamp() AS at
FROM spotter.job_id_seq s
