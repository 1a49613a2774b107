-- Whether there is a reader, and who would have to make it.
select exists (select from pg_roles where rolname = 'salamat_reader') as found, current_user::text as owner
