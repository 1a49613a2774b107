-- How many people live where, for rates: only figures whose source is named.
create table population (
    place text not null,
    year int,
    people bigint not null check (people > 0),
    source text not null,
    url text not null,
    unique nulls not distinct (place, year)
);
comment on table population is 'Populations with their source, from transforms/reference/populations.csv; a place without a row has no rates.';
comment on column population.place is 'ISO 3166-1 or 3166-2 code.';
comment on column population.year is 'Year that the source gives for it; null where it gives none: it then serves where no year up to the count''s does.';
comment on column population.people is 'Inhabitants.';
comment on column population.source is 'Who says so.';
comment on column population.url is 'Where.';
