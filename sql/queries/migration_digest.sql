-- migration_digest: by which two texts of one migration are told apart.
SELECT encode(sha256(convert_to($1::text, 'UTF8')), 'hex')
