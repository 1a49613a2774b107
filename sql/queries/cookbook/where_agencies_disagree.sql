-- Where do agencies disagree, and what settled it?
select day, place, measure, aggregation, symptoms, value, source, chosen_value, chosen_source, settled_by
from conflict_readable
where day between '2020-06-01' and '2020-08-31'
order by day, place, measure, value, source;
