-- What did Kyrgyzstan's case count mean, from when to when?
select valid_from, valid_to, case_class, counts, note
from series_definition
where place = 'KG' and disease = 'covid-19' and measure = 'cases' and plain
order by valid_from;
