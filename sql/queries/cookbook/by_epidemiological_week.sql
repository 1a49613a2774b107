-- How many new cases in each epidemiological week?
-- A week that lacks days has no value; so_far is then a lower bound.
select epi_year, epi_week, first_day, last_day, value, days, so_far
from weekly_count
where place = 'KZ' and disease = 'covid-19' and measure = 'cases' and case_class is null and symptom_status is null
  and first_day between '2020-06-01' and '2020-06-30'
order by first_day;
