-- migration_table_exists: whether schema $1 has a record of migrations.
SELECT to_regclass(quote_ident($1::text) || '.migration') IS NOT NULL
