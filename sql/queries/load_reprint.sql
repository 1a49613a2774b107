-- What the texts prove goes before what the figures do; a pair that is there already stays as it is.
delete from reprint r
using staging_reprint s
where r.kind = 'statement' and s.kind <> 'statement'
  and (r.document_id, r.original_id) in ((s.document_id, s.original_id), (s.original_id, s.document_id));

insert into reprint as r (document_id, original_id, score, kind)
select s.document_id, s.original_id, s.score, s.kind
from staging_reprint s
where s.kind <> 'statement'
   or not exists (select from reprint t where t.document_id = s.original_id and t.original_id = s.document_id)
on conflict (document_id, original_id) do update set score = excluded.score, kind = excluded.kind
where excluded.kind <> 'statement' and (r.score, r.kind) is distinct from (excluded.score, excluded.kind)
