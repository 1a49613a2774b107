-- How does the mean of seven days run?
-- It stands only where all seven days do, counted alike: days_of_seven says what is missing.
select day, value, days_of_seven, mean_of_seven
from daily_trend
where place = 'KZ' and disease = 'covid-19' and measure = 'cases' and case_class is null and symptom_status = 'symptomatic'
  and day between '2020-06-12' and '2020-06-16'
order by day;
