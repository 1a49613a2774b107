-- How many new cases per 100,000 inhabitants, and who says how many inhabitants there are?
-- A place without a population on file has no rate (transforms/reference/populations.csv).
select place, day, symptom_status, value, per_100k, population, population_source
from daily_trend
where disease = 'covid-19' and measure = 'cases' and case_class is null and day in ('2020-06-13', '2020-06-29', '2020-07-22')
  and place in ('KZ', 'KZ-75', 'UZ', 'KG')
order by day, place, symptom_status;
