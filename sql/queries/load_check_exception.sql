-- Exceptions from the reference file; what one of them excuses, or no longer excuses, is checked again.
insert into check_due (country, disease, measure)
select distinct left(coalesce(s.place, e.place), 2), coalesce(s.disease, e.disease), coalesce(s.measure, e.measure)
from staging_check_exception s
full join check_exception e using (exception_id)
where (s.check_name, s.place, s.disease, s.measure, s.first_day, s.last_day)
    is distinct from (e.check_name, e.place, e.disease, e.measure, e.first_day, e.last_day)
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
