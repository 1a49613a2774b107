insert into reprint as r (document_id, original_id, score)
select document_id, original_id, score from staging_reprint
on conflict (document_id, original_id) do update set score = excluded.score where r.score <> excluded.score
