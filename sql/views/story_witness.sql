create view story_witness as
select d.story_id, d.document_id, d.document_id = t.first_document_id as is_first, f.places, f.diseases, f.days,
       d.source_id, s.name as source, d.language, d.script, d.published_at, d.title, d.canonical_url as url,
       coalesce(l.kind, case when d.document_id = t.first_document_id then 'first' else 'linked by others' end) as told_as,
       l.url as told_after, l.score, f.figures
from document d
join story t on t.story_id = d.story_id
join source s on s.source_id = d.source_id
left join lateral (
    select r.kind, r.score, e.canonical_url as url
    from reprint r
    join document e on e.document_id = r.original_id
    where r.document_id = d.document_id and e.story_id = d.story_id
    order by array_position(array['same_text', 'version', 'reprint', 'statement'], r.kind), r.score desc,
             coalesce(e.published_at, 'infinity'), e.versioned_at, e.document_id
    limit 1
) l on true
cross join lateral (
    select coalesce(array_agg(distinct o.place) filter (where o.place is not null), '{}') as places,
           coalesce(array_agg(distinct o.disease) filter (where o.disease is not null), '{}') as diseases,
           coalesce(array_agg(distinct o.date) filter (where o.date is not null), '{}') as days,
           jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
               'place', o.place, 'disease', o.disease, 'measure', o.measure, 'aggregation', o.aggregation,
               'symptom_status', o.symptom_status, 'day', o.date, 'value', o.value, 'evidence', o.evidence))
               order by o.start_char, o.observation_id) filter (where o.observation_id is not null) as figures
    from observation o
    where o.document_id = d.document_id and o.retracted_at is null and o.subgroup is null and o.locality is null
) f;
comment on view story_witness is 'Each statement with all who printed it: when, in which language, with which figures, and how that was found.';
comment on column story_witness.story_id is 'The statement: what all its rows tell.';
comment on column story_witness.document_id is 'The document.';
comment on column story_witness.is_first is 'Whether it is the earliest of its story.';
comment on column story_witness.places is 'ISO codes of the places whose figures it gives.';
comment on column story_witness.diseases is 'Slugs of the diseases whose figures it gives.';
comment on column story_witness.days is 'Days that it gives figures for.';
comment on column story_witness.source_id is 'The source''s identity.';
comment on column story_witness.source is 'Who printed it.';
comment on column story_witness.language is 'BCP 47 language; null when unsure.';
comment on column story_witness.script is 'Cyrl, Latn, Hans, Hant or Arab.';
comment on column story_witness.published_at is 'When the world could read it.';
comment on column story_witness.title is 'Its headline.';
comment on column story_witness.url is 'Its address.';
comment on column story_witness.told_as is 'first; same_text, version, reprint or statement of an earlier one; linked by others = both sides of a later one.';
comment on column story_witness.told_after is 'Address of that earlier document, the surest link before the others.';
comment on column story_witness.score is 'How alike the two are, 0 to 1: words of texts, figures of statements.';
comment on column story_witness.figures is 'The whole figures it states, in the order of its text, each with its words; null where it was read to have none.';
