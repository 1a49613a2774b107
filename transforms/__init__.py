"""From archived pages to daily counts. Pure functions, but for `stages`, which reads and writes rows."""
