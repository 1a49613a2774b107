select name, checksum from schema_migration
