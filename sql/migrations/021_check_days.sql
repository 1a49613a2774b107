-- Checks look again only at the days whose counts changed and at those that their sums and windows reach. A series' days are
-- found by place, disease and measure with the day behind them, however long the series is.
drop table check_due;
create table check_due (
    country text not null,
    disease text not null,
    measure text not null,
    day date not null,
    unique (country, disease, measure, day)
);
comment on table check_due is 'Days of series whose counts changed since they were checked last.';
comment on column check_due.country is 'ISO 3166-1 alpha-2: the country''s counts and its units''.';
comment on column check_due.disease is 'Disease of the counts.';
comment on column check_due.measure is 'Measure of the counts.';
comment on column check_due.day is 'Day of the counts.';
insert into check_due select distinct left(place, 2), disease, measure, day from daily_count;

drop index daily_count_by_country;
drop index check_result_by_country;
create index daily_count_by_country on daily_count (left(place, 2), disease, measure, day);
create index check_result_by_country on check_result (left(place, 2), disease, measure, day);
create index daily_count_by_series on daily_count (place, disease, measure, day);
create index period_count_by_series on period_count (place, disease, measure, day);
