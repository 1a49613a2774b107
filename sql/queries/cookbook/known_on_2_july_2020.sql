-- What was known on the morning of 2 July 2020 about Kazakhstan's totals?
-- The second clock may be set too: daily_count_as_of('2020-07-02', '2026-11-20') leaves out what was recorded here later.
select distinct on (measure, symptom_status) measure, symptom_status, day, value, basis
from daily_count_as_of('2020-07-02 08:00+06')
where place = 'KZ' and disease = 'covid-19' and aggregation = 'cumulative' and case_class is null
  and day between '2020-05-01' and '2020-07-02'
order by measure, symptom_status, day desc;
