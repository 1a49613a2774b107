-- Crawl reports that are old; each source keeps its youngest, by which its health is judged.
delete from crawl c
where c.ended_at < now() - make_interval(days => %(keep_days)s)
  and c.crawl_id not in (
      select crawl_id
      from (select crawl_id, row_number() over (partition by source_id order by ended_at desc) as youngest from crawl) r
      where youngest <= %(keep)s
  )
