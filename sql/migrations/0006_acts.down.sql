-- 0006 acts (down)
DROP FUNCTION spotter.release, spotter.cancel, spotter.attempt_end, spotter.requeue,
    spotter.act_check;
