-- How many measles cases since the year began, by each date on which somebody said so?
-- "More than 5,000" is a lower bound: see flags.
select place, day, value, flags, confidence
from daily_count
where disease = 'measles' and measure = 'cases' and aggregation = 'cumulative' and period_start = date_trunc('year', day)
order by place, day;
