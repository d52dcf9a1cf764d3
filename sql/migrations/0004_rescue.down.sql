-- 0004 rescue (down)
--
-- Takes the functions away; a dead worker's jobs stay with it from then on. Jobs stay.
DROP FUNCTION spotter.rescue, spotter.leases_lost;
