-- lease_rescue: give the jobs of one dead worker's lease back.
--
-- Returns   lost, quarantined.
SELECT lost, quarantined FROM spotter.rescue($1, $2)
