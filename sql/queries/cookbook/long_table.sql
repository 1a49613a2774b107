-- How do I get one row for each figure, for R, pandas and pivot tables?
select place, day, series, value
from daily_count_long
where place = 'KZ' and disease = 'covid-19' and day between '2020-06-15' and '2020-06-16'
order by day, series;
