-- migration_schema_exists: whether schema $1 is there.
SELECT to_regnamespace(quote_ident($1::text)) IS NOT NULL
