-- How many new cases did Kazakhstan have on each day?
-- The ministry's own series, as it was defined on the last of these days. A day that is not here was not stated.
select day, value, basis, confidence
from series('KZ', 'covid-19', 'cases', 'new', '2020-06-12', '2020-06-16');
