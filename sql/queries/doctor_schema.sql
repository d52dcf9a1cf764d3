-- doctor_schema: what is wrong with the tables of schema $1, and what this role may not do there.
SELECT
    ARRAY(
        SELECT c.relname::text FROM pg_class c
        WHERE c.relnamespace = n.oid AND c.relkind IN ('r', 'S', 'i') AND c.relpersistence <> 'p'
        ORDER BY 1
    ) AS not_logged,
    ARRAY(
        SELECT i.indexrelid::regclass::text FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
        WHERE c.relnamespace = n.oid AND NOT (i.indisvalid AND i.indisready)
        ORDER BY 1
    ) AS invalid_indexes,
    ARRAY(
        SELECT c.relname::text FROM pg_class c
        WHERE c.relnamespace = n.oid AND 'autovacuum_enabled=false' = ANY (c.reloptions)
        ORDER BY 1
    ) AS not_vacuumed,
    ARRAY(
        SELECT wanted.privilege || ' on ' || c.relname
        FROM pg_class c
        CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS wanted (privilege)
        WHERE c.relnamespace = n.oid AND c.relkind IN ('r', 'p') AND NOT c.relispartition
            AND c.relname IN ('job', 'ready', 'lease', 'outcome', 'worker', 'queue', 'key', 'act')
            AND NOT (has_schema_privilege(n.oid, 'USAGE')
                AND has_table_privilege(c.oid, wanted.privilege))
        ORDER BY c.relname, wanted.privilege
    ) AS missing_rights
FROM pg_namespace n
WHERE n.nspname = $1
