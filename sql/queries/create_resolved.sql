-- One row for each touched key that has a winner, with what all its witnesses say.
create temp table resolved on commit drop as
with winner as (
    select * from ranked where turn = 1 and not tied
), witness as (
    select w.key_id, min(a.value) as value_min, max(a.value) as value_max,
           count(distinct a.canonical_url) filter (where a.value = w.value) as witnesses,
           least(count(distinct coalesce(a.story_id, -a.document_id)) filter (where a.value = w.value),
                 count(distinct a.source_id) filter (where a.value = w.value)) as independent_witnesses,
           min(a.published_at) filter (where a.value = w.value) as first_published_at,
           bool_or(a.value <> w.value and a.contradictory = w.contradictory and a.unofficial = w.unofficial
                   and a.rank = w.rank) as settled_by_latest
    from winner w
    join ranked a on a.key_id = w.key_id and a.inexact = w.inexact and a.late = w.late
    group by w.key_id
)
select w.place, w.disease, w.measure, w.aggregation, w.case_class, w.symptom_status, w.day, w.period_start, w.value,
       r.value_min, r.value_max, r.witnesses, r.independent_witnesses, 'stated' as basis,
       case
           when w.inexact = 1 or w.late = 1 or w.unofficial = 2 or r.settled_by_latest then 'low'
           when r.value_min = r.value_max and (w.rank <= 20 or r.independent_witnesses > 1) then 'high'
           else 'medium'
       end as confidence,
       array_remove(array[
           case when w.at_least then 'at_least' end,
           case when w.at_most then 'at_most' end,
           case when w.approximate then 'approximate' end,
           case when r.value_min <> r.value_max then 'disputed' end,
           case when w.late = 1 then 'late_cut_off' end,
           case when w.unofficial = 2 then 'unofficial' end
       ], null) as flags,
       w.definition_id, w.observation_id, r.first_published_at
from winner w
join witness r using (key_id);

analyze resolved
