-- Exceptions from the reference file; what one of them excuses, or no longer excuses, is checked again.
with given as (
    select exception_id, check_name, place, disease, measure, first_day, last_day from staging_check_exception
), known as (
    select exception_id, check_name, place, disease, measure, first_day, last_day from check_exception
), changed as (
    (select * from given except select * from known) union all (select * from known except select * from given)
)
insert into check_due (country, disease, measure, day)
select distinct left(c.place, 2), c.disease, c.measure, c.day
from changed e
join check_result c
    on c.check_name = e.check_name and c.place = e.place and c.disease = e.disease and c.measure = e.measure
    and c.day >= e.first_day and (e.last_day is null or c.day <= e.last_day)
on conflict do nothing;

delete from check_exception where exception_id not in (select exception_id from staging_check_exception);

insert into check_exception as e (exception_id, check_name, place, disease, measure, first_day, last_day, reason, url)
select exception_id, check_name, place, disease, measure, first_day, last_day, reason, url
from staging_check_exception
on conflict (exception_id) do update
set check_name = excluded.check_name, place = excluded.place, disease = excluded.disease, measure = excluded.measure,
    first_day = excluded.first_day, last_day = excluded.last_day, reason = excluded.reason, url = excluded.url
where (e.check_name, e.place, e.disease, e.measure, e.first_day, e.last_day, e.reason, e.url)
    is distinct from (excluded.check_name, excluded.place, excluded.disease, excluded.measure, excluded.first_day,
                      excluded.last_day, excluded.reason, excluded.url)
