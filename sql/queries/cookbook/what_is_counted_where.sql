-- What is there?
-- Each place's diseases and measures, with first and last day and number of counts.
select place, disease, measure, aggregation, min(day) as first_day, max(day) as last_day, count(*) as counts
from daily_count
where length(place) = 2
group by place, disease, measure, aggregation
order by place, disease, measure, aggregation;
