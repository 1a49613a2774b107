-- What an older reading of these documents said; the same figures read again come back into force as they are loaded.
update observation set retracted_at = now()
where document_id = any(%(document_ids)s) and retracted_at is null
