insert into document_band (band, hash, document_id)
select band, hash, document_id from staging_document_band
