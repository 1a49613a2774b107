-- salamat_reader may select from every table and view of the warehouse, those to come included, and do nothing else. It is
-- made without a password. Where nobody made it and this user may not, there is none.
do $$
declare
    relation regclass;
begin
    if not exists (select from pg_roles where rolname = 'salamat_reader') then
        begin
            create role salamat_reader login;
            grant salamat_reader to current_user;
        exception when insufficient_privilege or duplicate_object or unique_violation then
            null;
        end;
    end if;
    if exists (select from pg_roles where rolname = 'salamat_reader') then
        execute concat('grant usage on schema ', quote_ident(current_schema()), ' to salamat_reader');
        execute concat('alter default privileges in schema ', quote_ident(current_schema()),
                       ' grant select on tables to salamat_reader');
        for relation in
            select oid from pg_class
            where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p', 'v', 'm')
              and pg_get_userbyid(relowner) = current_user
        loop
            execute concat('grant select on ', relation, ' to salamat_reader');
        end loop;
    end if;
end
$$
