create view daily_count_wide as
select l.place, l.place_name, l.disease, l.day,
       max(l.value) filter (where l.series = 'new_cases') as new_cases,
       max(l.value) filter (where l.series = 'total_cases') as total_cases,
       max(l.value) filter (where l.series = 'year_cases') as year_cases,
       max(l.value) filter (where l.series = 'new_deaths') as new_deaths,
       max(l.value) filter (where l.series = 'total_deaths') as total_deaths,
       max(l.value) filter (where l.series = 'year_deaths') as year_deaths,
       max(l.value) filter (where l.series = 'new_recovered') as new_recovered,
       max(l.value) filter (where l.series = 'total_recovered') as total_recovered,
       max(l.value) filter (where l.series = 'current_active_cases') as current_active_cases,
       max(l.value) filter (where l.series = 'current_hospitalised') as current_hospitalised,
       max(l.value) filter (where l.series = 'current_icu') as current_icu,
       max(l.value) filter (where l.series = 'new_tests') as new_tests,
       max(l.value) filter (where l.series = 'total_tests') as total_tests,
       max(l.counts) filter (where l.series like '%_cases') as cases_counted
from daily_count_long l
group by l.place, l.place_name, l.disease, l.day;
comment on view daily_count_wide is 'The plain series as columns, one row for each place, disease and day. An empty field was not stated; it is never zero. For spreadsheets.';
comment on column daily_count_wide.place is 'ISO 3166-1 or 3166-2 code.';
comment on column daily_count_wide.place_name is 'English name of the place.';
comment on column daily_count_wide.disease is 'Disease slug.';
comment on column daily_count_wide.day is 'Calendar day that the figures wholly cover.';
comment on column daily_count_wide.new_cases is 'New cases of that day.';
comment on column daily_count_wide.total_cases is 'Cases since the epidemic began.';
comment on column daily_count_wide.year_cases is 'Cases since 1 January.';
comment on column daily_count_wide.new_deaths is 'Deaths of that day.';
comment on column daily_count_wide.total_deaths is 'Deaths since the epidemic began.';
comment on column daily_count_wide.year_deaths is 'Deaths since 1 January.';
comment on column daily_count_wide.new_recovered is 'Recovered of that day.';
comment on column daily_count_wide.total_recovered is 'Recovered since the epidemic began.';
comment on column daily_count_wide.current_active_cases is 'Ill at the end of the day.';
comment on column daily_count_wide.current_hospitalised is 'In hospital at the end of the day.';
comment on column daily_count_wide.current_icu is 'In intensive care at the end of the day.';
comment on column daily_count_wide.new_tests is 'Tests of that day.';
comment on column daily_count_wide.total_tests is 'Tests since the epidemic began.';
comment on column daily_count_wide.cases_counted is 'What the cases of that day count, as a slug: where it changes the series breaks.';
