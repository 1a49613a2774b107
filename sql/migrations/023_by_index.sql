-- What a batch of linking asks for, found by indexes that hold it and no more: the documents still to link, and of
-- those that share a band the ones of the same weeks.
create index document_unlinked on document (document_id) where linked_with is null;
drop index document_band_by_hash;
create index document_band_by_hash on document_band (band, hash, published_at);
