-- doctor_work: workers, leases, and how near the ids are to their end.
SELECT
    (SELECT count(*) FROM spotter.worker w
        WHERE w.ended_at IS NULL AND w.heartbeat_at + w.lease >= clock_timestamp()) AS alive,
    (SELECT count(*) FROM spotter.worker w
        WHERE w.ended_at IS NULL AND w.heartbeat_at + w.lease < clock_timestamp()) AS late,
    (SELECT count(*) FROM spotter.worker w
        WHERE w.end_reason = 'lost' AND w.ended_at > clock_timestamp() - interval '1 hour') AS lost,
    (SELECT coalesce(array_agg(DISTINCT w.release), '{}') FROM spotter.worker w
        WHERE w.ended_at IS NULL) AS releases,
    (
        SELECT count(*) FROM spotter.lease l
        WHERE l.claimed_at < clock_timestamp() - interval '2 minutes' AND NOT EXISTS (
            SELECT FROM spotter.worker w WHERE w.id = l.worker_id AND w.ended_at IS NULL)
    ) AS orphans,
    (SELECT s.last_value FROM spotter.job_id_seq s) AS last_id
