-- The touched keys by the rules of functions/ranked_candidate.sql: what sources state, then what arithmetic gives where they
-- state nothing.
-- Key by key through the indexes, whatever the planner thinks of tables that were filled just now; `offset 0` keeps it from
-- making one great join of it.
set local jit = off;
set local enable_hashjoin = off;
set local enable_mergejoin = off;
set local enable_seqscan = off;

create temp table stated on commit drop as
select s.*
from key_to_resolve k
cross join lateral (
    select * from stated_count('infinity', 'infinity') c
    where c.place = k.place and c.disease = k.disease and c.measure = k.measure and c.day = k.day
      and c.aggregation = k.aggregation and c.case_class is not distinct from k.case_class
      and c.symptom_status is not distinct from k.symptom_status and c.period_start is not distinct from k.period_start
    offset 0
) s;

analyze stated;

set local enable_hashjoin to default;

create temp table unstated on commit drop as
select k.*
from key_to_resolve k
where not exists (
    select from stated s
    where s.place = k.place and s.disease = k.disease and s.measure = k.measure and s.day = k.day
      and s.aggregation = k.aggregation and s.case_class is not distinct from k.case_class
      and s.symptom_status is not distinct from k.symptom_status and s.period_start is not distinct from k.period_start);

set local enable_hashjoin = off;

create temp table resolved on commit drop as
select place, disease, measure, aggregation, case_class, symptom_status, day, period_start, value, value_min, value_max,
       witnesses::int, independent_witnesses::int, 'stated' as basis, confidence, flags, definition_id, observation_id,
       '{}'::bigint[] as terms, first_published_at
from stated
where not tied
union all
select d.place, d.disease, d.measure, d.aggregation, d.case_class, d.symptom_status, d.day, d.period_start, d.value,
       d.value, d.value, 0, 0, d.basis, d.confidence, d.flags, d.definition_id, d.terms[1], d.terms, d.first_published_at
from unstated k
cross join lateral (
    select * from derived_count('infinity', 'infinity') c
    where c.place = k.place and c.disease = k.disease and c.measure = k.measure and c.day = k.day
      and c.aggregation = k.aggregation and c.case_class is not distinct from k.case_class
      and c.symptom_status is not distinct from k.symptom_status and c.period_start is not distinct from k.period_start
    order by c.basis desc, cardinality(c.terms)
    limit 1
) d;

-- Who stands against whom, for the keys on which sources differ.
create temp table ranked on commit drop as
select r.*
from stated s
cross join lateral (
    select * from ranked_candidate('infinity', 'infinity') c
    where c.place = s.place and c.disease = s.disease and c.measure = s.measure and c.day = s.day
      and c.aggregation = s.aggregation and c.case_class is not distinct from s.case_class
      and c.symptom_status is not distinct from s.symptom_status and c.period_start is not distinct from s.period_start
    offset 0
) r
where s.contradicted;

set local enable_hashjoin to default;
set local enable_mergejoin to default;
set local enable_seqscan to default;

analyze resolved;

analyze ranked
