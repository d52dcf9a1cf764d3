-- migration_list: every applied migration, in order.
SELECT set, number, name, digest, breaking, applied_at FROM spotter.migration ORDER BY set, number
