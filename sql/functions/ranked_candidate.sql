-- HOW A COUNT IS RESOLVED: every rule, in order. The same list, with the reasons, is docs/counting.md.
--
-- What may become a count, under which key (queries/insert_candidate.sql):
--   a  Retracted figures, subgroups, localities and figures without a place or day: never.
--   b  The day is the last one that the figure wholly covers.
--   c  A class that the text leaves open is the one that the definition in force counts.
--   d  Where bulletins are several a day, an increment is a day's count only if published after that day was over.
--   e  A period of more than one day, and a total since another start, is another key.
-- Who speaks (here):
--   f  Of each URL the latest version that states the key; a replaced version only where nothing newer speaks.
--   g  Where the plain series counts one symptom status, a figure of open status that equals it is no count of both together
--      (known_candidate.sql).
-- Who wins (here), each rule only where those before it leave a choice:
--   1  an exact figure before "at least", "at most", "about"
--   2  a cut-off near the end of the day before one more than twelve hours late (two, where bulletins are several a day)
--   3  an article that gives one value for the key before one that contradicts itself
--   4  official before quoted before unofficial
--   5  the better-ranked source: ministry, state agency, agency, media, foreign
--   6  the latest statement: so a correction before what it corrects, the last of a day's bulletins before the others
--   7  What is still level with different values is nobody's count: a conflict.
-- What nobody states (derived_count.sql), only where no source gives any value for the key:
--   8  from totals: the day's total less the day before's, both exact, of one definition, of one hour, and not standing still
--   9  from parts: with and without symptoms, or all units of a country
--
-- One row for each candidate that could be read at `published_by` and that we had recorded at `recorded_by`. Windows are
-- parted by the key, so that a condition on the key's columns reaches the index.
create function ranked_candidate(published_by timestamptz, recorded_by timestamptz)
returns table (
    place text, disease text, measure text, aggregation text, case_class text, symptom_status text, day date,
    period_start date, observation_id bigint, document_id bigint, source_id text, story_id bigint, canonical_url text,
    readable_at timestamptz, value bigint, at_least boolean, at_most boolean, approximate boolean, overshoot interval,
    definition_id text, inexact int, late int, contradictory int, unofficial int, rank int, standing bigint, turn bigint,
    tied boolean, won_value bigint, won_inexact int, won_late int, won_contradictory int, won_unofficial int, won_rank int
)
language sql stable parallel safe
as $$
with spoken as (
    select k.*, o.value, o.at_least, o.at_most, o.approximate, o.officiality, o.start_char, d.source_id, d.canonical_url,
           d.story_id, d.published_at, d.versioned_at, s.rank,
           case when def.intraday then interval '2 hours' else interval '12 hours' end as grace,
           dense_rank() over (
               partition by k.place, k.disease, k.measure, k.aggregation, k.case_class, k.symptom_status, k.day,
                            k.period_start, d.canonical_url
               order by d.versioned_at desc, p.fetched_at desc, d.document_id desc
           ) as version,
           exists (
               select from document n
               join page np on np.page_id = n.page_id
               where n.canonical_url = d.canonical_url and n.published_at = d.published_at and n.extracted_with is not null
                 and (n.versioned_at, np.fetched_at, n.document_id) > (d.versioned_at, p.fetched_at, d.document_id)
                 and n.versioned_at <= ranked_candidate.published_by and n.recorded_at <= ranked_candidate.recorded_by
           ) as superseded
    from known_candidate(ranked_candidate.recorded_by) k
    join observation o on o.observation_id = k.observation_id
    join document d on d.document_id = k.document_id
    join page p on p.page_id = d.page_id
    join source s on s.source_id = d.source_id
    left join series_definition def on def.definition_id = k.definition_id
    where d.versioned_at <= ranked_candidate.published_by
), current as (
    select s.*, bool_and(s.superseded) over key as outdated
    from spoken s
    where s.version = 1
    window key as (partition by s.place, s.disease, s.measure, s.aggregation, s.case_class, s.symptom_status, s.day,
                                s.period_start)
), graded as (
    select c.*, (c.at_least or c.at_most or c.approximate)::int as inexact,
           (coalesce(c.overshoot, '0') > c.grace)::int as late,
           case c.officiality when 'unofficial' then 2 when 'quoted' then 1 else 0 end as unofficial
    from current c
    where c.outdated or not c.superseded
), weighed as (
    select g.*, (min(g.value) over same_article <> max(g.value) over same_article)::int as contradictory
    from graded g
    window same_article as (
        partition by g.place, g.disease, g.measure, g.aggregation, g.case_class, g.symptom_status, g.day, g.period_start,
                     g.document_id, g.inexact, g.late)
), ordered as (
    select w.*,
           rank() over (
               partition by w.place, w.disease, w.measure, w.aggregation, w.case_class, w.symptom_status, w.day, w.period_start
               order by w.inexact, w.late, w.contradictory, w.unofficial, w.rank, w.versioned_at desc
           ) as standing,
           row_number() over (
               partition by w.place, w.disease, w.measure, w.aggregation, w.case_class, w.symptom_status, w.day, w.period_start
               order by w.inexact, w.late, w.contradictory, w.unofficial, w.rank, w.versioned_at desc, w.canonical_url,
                        w.start_char, w.observation_id
           ) as turn
    from weighed w
)
select o.place, o.disease, o.measure, o.aggregation, o.case_class, o.symptom_status, o.day, o.period_start, o.observation_id,
       o.document_id, o.source_id, o.story_id, o.canonical_url,
       case when o.published_at is not null then o.versioned_at end, o.value, o.at_least, o.at_most, o.approximate,
       o.overshoot, o.definition_id, o.inexact, o.late, o.contradictory, o.unofficial, o.rank, o.standing, o.turn,
       min(o.value) filter (where o.standing = 1) over key <> max(o.value) filter (where o.standing = 1) over key,
       first_value(o.value) over won, first_value(o.inexact) over won, first_value(o.late) over won,
       first_value(o.contradictory) over won, first_value(o.unofficial) over won, first_value(o.rank) over won
from ordered o
window key as (partition by o.place, o.disease, o.measure, o.aggregation, o.case_class, o.symptom_status, o.day, o.period_start),
       won as (partition by o.place, o.disease, o.measure, o.aggregation, o.case_class, o.symptom_status, o.day, o.period_start
               order by o.turn)
$$;
comment on function ranked_candidate(timestamptz, timestamptz) is 'Every candidate that could be read at published_by and was recorded at recorded_by, ranked within its key by the rules at the top of its file.';
