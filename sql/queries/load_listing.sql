-- A date says more than none: the undated row of a URL goes where a list dates it, and is not made where one has.
with listed as (
    select distinct on (canonical_url, listed_at) canonical_url, listed_at, source_id, page_id
    from staging_listing
    order by canonical_url, listed_at, page_id nulls last
), undated as (
    delete from listing l
    using listed d
    where l.canonical_url = d.canonical_url and l.listed_at is null and d.listed_at is not null
)
insert into listing (canonical_url, listed_at, source_id, page_id)
select canonical_url, listed_at, source_id, page_id
from listed n
where listed_at is not null
   or not exists (select from listed d where d.canonical_url = n.canonical_url and d.listed_at is not null)
  and not exists (select from listing d where d.canonical_url = n.canonical_url and d.listed_at is not null)
on conflict (canonical_url, listed_at) do nothing
