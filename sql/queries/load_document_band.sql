insert into document_band (band, hash, document_id, published_at, numbers)
select band, hash, document_id, published_at, numbers from staging_document_band
