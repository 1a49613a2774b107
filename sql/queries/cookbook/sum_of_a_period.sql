-- How many cases in these days altogether?
-- Missing days are counted, and across a break of definition there is no sum.
select 'KZ, 12 to 16 June 2020' as period, * from series_sum('KZ', 'covid-19', 'cases', '2020-06-12', '2020-06-16')
union all
select 'KZ, 2 June to 2 July 2020', * from series_sum('KZ', 'covid-19', 'cases', '2020-06-02', '2020-07-02');
