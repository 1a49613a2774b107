-- After a batch that matters to the table's size, the planner has to know the table anew.
do $$
begin
    if (select count(*) from resolved) * 10 > (select reltuples from pg_class where oid = 'daily_count'::regclass) then
        analyze daily_count;
    end if;
end
$$
