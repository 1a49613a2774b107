-- How do I get one row for each day and a column for each figure, for a spreadsheet?
select day, new_cases, total_cases, new_deaths, total_deaths, new_recovered, total_recovered, cases_counted
from daily_count_wide
where place = 'KZ' and disease = 'covid-19' and day between '2020-06-12' and '2020-06-16'
order by day;
