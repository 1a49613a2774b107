insert into schema_migration (name, checksum) values (%(name)s, %(checksum)s)
