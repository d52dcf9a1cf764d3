-- admin_look: makes the rest of this transaction one that can only look, and not for long.
--
-- What people look up must never harm what it shows: no write, no statement over 10 s, and plans by
-- index from row to row. With a hash or merge join the view spotter.jobs would read whole tables
-- before its first row; a plan for values that are not known yet would do without partial indexes.
SELECT set_config('transaction_read_only', 'on', true),
    set_config('statement_timeout', '10s', true),
    set_config('plan_cache_mode', 'force_custom_plan', true),
    set_config('enable_hashjoin', 'off', true),
    set_config('enable_mergejoin', 'off', true),
    set_config('jit', 'off', true)
