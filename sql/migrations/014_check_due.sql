-- Checks look again only at series whose counts changed.
create table check_due (
    country text not null,
    disease text not null,
    measure text not null,
    unique (country, disease, measure)
);
comment on table check_due is 'Series whose counts changed since they were checked last.';
comment on column check_due.country is 'ISO 3166-1 alpha-2: the country''s counts and its units''.';
comment on column check_due.disease is 'Disease of the counts.';
comment on column check_due.measure is 'Measure of the counts.';
insert into check_due select distinct left(place, 2), disease, measure from daily_count;
create index daily_count_by_country on daily_count (left(place, 2), disease, measure);
create index check_result_by_country on check_result (left(place, 2), disease, measure);
create index daily_count_failing on daily_count (place, disease, measure, day) where failed_checks <> '{}';
