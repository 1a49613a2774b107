-- Every statement that contradicts the chosen value, and the first rule that set it aside.
with rival as (
    select r.place, r.disease, r.measure, r.aggregation, r.case_class, r.symptom_status, r.day, r.period_start, r.value,
           r.observation_id, r.source_id,
           case when not w.tied then w.value end as chosen_value,
           case when not w.tied then w.observation_id end as chosen_observation_id,
           case
               when w.tied and r.standing = 1 then null
               when r.inexact > w.inexact then 'exact'
               when r.contradictory > w.contradictory then 'consistent'
               when r.unofficial > w.unofficial then 'officiality'
               when r.rank > w.rank then 'rank'
               else 'latest'
           end as settled_by
    from ranked r
    join ranked w on w.key_id = r.key_id and w.turn = 1
    where r.late = w.late
      and ((r.inexact = w.inexact and r.value <> w.value)
           or (w.tied and r.standing = 1)
           or (r.at_least and r.value > w.value)
           or (r.at_most and r.value < w.value))
), gone as (
    delete from conflict c
    using (select distinct * from touched_key) k
    where c.place = k.place and c.disease = k.disease and c.measure = k.measure and c.aggregation = k.aggregation
      and c.day = k.day and c.case_class is not distinct from k.case_class
      and c.symptom_status is not distinct from k.symptom_status and c.period_start is not distinct from k.period_start
      and not exists (select from rival r where r.observation_id = c.observation_id)
    returning 1
), written as (
    insert into conflict as c (place, disease, measure, aggregation, case_class, symptom_status, day, period_start, value,
        observation_id, source_id, chosen_value, chosen_observation_id, settled_by)
    select * from rival
    on conflict (observation_id) do update
    set place = excluded.place, disease = excluded.disease, measure = excluded.measure, aggregation = excluded.aggregation,
        case_class = excluded.case_class, symptom_status = excluded.symptom_status, day = excluded.day,
        period_start = excluded.period_start, value = excluded.value, source_id = excluded.source_id,
        chosen_value = excluded.chosen_value, chosen_observation_id = excluded.chosen_observation_id,
        settled_by = excluded.settled_by, recorded_at = now()
    where (c.place, c.disease, c.measure, c.aggregation, c.case_class, c.symptom_status, c.day, c.period_start, c.value,
           c.source_id, c.chosen_value, c.chosen_observation_id, c.settled_by)
        is distinct from (excluded.place, excluded.disease, excluded.measure, excluded.aggregation, excluded.case_class,
           excluded.symptom_status, excluded.day, excluded.period_start, excluded.value, excluded.source_id,
           excluded.chosen_value, excluded.chosen_observation_id, excluded.settled_by)
    returning 1
)
select (select count(*) from gone) + (select count(*) from written) as changed
