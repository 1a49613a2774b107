-- Every row of the warehouse without what differs from run to run: identities become what they stand for, and the instants
-- of fetching and recording and the places in archive files are left out; so is what a site said of its version to the
-- visit that came last, since days that run side by side ask in any order.
with page_key as (
    select page_id, jsonb_build_array(canonical_url, kind, digest) as key from page
), document_key as (
    select document_id, key from document join page_key using (page_id)
), observation_key as (
    select observation_id,
           jsonb_build_array(d.key, extractor_version, disease, measure, aggregation, case_class, symptom_status, value, place,
                             locality, date, period_start, subgroup, start_char) as key
    from observation
    join document_key d using (document_id)
)
select 'source' as noun, to_jsonb(t) - '{updated_at,read_through_at}'::text[] as row from source t
union all
select 'page', to_jsonb(t) - '{page_id,fetched_at,warc_file,warc_offset,warc_length,recorded_at}'::text[] from page t
union all
select 'listing', to_jsonb(t) || jsonb_build_object('page_id', k.key)
from listing t left join page_key k using (page_id)
union all
select 'visit', to_jsonb(t) - '{visited_at,read_at,etag,last_modified}'::text[] from visit t
union all
select 'unreadable', to_jsonb(t) - '{recorded_at}'::text[] || jsonb_build_object('page_id', k.key)
from unreadable t left join page_key k using (page_id)
union all
select 'document',
       to_jsonb(t) - '{document_id,recorded_at}'::text[] || jsonb_build_object(
           'page_id', k.key, 'duplicate_of', o.key, 'story_id', f.key, 'counted_at', t.counted_at is not null,
           'joined_at', t.joined_at is not null,
           'versioned_at', nullif(t.versioned_at, p.fetched_at))
from document t
join page p using (page_id)
join page_key k using (page_id)
left join document_key o on o.document_id = t.duplicate_of
left join story s on s.story_id = t.story_id
left join document_key f on f.document_id = s.first_document_id
union all
select 'story', k.key from story t join document_key k on k.document_id = t.first_document_id
union all
select 'document_band', to_jsonb(t) || jsonb_build_object('document_id', k.key)
from document_band t join document_key k using (document_id)
union all
select 'reprint', to_jsonb(t) || jsonb_build_object('document_id', k.key, 'original_id', o.key)
from reprint t
join document_key k using (document_id)
join document_key o on o.document_id = t.original_id
union all
select 'story_exception', to_jsonb(t) - '{entered_at}'::text[] from story_exception t
union all
select 'observation',
       to_jsonb(t) - '{observation_id,recorded_at}'::text[]
       || jsonb_build_object('document_id', k.key, 'retracted_at', t.retracted_at is not null)
from observation t join document_key k using (document_id)
union all
select 'candidate', to_jsonb(t) - '{recorded_at}'::text[] || jsonb_build_object('document_id', k.key, 'observation_id', o.key)
from candidate t
join document_key k using (document_id)
join observation_key o using (observation_id)
union all
select 'daily_count',
       to_jsonb(t) - '{changed_at}'::text[] || jsonb_build_object('observation_id', o.key, 'terms', (
           select jsonb_agg(k.key order by n) from unnest(t.terms) with ordinality u(observation_id, n)
           join observation_key k using (observation_id)))
from daily_count t join observation_key o using (observation_id)
union all
select 'period_count',
       to_jsonb(t) - '{changed_at}'::text[] || jsonb_build_object('observation_id', o.key, 'terms', (
           select jsonb_agg(k.key order by n) from unnest(t.terms) with ordinality u(observation_id, n)
           join observation_key k using (observation_id)))
from period_count t join observation_key o using (observation_id)
union all
select 'conflict',
       to_jsonb(t) - '{recorded_at}'::text[] || jsonb_build_object('observation_id', o.key, 'chosen_observation_id', c.key)
from conflict t
join observation_key o using (observation_id)
left join observation_key c on c.observation_id = t.chosen_observation_id
union all
select 'check_result', to_jsonb(t) - '{changed_at}'::text[] from check_result t
union all
select 'check_tally', to_jsonb(t) from check_tally t where results <> 0
union all
select 'place', to_jsonb(t) from place t
union all
select 'place_name', to_jsonb(t) from place_name t
union all
select 'disease', to_jsonb(t) from disease t
union all
select 'series_definition', to_jsonb(t) from series_definition t
union all
select 'population', to_jsonb(t) from population t
union all
select 'country_zone', to_jsonb(t) from country_zone t
order by 1, 2
