create table candidate (
    observation_id bigint primary key references observation,
    document_id bigint not null references document,
    place text not null,
    disease text not null,
    measure text not null,
    aggregation text not null,
    case_class text,
    symptom_status text,
    day date not null,
    period_start date,
    overshoot interval,
    definition_id text references series_definition
);
create index candidate_by_key on candidate (place, disease, measure, day, aggregation);
create index candidate_by_document on candidate (document_id);
comment on table candidate is 'An observation that may become a count: its day worked out, its class mapped by the definition in force.';
comment on column candidate.observation_id is 'The observation.';
comment on column candidate.document_id is 'Its document.';
comment on column candidate.place is 'Part of the key.';
comment on column candidate.disease is 'Part of the key.';
comment on column candidate.measure is 'Part of the key.';
comment on column candidate.aggregation is 'Part of the key.';
comment on column candidate.case_class is 'Part of the key, after mapping.';
comment on column candidate.symptom_status is 'Part of the key.';
comment on column candidate.day is 'Part of the key: the last day wholly covered.';
comment on column candidate.period_start is 'Part of the key: first day of a period or of a total.';
comment on column candidate.overshoot is 'How long after the end of its day the figure was cut off; null where no hour is stated.';
comment on column candidate.definition_id is 'Definition in force.';

create table daily_count (
    place text not null,
    disease text not null,
    measure text not null,
    aggregation text not null check (aggregation in ('new', 'cumulative', 'stock')),
    case_class text,
    symptom_status text,
    day date not null,
    period_start date,
    value bigint not null,
    value_min bigint not null,
    value_max bigint not null,
    witnesses int not null,
    independent_witnesses int not null,
    basis text not null check (basis in ('stated', 'from_totals', 'from_parts')),
    confidence text not null check (confidence in ('high', 'medium', 'low')),
    flags text[] not null,
    definition_id text references series_definition,
    observation_id bigint not null references observation,
    first_published_at timestamptz,
    changed_at timestamptz not null default now(),
    unique nulls not distinct (place, disease, measure, aggregation, case_class, symptom_status, day, period_start)
);
create index daily_count_by_day on daily_count (day);
create index daily_count_by_observation on daily_count (observation_id);
comment on table daily_count is 'One value for each key and day. A missing day is a missing row; a stated zero is a row.';
comment on column daily_count.place is 'ISO 3166-1 or 3166-2 code.';
comment on column daily_count.disease is 'Disease slug.';
comment on column daily_count.measure is 'What is counted.';
comment on column daily_count.aggregation is 'new = that day alone; cumulative = total at its end; stock = state at its end.';
comment on column daily_count.case_class is 'Class counted; null = the plain series: whatever definition_id says it counts.';
comment on column daily_count.symptom_status is 'symptomatic, asymptomatic, or null = both together.';
comment on column daily_count.day is 'Calendar day of the place: the last one that the figure wholly covers.';
comment on column daily_count.period_start is 'First day of a year''s, season''s or outbreak''s total; null = since the epidemic began.';
comment on column daily_count.value is 'The count.';
comment on column daily_count.value_min is 'Least value that a source gives for this key.';
comment on column daily_count.value_max is 'Greatest value that a source gives for this key.';
comment on column daily_count.witnesses is 'Articles that state exactly this value, reprints included.';
comment on column daily_count.independent_witnesses is 'Of those, stories of different sources: a reprint adds none.';
comment on column daily_count.basis is 'stated, from_totals or from_parts.';
comment on column daily_count.confidence is 'high = an official source or two independent ones, undisputed; low = inexact, unofficial, or only the last rule settled it; else medium.';
comment on column daily_count.flags is 'What to beware of: at_least, at_most, approximate, disputed, late_cut_off, unofficial.';
comment on column daily_count.definition_id is 'What the series counted on that day: series_definition.';
comment on column daily_count.observation_id is 'The observation that won.';
comment on column daily_count.first_published_at is 'When this value could first be read.';
comment on column daily_count.changed_at is 'When this row last changed.';

create table period_count (like daily_count including constraints including indexes including comments including defaults);
alter table period_count alter column period_start set not null;
alter table period_count add foreign key (definition_id) references series_definition;
alter table period_count add foreign key (observation_id) references observation;
comment on table period_count is 'New figures of more than one day: a week, a month, a season. Never mixed with daily counts.';
comment on column period_count.day is 'Last day of the period.';
comment on column period_count.period_start is 'First day of the period.';
comment on column period_count.aggregation is 'Always new.';

create table conflict (
    place text not null,
    disease text not null,
    measure text not null,
    aggregation text not null,
    case_class text,
    symptom_status text,
    day date not null,
    period_start date,
    value bigint not null,
    observation_id bigint not null unique references observation,
    source_id text not null references source,
    chosen_value bigint,
    chosen_observation_id bigint references observation,
    settled_by text check (settled_by in ('exact', 'officiality', 'rank', 'latest')),
    recorded_at timestamptz not null default now()
);
create index conflict_by_key on conflict (place, disease, measure, day, aggregation);
comment on table conflict is 'Where a source gives another value than the one that was chosen, and the rule that chose.';
comment on column conflict.place is 'Place of the count.';
comment on column conflict.disease is 'Disease of the count.';
comment on column conflict.measure is 'Measure of the count.';
comment on column conflict.aggregation is 'Aggregation of the count.';
comment on column conflict.case_class is 'Class of the count.';
comment on column conflict.symptom_status is 'Symptom status of the count.';
comment on column conflict.day is 'Day of the count.';
comment on column conflict.period_start is 'First day of the period or total.';
comment on column conflict.value is 'The value that was not chosen.';
comment on column conflict.observation_id is 'Who states it.';
comment on column conflict.source_id is 'Source that states it.';
comment on column conflict.chosen_value is 'The value that was chosen; null where no rule could choose.';
comment on column conflict.chosen_observation_id is 'Who states the chosen value.';
comment on column conflict.settled_by is 'exact, officiality, rank or latest; null = no rule could, and there is no count.';
comment on column conflict.recorded_at is 'When the row was written.';

create table check_result (
    check_name text not null check (check_name in ('total_follows', 'symptoms_add_up', 'parts_within_whole')),
    place text not null,
    disease text not null,
    measure text not null,
    aggregation text not null,
    case_class text,
    symptom_status text,
    day date not null,
    period_start date,
    passed boolean not null,
    expected bigint not null,
    found bigint not null,
    detail text not null,
    changed_at timestamptz not null default now(),
    unique nulls not distinct (check_name, place, disease, measure, aggregation, case_class, symptom_status, day, period_start)
);
comment on table check_result is 'Arithmetic on the counts. A failed check never changes a figure.';
comment on column check_result.check_name is 'total_follows: previous total + new = total. symptoms_add_up: symptomatic + asymptomatic = all. parts_within_whole: units add up to the country.';
comment on column check_result.place is 'Place of the count that was checked.';
comment on column check_result.disease is 'Its disease.';
comment on column check_result.measure is 'Its measure.';
comment on column check_result.aggregation is 'Its aggregation.';
comment on column check_result.case_class is 'Its class.';
comment on column check_result.symptom_status is 'Its symptom status.';
comment on column check_result.day is 'Its day.';
comment on column check_result.period_start is 'Its first day.';
comment on column check_result.passed is 'Whether the arithmetic holds.';
comment on column check_result.expected is 'What the other counts lead one to expect.';
comment on column check_result.found is 'The count.';
comment on column check_result.detail is 'The sum in words.';
comment on column check_result.changed_at is 'When the row last changed.';
