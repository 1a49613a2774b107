update document set counted_at = now() from uncounted where document.document_id = uncounted.document_id
