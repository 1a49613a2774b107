-- An article that was fetched after these failures to fetch it.
delete from unreadable u
using unnest(%(urls)s::text[], %(fetched)s::timestamptz[]) came (canonical_url, fetched_at)
where u.stage = 'fetch' and u.canonical_url = came.canonical_url
  and coalesce((select p.fetched_at from page p where p.page_id = u.page_id), u.recorded_at) < came.fetched_at
