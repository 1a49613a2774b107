select (select count(*) from page) as pages,
       (select count(*) from document) as documents,
       (select count(*) from observation where retracted_at is null) as observations,
       (select count(*) from daily_count) as daily_counts;
