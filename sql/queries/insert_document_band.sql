insert into document_band (band, hash, document_id, published_at, numbers)
select u.n - 1, u.hash, d.document_id, d.published_at, v.numbers
from unnest(%(document_ids)s::bigint[], %(numbers)s::bigint[], %(hashes)s::text[]) v(document_id, numbers, hashes)
join document d using (document_id)
cross join unnest(v.hashes::bigint[]) with ordinality u(hash, n)
