-- A run says how many results are in force. They are tallied as they come and go: to count them took longer with every day.
create table check_tally (
    check_name text not null,
    passed boolean not null,
    excused boolean not null,
    results bigint not null,
    unique (check_name, passed, excused)
);
comment on table check_tally is 'How many rows check_result has, kept by its triggers.';
comment on column check_tally.check_name is 'The check, as in check_result.';
comment on column check_tally.passed is 'Whether they pass.';
comment on column check_tally.excused is 'Whether an exception excuses them.';
comment on column check_tally.results is 'How many rows; 0 where there were some.';

create function tally_check_result() returns trigger language plpgsql as $$
begin
    if tg_op <> 'INSERT' then
        insert into check_tally as t (check_name, passed, excused, results)
        select check_name, passed, excused_by is not null, -count(*) from removed group by 1, 2, 3
        on conflict (check_name, passed, excused) do update set results = t.results + excluded.results;
    end if;
    if tg_op <> 'DELETE' then
        insert into check_tally as t (check_name, passed, excused, results)
        select check_name, passed, excused_by is not null, count(*) from added group by 1, 2, 3
        on conflict (check_name, passed, excused) do update set results = t.results + excluded.results;
    end if;
    return null;
end
$$;
create trigger check_result_added after insert on check_result
referencing new table as added for each statement execute function tally_check_result();
create trigger check_result_changed after update on check_result
referencing old table as removed new table as added for each statement execute function tally_check_result();
create trigger check_result_removed after delete on check_result
referencing old table as removed for each statement execute function tally_check_result();

insert into check_tally (check_name, passed, excused, results)
select check_name, passed, excused_by is not null, count(*) from check_result group by 1, 2, 3;
