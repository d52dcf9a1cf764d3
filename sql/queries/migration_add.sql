-- migration_add: record step $2 of set $1 with its text $4.
INSERT INTO spotter.migration (set, number, name, digest, breaking)
VALUES ($1, $2, $3, encode(sha256(convert_to($4::text, 'UTF8')), 'hex'), $5)
