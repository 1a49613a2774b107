-- Before much is compared that is new, as after a backfill, the planner has to know the tables anew: it would read them whole.
do $$
begin
    if (select count(*) from document where joined_at is null) * 10
        > (select reltuples from pg_class where oid = 'document'::regclass)
    then
        analyze page, document, observation;
    end if;
end
$$
