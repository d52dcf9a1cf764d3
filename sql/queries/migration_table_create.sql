-- migration_table_create: the record of applied migrations, of every set.
--
-- Not a migration itself, since it must be there before the first. digest is the SHA-256 of the
-- text that was applied; breaking shuts out programs that do not know the step.
CREATE TABLE spotter.migration (
    set        text        NOT NULL,
    number     integer     NOT NULL,
    name       text        NOT NULL,
    digest     text        NOT NULL,
    breaking   boolean     NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (set, number)
)
