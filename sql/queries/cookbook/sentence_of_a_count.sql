-- In which sentence, on which page does this number stand, and where is the page archived?
-- Of a number that was worked out: one row for each term, with what it does.
select day, value, basis, term, stated_value, evidence, source, url, published_at, warc_file is not null as archived
from daily_count_source
where place = 'KZ' and disease = 'covid-19' and measure = 'deaths' and aggregation = 'new' and day = '2020-06-15'
order by term;
