-- Counts that are worked out, what the checks say of a count, and candidates that no longer stand.
alter table candidate add column recorded_at timestamptz not null default now();
comment on column candidate.recorded_at is 'When this reading of the observation entered the counts.';
update candidate c set recorded_at = o.recorded_at from observation o where o.observation_id = c.observation_id;

create table former_candidate (like candidate including comments);
alter table former_candidate add column retracted_at timestamptz not null default now();
alter table former_candidate add foreign key (observation_id) references observation;
alter table former_candidate add foreign key (document_id) references document;
create index former_candidate_by_key on former_candidate (place, disease, measure, day, aggregation);
create index candidate_by_country on candidate (left(place, 2), disease, measure, day, aggregation) where length(place) > 2;
create index former_candidate_by_country on former_candidate (left(place, 2), disease, measure, day, aggregation)
    where length(place) > 2;
comment on table former_candidate is 'Candidates that were withdrawn: what the counts rested on until then. Append-only.';
comment on column former_candidate.retracted_at is 'When it left the counts.';

alter table daily_count
    add column terms bigint[] not null default '{}',
    add column failed_checks text[] not null default '{}';
alter table period_count
    add column terms bigint[] not null default '{}',
    add column failed_checks text[] not null default '{}';
comment on column daily_count.terms is 'Observations that the value was worked out from: from_totals = the day''s total less the day before''s; from_parts = the parts; empty where it is stated.';
comment on column daily_count.failed_checks is 'Checks that this count fails, without those that an exception explains.';
comment on column daily_count.observation_id is 'The observation that won; of a value worked out, its first term.';
comment on column daily_count.first_published_at is 'When this value could first be read: an edited page''s figures from its edit on.';
comment on column daily_count.witnesses is 'Articles that state exactly this value, reprints included; none where it was worked out.';
comment on column daily_count.basis is 'stated; from_totals = the day''s total less the day before''s; from_parts = the sum of parts.';
comment on column period_count.terms is 'Always empty: a period''s count is stated.';
comment on column period_count.failed_checks is 'Always empty: periods are not checked.';

alter table series_definition
    add column plain boolean not null default true,
    add column counts text not null default '',
    add column totals_from date,
    drop constraint series_definition_place_disease_measure_valid_from_key;
create unique index series_definition_by_content on series_definition
    (place, disease, measure, case_class, symptom_status, plain, valid_from) nulls not distinct;
comment on column series_definition.plain is 'True where the ministry''s unqualified figure means it; false for a series that it publishes beside that one.';
comment on column series_definition.counts is 'What is counted, as a slug: definitions with the same one count alike, and their figures may be joined.';
comment on column series_definition.totals_from is 'First day of its totals; null = since the epidemic began.';
