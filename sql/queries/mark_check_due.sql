-- The series of the touched keys have to be checked again.
insert into check_due (country, disease, measure)
select distinct left(place, 2), disease, measure from key_to_resolve
on conflict do nothing
