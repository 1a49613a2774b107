-- How many independent sources stand behind each day's deaths?
-- Reprints of one bulletin, and those who tell it in other words, count once.
select day, aggregation, value, witnesses, independent_witnesses, confidence
from daily_count
where place = 'KZ' and disease = 'covid-19' and measure = 'deaths' and day between '2020-06-12' and '2020-06-16'
order by aggregation, day;
