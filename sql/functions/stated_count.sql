-- One row for each key that sources state, with what all its witnesses say; tied = no rule could choose, so no count.
create function stated_count(published_by timestamptz, recorded_by timestamptz)
returns table (
    place text, disease text, measure text, aggregation text, case_class text, symptom_status text, day date,
    period_start date, value bigint, value_min bigint, value_max bigint, witnesses bigint, independent_witnesses bigint,
    confidence text, flags text[], definition_id text, observation_id bigint, overshoot interval,
    first_published_at timestamptz, tied boolean, contradicted boolean
)
language sql stable parallel safe
as $$
with level as (
    select r.*, (r.inexact = r.won_inexact and r.late = r.won_late) as comparable
    from ranked_candidate(stated_count.published_by, stated_count.recorded_by) r
), gathered as (
    select l.place, l.disease, l.measure, l.aggregation, l.case_class, l.symptom_status, l.day, l.period_start,
           l.won_value as value, l.won_inexact, l.won_late, l.won_unofficial, l.won_rank, l.tied,
           min(l.value) filter (where l.comparable) as value_min,
           max(l.value) filter (where l.comparable) as value_max,
           count(distinct l.canonical_url) filter (where l.comparable and l.value = l.won_value) as witnesses,
           least(count(distinct coalesce(l.story_id, -l.document_id)) filter (where l.comparable and l.value = l.won_value),
                 count(distinct l.source_id) filter (where l.comparable and l.value = l.won_value)) as independent_witnesses,
           min(l.readable_at) filter (where l.comparable and l.value = l.won_value) as first_published_at,
           bool_or(l.comparable and l.value <> l.won_value and l.contradictory = l.won_contradictory
                   and l.unofficial = l.won_unofficial and l.rank = l.won_rank) as settled_by_latest,
           bool_or(l.late = l.won_late and (l.inexact = l.won_inexact and l.value <> l.won_value
                   or l.at_least and l.value > l.won_value or l.at_most and l.value < l.won_value)) as contradicted,
           bool_or(l.at_least) filter (where l.turn = 1) as at_least,
           bool_or(l.at_most) filter (where l.turn = 1) as at_most,
           bool_or(l.approximate) filter (where l.turn = 1) as approximate,
           min(l.definition_id) filter (where l.turn = 1) as definition_id,
           min(l.observation_id) filter (where l.turn = 1) as observation_id,
           min(l.overshoot) filter (where l.turn = 1) as overshoot
    from level l
    group by l.place, l.disease, l.measure, l.aggregation, l.case_class, l.symptom_status, l.day, l.period_start,
             l.won_value, l.won_inexact, l.won_late, l.won_unofficial, l.won_rank, l.tied
)
select g.place, g.disease, g.measure, g.aggregation, g.case_class, g.symptom_status, g.day, g.period_start, g.value,
       g.value_min, g.value_max, g.witnesses, g.independent_witnesses,
       case
           when g.won_inexact = 1 or g.won_late = 1 or g.won_unofficial = 2 or g.settled_by_latest then 'low'
           when g.value_min = g.value_max and (g.won_rank <= 20 or g.independent_witnesses > 1) then 'high'
           else 'medium'
       end,
       array_remove(array[
           case when g.at_least then 'at_least' end,
           case when g.at_most then 'at_most' end,
           case when g.approximate then 'approximate' end,
           case when g.value_min <> g.value_max then 'disputed' end,
           case when g.won_late = 1 then 'late_cut_off' end,
           case when g.won_unofficial = 2 then 'unofficial' end
       ], null),
       g.definition_id, g.observation_id, g.overshoot, g.first_published_at, g.tied, g.contradicted or g.tied
from gathered g
$$;
comment on function stated_count(timestamptz, timestamptz) is 'One row for each key that sources state, as known at the two instants; tied keys are nobody''s count.';
