-- What became of counts that were published here before, and checks with written exceptions.
create table daily_count_revision (
    revision_id bigint generated always as identity primary key,
    place text not null,
    disease text not null,
    measure text not null,
    aggregation text not null,
    case_class text,
    symptom_status text,
    day date not null,
    period_start date,
    from_value bigint,
    to_value bigint,
    from_observation_id bigint references observation,
    to_observation_id bigint references observation,
    why text not null check (why in ('edited', 'restated', 'better_source', 'later', 'reread', 'worked_out', 'stated',
                                     'withdrawn', 'conflict', 'stated_again')),
    document_id bigint not null references document,
    published_at timestamptz,
    recorded_at timestamptz not null default now(),
    check (from_value is distinct from to_value)
);
create index daily_count_revision_by_key on daily_count_revision (place, disease, measure, day, aggregation);
create index daily_count_revision_by_time on daily_count_revision (recorded_at);
comment on table daily_count_revision is 'Every change of a daily count that had been given here before: when, from, to, why, by which document. Append-only.';
comment on column daily_count_revision.revision_id is 'Identity.';
comment on column daily_count_revision.place is 'Place of the count.';
comment on column daily_count_revision.disease is 'Its disease.';
comment on column daily_count_revision.measure is 'Its measure.';
comment on column daily_count_revision.aggregation is 'Its aggregation.';
comment on column daily_count_revision.case_class is 'Its class.';
comment on column daily_count_revision.symptom_status is 'Its symptom status.';
comment on column daily_count_revision.day is 'Its day.';
comment on column daily_count_revision.period_start is 'Its first day.';
comment on column daily_count_revision.from_value is 'The value until then; null where it had been withdrawn.';
comment on column daily_count_revision.to_value is 'The value from then on; null where it was withdrawn.';
comment on column daily_count_revision.from_observation_id is 'The observation that gave the old value.';
comment on column daily_count_revision.to_observation_id is 'The observation that gives the new one.';
comment on column daily_count_revision.why is 'edited = the article was changed; restated = its source said otherwise later; better_source = a better-ranked source spoke; later = another source as good spoke later; reread = the same words were read otherwise; worked_out = a term changed; stated = a source states what was worked out; withdrawn = nobody states it any more; conflict = sources contradict each other and no rule chooses; stated_again = back after a withdrawal.';
comment on column daily_count_revision.document_id is 'The document that brought the change; of a withdrawal, the one that had given the value.';
comment on column daily_count_revision.published_at is 'When the world could read that document.';
comment on column daily_count_revision.recorded_at is 'When the count changed here.';

create table check_exception (
    exception_id text primary key,
    check_name text not null,
    place text not null,
    disease text not null,
    measure text not null,
    first_day date not null,
    last_day date,
    reason text not null,
    url text not null
);
comment on table check_exception is 'Failures that are known to be right, from transforms/reference/check_exceptions.csv.';
comment on column check_exception.exception_id is 'Readable identity.';
comment on column check_exception.check_name is 'The check that fails.';
comment on column check_exception.place is 'Place of the counts.';
comment on column check_exception.disease is 'Their disease.';
comment on column check_exception.measure is 'Their measure.';
comment on column check_exception.first_day is 'First day that is excused.';
comment on column check_exception.last_day is 'Last day that is excused; null = no end.';
comment on column check_exception.reason is 'Why the failure is right.';
comment on column check_exception.url is 'Where that can be read.';

alter table check_result
    add column excused_by text,
    drop constraint check_result_check_name_check,
    add constraint check_result_check_name_check check (check_name in (
        'total_follows', 'symptoms_add_up', 'parts_within_whole', 'total_falls', 'jump', 'frozen_total', 'sources_disagree',
        'silence'));
comment on column check_result.excused_by is 'The exception that explains a failure; null = none.';
comment on column check_result.check_name is 'total_follows: previous total + new = total. symptoms_add_up: symptomatic + asymptomatic = all. parts_within_whole: units add up to no more than the country. Of these every result is kept, of the following only failures. total_falls: a total below the one before it. jump: more than six times the mean of the week before. frozen_total: a country''s total alike for seven days. sources_disagree: sources give another value. silence: a running series without a count for three days.';
