-- migration_remove: forget step $2 of set $1.
DELETE FROM spotter.migration WHERE set = $1 AND number = $2
