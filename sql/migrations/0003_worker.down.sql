-- 0003 worker (down)
--
-- Takes the functions away; no worker can work from then on. Jobs stay.
DROP FUNCTION spotter.worker_end, spotter.complete, spotter.leases_return, spotter.settle, spotter.claim, spotter.lanes,
    spotter.worker_beat, spotter.worker_start;
