-- migration_lock: wait until no other migrator works on schema $1; held to the transaction's end.
SELECT pg_advisory_xact_lock(hashtextextended('spotter migration of ' || $1::text, 0))
