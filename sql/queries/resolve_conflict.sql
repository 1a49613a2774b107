-- Every statement that contradicts the chosen value, and the first rule that set it aside.
with compared as (
    select r.*,
           min(r.observation_id) filter (where r.turn = 1) over (
               partition by r.place, r.disease, r.measure, r.aggregation, r.case_class, r.symptom_status, r.day, r.period_start
           ) as won_observation_id
    from ranked r
), rival as (
    select r.place, r.disease, r.measure, r.aggregation, r.case_class, r.symptom_status, r.day, r.period_start, r.value,
           r.observation_id, r.source_id,
           case when not r.tied then r.won_value end as chosen_value,
           case when not r.tied then r.won_observation_id end as chosen_observation_id,
           case
               when r.tied and r.standing = 1 then null
               when r.inexact > r.won_inexact then 'exact'
               when r.contradictory > r.won_contradictory then 'consistent'
               when r.unofficial > r.won_unofficial then 'officiality'
               when r.rank > r.won_rank then 'rank'
               else 'latest'
           end as settled_by
    from compared r
    where r.late = r.won_late
      and ((r.inexact = r.won_inexact and r.value <> r.won_value)
           or (r.tied and r.standing = 1)
           or (r.at_least and r.value > r.won_value)
           or (r.at_most and r.value < r.won_value))
), gone as (
    delete from conflict c
    using key_to_resolve k
    where c.place = k.place and c.disease = k.disease and c.measure = k.measure and c.aggregation = k.aggregation
      and c.day = k.day and c.case_class is not distinct from k.case_class
      and c.symptom_status is not distinct from k.symptom_status and c.period_start is not distinct from k.period_start
      and c.observation_id not in (select observation_id from rival)
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
