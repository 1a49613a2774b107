create table if not exists schema_migration (
    name text primary key,
    checksum text not null,
    applied_at timestamptz not null default now()
);
comment on table schema_migration is 'Migrations that this database has had.';
comment on column schema_migration.name is 'File name without its ending.';
comment on column schema_migration.checksum is 'blake2b-128 of the file as it was applied.';
comment on column schema_migration.applied_at is 'When it was applied.';
