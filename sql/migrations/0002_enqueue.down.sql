-- 0002 enqueue (down)
--
-- Takes the functions away; jobs stay.
DROP FUNCTION spotter.enqueue_many, spotter.enqueue_member_check, spotter.enqueue_rows, spotter.enqueue, spotter.enqueue_check,
    spotter.wake;
