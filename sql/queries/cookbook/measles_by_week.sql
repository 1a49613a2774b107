-- How many measles cases were there in each week of 2023 to 2026?
-- basis says how: stated by a source, the sum of seven days, or the difference of two Sundays' totals.
select place, epi_year, epi_week, first_day, value, basis, per_100k, population_source
from weekly_count
where disease = 'measles' and measure = 'cases' and epi_year between 2023 and 2026 and value is not null
order by place, first_day, case_class nulls first;
