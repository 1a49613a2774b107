-- Who wins a key. Of each URL only the latest version that states the key speaks, and a version that an edit of the same
-- article replaced speaks only where nothing newer does. Then, in this order:
--   1 an exact figure before "at least", "at most", "about"
--   2 a cut-off near the end of the day before one more than twelve hours late
--   3 an article that gives one value for the key before one that contradicts itself
--   4 official before quoted before unofficial
--   5 the better-ranked source
--   6 the latest statement
-- What is still level with different values is nobody's count: tied.
create temp table ranked on commit drop as
with numbered as (
    select row_number() over () as key_id, k.* from (select distinct * from touched_key) k
), spoken as (
    select k.*, c.observation_id, c.document_id, c.overshoot, c.definition_id, o.value, o.at_least, o.at_most, o.approximate,
           o.officiality, o.start_char, d.source_id, d.canonical_url, d.story_id, d.published_at, d.versioned_at, s.rank,
           dense_rank() over (
               partition by k.key_id, d.canonical_url
               order by d.versioned_at desc, p.fetched_at desc, d.document_id desc
           ) as version,
           exists (
               select from document n
               join page np on np.page_id = n.page_id
               where n.canonical_url = d.canonical_url and n.published_at = d.published_at and n.extracted_with is not null
                 and (n.versioned_at, np.fetched_at, n.document_id) > (d.versioned_at, p.fetched_at, d.document_id)
           ) as superseded
    from numbered k
    join candidate c
        on c.place = k.place and c.disease = k.disease and c.measure = k.measure and c.day = k.day
        and c.aggregation = k.aggregation and c.case_class is not distinct from k.case_class
        and c.symptom_status is not distinct from k.symptom_status and c.period_start is not distinct from k.period_start
    join observation o using (observation_id)
    join document d on d.document_id = c.document_id
    join page p on p.page_id = d.page_id
    join source s on s.source_id = d.source_id
), current as (
    select s.*, bool_and(superseded) over (partition by key_id) as outdated
    from spoken s
    where version = 1
), graded as (
    select c.*, (at_least or at_most or approximate)::int as inexact,
           (coalesce(overshoot, '0') > interval '12 hours')::int as late,
           case officiality when 'unofficial' then 2 when 'quoted' then 1 else 0 end as unofficial
    from current c
    where outdated or not superseded
), weighed as (
    select g.*, (min(value) over same_article <> max(value) over same_article)::int as contradictory
    from graded g
    window same_article as (partition by key_id, document_id, inexact, late)
), ordered as (
    select w.*,
           rank() over (
               partition by key_id order by inexact, late, contradictory, unofficial, rank, versioned_at desc
           ) as standing,
           row_number() over (
               partition by key_id
               order by inexact, late, contradictory, unofficial, rank, versioned_at desc, canonical_url, start_char,
                        observation_id
           ) as turn
    from weighed w
)
select o.*,
       min(value) filter (where standing = 1) over (partition by key_id)
           <> max(value) filter (where standing = 1) over (partition by key_id) as tied
from ordered o;

analyze ranked
