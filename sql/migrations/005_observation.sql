create table observation (
    observation_id bigint generated always as identity primary key,
    document_id bigint not null references document,
    disease text not null,
    measure text not null,
    aggregation text check (aggregation in ('new', 'cumulative', 'stock')),
    case_class text check (case_class in ('confirmed', 'probable', 'suspected', 'confirmed_or_probable')),
    symptom_status text check (symptom_status in ('symptomatic', 'asymptomatic')),
    value bigint not null check (value >= 0),
    at_least boolean not null,
    at_most boolean not null,
    approximate boolean not null,
    place text,
    locality text,
    date date,
    cut_off_at timestamptz,
    period_start date,
    subgroup text,
    officiality text,
    evidence text not null,
    start_char int not null,
    end_char int not null,
    extractor_version text not null,
    recorded_at timestamptz not null default now(),
    retracted_at timestamptz,
    unique nulls not distinct (document_id, extractor_version, disease, measure, aggregation, case_class, symptom_status,
                               value, place, locality, date, period_start, subgroup, start_char)
);
comment on table observation is 'One figure of one document, with the words that state it. Never overwritten: a newer extractor retracts and adds.';
comment on column observation.observation_id is 'Identity.';
comment on column observation.document_id is 'The document that states it.';
comment on column observation.disease is 'Disease slug.';
comment on column observation.measure is 'What is counted: cases, deaths, recovered, tests …';
comment on column observation.aggregation is 'new (increment), cumulative (total since a start), stock (state at an instant); null for a single cluster.';
comment on column observation.case_class is 'confirmed, probable, suspected, confirmed_or_probable; null where the text leaves it open.';
comment on column observation.symptom_status is 'symptomatic or asymptomatic; null where the text does not part them.';
comment on column observation.value is 'The figure. A stated zero is zero; what is not stated has no row.';
comment on column observation.at_least is 'The text says at least.';
comment on column observation.at_most is 'The text says at most.';
comment on column observation.approximate is 'The text says about.';
comment on column observation.place is 'ISO 3166-1 or 3166-2 code; null where unknown.';
comment on column observation.locality is 'What is below that place: a district, a town, a market. Such a figure is never the place''s own.';
comment on column observation.date is 'Day a new figure covers, or day a total or state is given for.';
comment on column observation.cut_off_at is 'Instant up to which it counts, where the text states an hour or part of the day.';
comment on column observation.period_start is 'First day that a period or a total covers; null = one day, or since the epidemic began.';
comment on column observation.subgroup is 'Part of the people counted (children, doctors …); never a total.';
comment on column observation.officiality is 'Who vouches for it: official, quoted, unofficial; null where open.';
comment on column observation.evidence is 'The words that state it.';
comment on column observation.start_char is 'First character of the evidence in title, newline, text.';
comment on column observation.end_char is 'Character after the evidence.';
comment on column observation.extractor_version is 'Extractor that read it.';
comment on column observation.recorded_at is 'When we knew it.';
comment on column observation.retracted_at is 'When a newer reading withdrew it; null = it stands.';
