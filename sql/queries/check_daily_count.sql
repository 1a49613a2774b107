-- Arithmetic on the counts, wherever all its terms are there. Results that no longer can be computed are taken away.
with total_follows as (
    select t.*, 'total_follows' as check_name, b.value + n.value = t.value as passed, b.value + n.value as expected,
           format('%%s on the day before + %%s new, total given %%s', b.value, n.value, t.value) as detail
    from daily_count t
    join daily_count b
        on b.place = t.place and b.disease = t.disease and b.measure = t.measure and b.aggregation = 'cumulative'
        and b.day = t.day - 1 and b.case_class is not distinct from t.case_class
        and b.symptom_status is not distinct from t.symptom_status and b.period_start is not distinct from t.period_start
        and b.definition_id is not distinct from t.definition_id
    join daily_count n
        on n.place = t.place and n.disease = t.disease and n.measure = t.measure and n.aggregation = 'new'
        and n.day = t.day and n.case_class is not distinct from t.case_class
        and n.symptom_status is not distinct from t.symptom_status and n.period_start is null
    where t.aggregation = 'cumulative'
), symptoms_add_up as (
    select t.*, 'symptoms_add_up' as check_name, w.value + a.value = t.value as passed, w.value + a.value as expected,
           format('%%s with symptoms + %%s without, all given %%s', w.value, a.value, t.value) as detail
    from daily_count t
    join daily_count w
        on w.place = t.place and w.disease = t.disease and w.measure = t.measure and w.aggregation = t.aggregation
        and w.day = t.day and w.case_class is not distinct from t.case_class and w.symptom_status = 'symptomatic'
        and w.period_start is not distinct from t.period_start
    join daily_count a
        on a.place = t.place and a.disease = t.disease and a.measure = t.measure and a.aggregation = t.aggregation
        and a.day = t.day and a.case_class is not distinct from t.case_class and a.symptom_status = 'asymptomatic'
        and a.period_start is not distinct from t.period_start
    where t.symptom_status is null
), part as (
    select left(place, 2) as country, disease, measure, aggregation, case_class, symptom_status, day, period_start,
           sum(value)::bigint as value, count(*) as units
    from daily_count
    where length(place) > 2
    group by 1, 2, 3, 4, 5, 6, 7, 8
), parts_within_whole as (
    select t.*, 'parts_within_whole' as check_name, p.value <= t.value as passed, p.value as expected,
           format('%%s units add up to %%s, the whole is given as %%s', p.units, p.value, t.value) as detail
    from daily_count t
    join part p
        on p.country = t.place and p.disease = t.disease and p.measure = t.measure and p.aggregation = t.aggregation
        and p.day = t.day and p.case_class is not distinct from t.case_class
        and p.symptom_status is not distinct from t.symptom_status and p.period_start is not distinct from t.period_start
), result as (
    select * from total_follows union all select * from symptoms_add_up union all select * from parts_within_whole
), gone as (
    delete from check_result c
    where not exists (
        select from result r
        where r.check_name = c.check_name and r.place = c.place and r.disease = c.disease and r.measure = c.measure
          and r.aggregation = c.aggregation and r.day = c.day and r.case_class is not distinct from c.case_class
          and r.symptom_status is not distinct from c.symptom_status and r.period_start is not distinct from c.period_start)
    returning 1
), written as (
    insert into check_result as c (check_name, place, disease, measure, aggregation, case_class, symptom_status, day,
        period_start, passed, expected, found, detail)
    select check_name, place, disease, measure, aggregation, case_class, symptom_status, day, period_start, passed, expected,
        value, detail
    from result
    on conflict (check_name, place, disease, measure, aggregation, case_class, symptom_status, day, period_start) do update
    set passed = excluded.passed, expected = excluded.expected, found = excluded.found, detail = excluded.detail,
        changed_at = now()
    where (c.passed, c.expected, c.found, c.detail)
        is distinct from (excluded.passed, excluded.expected, excluded.found, excluded.detail)
    returning 1
)
select (select count(*) from result) as checks, (select count(*) from result where not passed) as failed,
       (select count(*) from gone) + (select count(*) from written) as changed
