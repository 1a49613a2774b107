-- Which checks each count of the scope of check_daily_count.sql fails. The figure itself stays as it is.
create temp table failed on commit drop as
select c.place, c.disease, c.measure, c.aggregation, c.case_class, c.symptom_status, c.day, c.period_start,
       array_agg(c.check_name order by c.check_name) as names
from scope s
join check_result c
    on left(c.place, 2) = s.country and c.disease = s.disease and c.measure = s.measure
    and c.day between s.first_day and s.last_day
where not c.passed and c.excused_by is null
group by c.place, c.disease, c.measure, c.aggregation, c.case_class, c.symptom_status, c.day, c.period_start;

-- The planner has to know how many they are.
analyze failed;

with wanted as (
    select f.* from failed f
    union all
    select d.place, d.disease, d.measure, d.aggregation, d.case_class, d.symptom_status, d.day, d.period_start, '{}'
    from scope s
    join daily_count d
        on left(d.place, 2) = s.country and d.disease = s.disease and d.measure = s.measure
        and d.day between s.first_day and s.last_day
    where d.failed_checks <> '{}'
      and not exists (
          select from failed f
          where f.place = d.place and f.disease = d.disease and f.measure = d.measure and f.aggregation = d.aggregation
            and f.day = d.day and f.case_class is not distinct from d.case_class
            and f.symptom_status is not distinct from d.symptom_status
            and f.period_start is not distinct from d.period_start)
)
update daily_count d
set failed_checks = w.names
from wanted w
where w.place = d.place and w.disease = d.disease and w.measure = d.measure and w.aggregation = d.aggregation
  and w.day = d.day and w.case_class is not distinct from d.case_class
  and w.symptom_status is not distinct from d.symptom_status and w.period_start is not distinct from d.period_start
  and d.failed_checks <> w.names
