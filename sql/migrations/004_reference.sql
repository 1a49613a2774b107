create table place (
    place text primary key,
    name text not null,
    kind text not null,
    country char(2) not null,
    parent text references place deferrable initially deferred,
    time_zone text,
    geonames_id bigint,
    valid_from date,
    valid_to date
);
comment on table place is 'Countries and their first-level units, with the time for which each existed.';
comment on column place.place is 'ISO 3166-1 alpha-2 of a country, ISO 3166-2 of a unit.';
comment on column place.name is 'English name.';
comment on column place.kind is 'country, region, city or republic.';
comment on column place.country is 'ISO 3166-1 alpha-2 of the country around it.';
comment on column place.parent is 'The place around it; null for a country.';
comment on column place.time_zone is 'IANA zone whose calendar days are counted; null where the country has none on file.';
comment on column place.geonames_id is 'GeoNames number.';
comment on column place.valid_from is 'First day of the unit; null = before our time.';
comment on column place.valid_to is 'First day after it was dissolved; null = still there.';

create table place_name (
    place text not null references place,
    name text not null,
    language text,
    unique nulls not distinct (place, name, language)
);
comment on table place_name is 'Every name and old code of a place.';
comment on column place_name.place is 'Code of the place.';
comment on column place_name.name is 'Name or code.';
comment on column place_name.language is 'BCP 47 language of the name; null for codes and names of any language.';

create table disease (
    disease text primary key,
    name text not null,
    icd10 text,
    icd11 text
);
comment on table disease is 'Diseases that are counted.';
comment on column disease.disease is 'Slug.';
comment on column disease.name is 'English name.';
comment on column disease.icd10 is 'ICD-10 code.';
comment on column disease.icd11 is 'ICD-11 code.';

create table series_definition (
    definition_id text primary key,
    place text not null,
    disease text not null,
    measure text not null,
    valid_from date not null,
    valid_to date,
    case_class text,
    symptom_status text,
    intraday boolean not null default false,
    note text not null,
    unique (place, disease, measure, valid_from)
);
comment on table series_definition is 'What a country''s unqualified figure meant, and from when to when. A series is never joined across definitions unasked.';
comment on column series_definition.definition_id is 'Readable identity.';
comment on column series_definition.place is 'Country whose figures, and whose units'' figures, follow the definition.';
comment on column series_definition.disease is 'Disease.';
comment on column series_definition.measure is 'Measure.';
comment on column series_definition.valid_from is 'First day counted so.';
comment on column series_definition.valid_to is 'First day counted otherwise; null = still in force.';
comment on column series_definition.case_class is 'The class that the plain series counts: figures that name it and figures that leave it open are one key, kept as null.';
comment on column series_definition.symptom_status is 'Whom the ministry''s own total counts: symptomatic, or null for all. A figure is kept as its text states it.';
comment on column series_definition.intraday is 'True where bulletins of part of a day give increments since the last bulletin.';
comment on column series_definition.note is 'What changed.';
