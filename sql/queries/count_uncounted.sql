select count(*) as documents from uncounted
