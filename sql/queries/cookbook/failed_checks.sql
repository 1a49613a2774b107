-- Which counts look wrong, why, and what excuses them?
select day, place, measure, aggregation, check_name, found, expected, detail, excused_by
from check_result
where not passed
order by day, place, check_name;
